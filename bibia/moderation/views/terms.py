"""Terms that are missing: a form for members, a list and an answer for animators."""

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from bibia.accounts.requests import PrivateRequest
from bibia.fiches.actions import Refusal
from bibia.fiches.fields import BY_NAME
from bibia.moderation import listing, terms
from bibia.moderation.models import Term
from bibia.moderation.people import Names
from bibia.ui.filters import typo
from bibia.ui.text import slugify_fr
from bibia.web.once import once

DECIDED = 50  # shown; the others are in the journal


def propose(request: PrivateRequest) -> HttpResponse:
    names = {name: request.POST.get(name, "") for name in ("vocabulaire", "terme", "raison")}
    if request.method == "POST":
        return _proposed(request, names)
    return _form(request, names | {"vocabulaire": _of_field(request.GET.get("champ", ""))})


def _of_field(name: str) -> str:
    return getattr(BY_NAME[name].column, "vocabulary_name", "") if name in BY_NAME else ""


def _form(request: PrivateRequest, typed: dict[str, str], status: int = 200) -> HttpResponse:
    context = {"typed": typed, "vocabularies": terms.vocabularies(), "tabs": []}
    return render(request, "moderation/term-propose.html", context, status=status)


def _proposed(request: PrivateRequest, typed: dict[str, str]) -> HttpResponse:
    def done() -> HttpResponseRedirect:
        terms.propose(
            vocabulary=typed["vocabulaire"], label=typed["terme"], why=typed["raison"], by=request.user
        )
        messages.success(request, typo("Merci : les animateurs vous répondront par courriel."))
        return HttpResponseRedirect(reverse("espace"))

    try:
        return once(request, done)
    except Refusal as refusal:
        messages.error(request, typo(str(refusal)))
        return _form(request, typed, 422)


def index(request: PrivateRequest) -> HttpResponse:
    every = Term.objects.select_related("by")
    context = {
        "waiting": _lines(every.filter(state=Term.State.WAITING)),
        "decided": _lines(every.exclude(state=Term.State.WAITING).order_by("-decided_at")[:DECIDED]),
        "exports": bool(terms.as_toml()),
        "tabs": listing.tabs(request),
    }
    return render(request, "moderation/terms.html", context)


def _lines(found) -> list[dict]:
    labels, names = terms.vocabularies(), Names()
    return [
        {"term": one, "vocabulary": labels.get(one.vocabulary, one.vocabulary), "by": names(one.by)}
        for one in found
    ]


def decide(request: PrivateRequest, pk: int) -> HttpResponse:
    term = Term.objects.select_related("by").filter(pk=pk).first()
    if term is None:
        raise Http404
    if request.method == "POST":
        return _decided(request, term)
    return _decision(request, term, {"code": slugify_fr(term.label), "reponse": ""})


def _decision(request: PrivateRequest, term: Term, typed: dict[str, str], status: int = 200) -> HttpResponse:
    (line,) = _lines([term])
    context = {"line": line, "typed": typed, "tabs": listing.tabs(request)}
    return render(request, "moderation/term.html", context, status=status)


def _decided(request: PrivateRequest, term: Term) -> HttpResponse:
    typed = {name: request.POST.get(name, "") for name in ("code", "reponse")}
    accept = request.POST.get("decision") == "accepter"

    def done() -> HttpResponseRedirect:
        terms.decide(term, accept=accept, code=typed["code"], answer=typed["reponse"], by=request.user)
        messages.success(request, typo("La réponse est partie."))
        return HttpResponseRedirect(reverse("moderation-termes"))

    try:
        return once(request, done)
    except Refusal as refusal:
        messages.error(request, typo(str(refusal)))
        return _decision(request, term, typed, 422)


def export(request: PrivateRequest) -> HttpResponse:
    response = HttpResponse(terms.as_toml(), content_type="text/plain; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="vocabulaires-a-ajouter.toml"'
    return response
