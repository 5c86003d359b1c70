"""Writing about a fiche: to its service, to everybody, to correct it, to reply. Then confirming one's address.

The pages are the same whether or not the service gave an address: nothing here reads it.
"""

from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from bibia.accounts.requests import PrivateRequest
from bibia.echanges import actions, forms, letters
from bibia.echanges.models import Kind, State
from bibia.echanges.restraint import TOO_OFTEN, admits
from bibia.fiches.models import Fiche
from bibia.fiches.verbs import Refusal
from bibia.web.once import already, once


@dataclass(frozen=True)
class Page:
    kind: Kind
    route: str
    title: str
    lead: str
    button: str
    form: type[forms.Message]
    who: str  # who reads the text


PAGES = {
    Kind.CONTACT: Page(
        Kind.CONTACT,
        "contact",
        "Écrire au service",
        "Votre message est transmis au service qui suit ce projet. C’est lui qui vous répond, par courriel.",
        "Envoyer le message",
        forms.Contact,
        "Lu par le service seul, sauf si vous acceptez ci-dessous sa publication.",
    ),
    Kind.QUESTION: Page(
        Kind.QUESTION,
        "poser-question",
        "Poser une question",
        "Votre question et sa réponse seront publiées sur la fiche : elles serviront à d’autres.",
        "Envoyer la question",
        forms.Question,
        "Lu par tout le monde, après relecture.",
    ),
    Kind.REPORT: Page(
        Kind.REPORT,
        "signaler",
        "Signaler une erreur",
        "La collectivité et les animateurs vérifient, puis vous disent ce qu’il en est.",
        "Signaler",
        forms.Report,
        "Lu par la collectivité et par les animateurs.",
    ),
    Kind.REPLY: Page(
        Kind.REPLY,
        "droit-de-reponse",
        "Demander un droit de réponse",
        "Cette fiche cite votre entreprise ou votre produit : vous pouvez y publier une réponse, datée et signée d’elle.",
        "Envoyer la réponse",
        forms.Reply,
        "Lu par tout le monde, après relecture.",
    ),
}


def contact(request: PrivateRequest, fiche_id: str) -> HttpResponse:
    return _write(request, fiche_id, PAGES[Kind.CONTACT])


def question(request: PrivateRequest, fiche_id: str) -> HttpResponse:
    return _write(request, fiche_id, PAGES[Kind.QUESTION])


def report(request: PrivateRequest, fiche_id: str) -> HttpResponse:
    return _write(request, fiche_id, PAGES[Kind.REPORT])


def reply(request: PrivateRequest, fiche_id: str) -> HttpResponse:
    return _write(request, fiche_id, PAGES[Kind.REPLY])


def _write(request: PrivateRequest, fiche_id: str, page: Page) -> HttpResponse:
    fiche = _public(fiche_id)
    form = _form(request, fiche, page)
    status = 200
    if request.method == "POST" and form.is_valid():
        if form.is_robot:
            return _to("message-a-confirmer", fiche, page)
        if again := already(request):
            return again
        if admits(request, fiche_id=fiche.pk, address=form.cleaned_data["address"]):
            return once(request, lambda: _receive(request, fiche, page, form.cleaned_data))
        form.add_error(None, TOO_OFTEN)
        status = 429
    context = {"page": page, "fiche": fiche, "form": form}
    return render(request, "echanges/ecrire.html", context, status=status)


def _form(request: PrivateRequest, fiche: Fiche, page: Page) -> forms.Message:
    known = request.user.email if request.user.is_authenticated else ""
    options: dict[str, Any] = {"fiche": fiche} if page.kind in (Kind.REPORT, Kind.REPLY) else {}
    return page.form(request.POST or None, initial={"address": known}, **options)


def _receive(
    request: PrivateRequest, fiche: Fiche, page: Page, cleaned: dict[str, Any]
) -> HttpResponseRedirect:
    values = {name: value for name, value in cleaned.items() if name != "site"}
    by = request.user if request.user.is_authenticated else None
    exchange = actions.receive(kind=page.kind, fiche_id=fiche.pk, by=by, **values)
    direct = exchange.state != State.UNCONFIRMED
    return _to("message-recu" if direct else "message-a-confirmer", fiche, page)


def _to(name: str, fiche: Fiche, page: Page) -> HttpResponseRedirect:
    return HttpResponseRedirect(reverse(name, args=[fiche.pk, page.kind.value]))


def to_confirm(request: HttpRequest, fiche_id: str, kind: str) -> HttpResponse:
    context = {"fiche": _public(fiche_id), "page": PAGES[Kind(kind)]}
    return render(request, "echanges/a-confirmer.html", context)


def received(request: HttpRequest, fiche_id: str, kind: str) -> HttpResponse:
    context = {"fiche": _public(fiche_id), "page": PAGES[Kind(kind)]}
    return render(request, "echanges/recu.html", context)


def confirm(request: PrivateRequest, token: str) -> HttpResponse:
    """A link that is opened confirms nothing: programs that read mail open links too."""
    exchange = letters.exchange_of(token)
    if exchange is None:
        raise Http404
    fiche = _public(exchange.fiche_id)
    page = PAGES[Kind(exchange.kind)]
    refusal = actions.unconfirmable(exchange)
    if request.method == "POST" and not refusal:
        try:
            actions.confirm(exchange)
            return _to("message-recu", fiche, page)
        except Refusal as found:
            refusal = str(found)
    context = {"exchange": exchange, "fiche": fiche, "page": page, "refusal": refusal}
    return render(request, "echanges/confirmer.html", context, status=410 if refusal else 200)


def _public(fiche_id: str) -> Fiche:
    found = Fiche.objects.select_related("collectivite").filter(pk=fiche_id).first()
    if found is None:
        raise Http404
    return found
