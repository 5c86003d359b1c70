"""What waits for an organisation and for the animators, and what they do with it."""

from collections.abc import Callable
from typing import Any

from django import forms as django_forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from bibia.accounts.requests import PrivateRequest
from bibia.echanges import actions, forms, queue
from bibia.echanges.models import Exchange, State
from bibia.fiches import personal
from bibia.fiches.fields import BY_NAME, label
from bibia.fiches.models import Fiche
from bibia.fiches.verbs import Refusal
from bibia.ui.filters import typo
from bibia.ui.paging import keeping, pagination
from bibia.web.once import once

SHOWN = 30
_TO_READ = "Votre réponse est enregistrée : les animateurs la relisent, puis elle paraît."
_DOING: dict[str, tuple[Callable[..., Exchange], str]] = {
    "publier": (actions.publish, "C’est publié."),
    "refuser": (actions.refuse, "Ce n’est pas publié ; son auteur lira votre motif."),
    "repondre": (actions.answer, "La réponse est publiée."),
    "ecarter": (actions.set_answer_aside, "Elle n’est pas publiée ; son auteur lira votre motif."),
    "conclure": (actions.settle, "C’est noté ; la personne qui a signalé lira votre réponse."),
}


def index(request: PrivateRequest) -> HttpResponse:
    parts = [
        ("À relire avant publication", queue.to_read(request.viewer), "Rien à relire."),
        ("Questions sans réponse", queue.to_answer(request.viewer), "Aucune question n’attend."),
        ("Erreurs signalées", queue.to_check(request.viewer), "Aucun signalement n’attend."),
    ]
    if not request.viewer.may("moderate_exchanges"):
        parts = parts[1:]
    shown = [
        {"title": title, "total": found.count(), "items": list(found[:SHOWN]), "empty": empty}
        for title, found, empty in parts
    ]
    keys = {one.fiche_id for part in shown for one in part["items"]}  # type: ignore[attr-defined]
    context = {
        "parts": shown,
        "fiches": Fiche.objects.in_bulk(keys),
        "most": SHOWN,
        "settled": queue.settled(request.viewer).count(),
        "may_post": bool(request.viewer.organisations("post_need")),
    }
    return render(request, "echanges/echanges.html", context)


def history(request: PrivateRequest) -> HttpResponse:
    page = Paginator(queue.settled(request.viewer), SHOWN).get_page(request.GET.get("page"))
    context = {
        "exchanges": page.object_list,
        "fiches": Fiche.objects.in_bulk({one.fiche_id for one in page.object_list}),
        "page": pagination(
            page.number, page.paginator.count, SHOWN, keeping(reverse("echanges-historique"), {})
        ),
    }
    return render(request, "echanges/historique.html", context)


def exchange(request: PrivateRequest, exchange_id: str) -> HttpResponse:
    doing = request.POST.get("faire", "")
    found = queue.visible(request.viewer, exchange_id)
    if found is None:
        return _kept(request, queue.of_theirs(request.viewer, exchange_id), doing)
    chosen = _forms(request, found)
    if request.method == "POST":
        if doing not in chosen:
            return _kept(request, found, doing)
        if chosen[doing].is_valid():
            return once(request, lambda: _do(request, found, doing, chosen[doing].cleaned_data))
    return render(
        request,
        "echanges/echange.html",
        _context(found, chosen) | {"moderates": request.viewer.may("moderate_exchanges")},
    )


def _kept(request: PrivateRequest, found: Exchange | None, doing: str) -> HttpResponse:
    """Somebody decided meanwhile: what was typed is given back, not lost."""
    text = request.POST.get(f"{doing}-text", "")
    if found is None or doing not in _DOING or not text:
        raise Http404
    return render(request, "echanges/trop-tard.html", {"text": text}, status=409)


def _forms(request: PrivateRequest, found: Exchange) -> dict[str, django_forms.Form]:
    """What this person may do with it now."""
    kinds: dict[str, type[django_forms.Form]] = {}
    fiche = Fiche.objects.select_related("collectivite").filter(pk=found.fiche_id).first()
    siren = (fiche.collectivite.siren or "") if fiche else ""
    if request.viewer.may("moderate_exchanges") and found.publishable and fiche:
        kinds |= {"publier": forms.Publish} if found.state != State.REFUSED and found.text else {}
    if request.viewer.may("moderate_exchanges") and found.state in (State.WAITING, State.PUBLISHED):
        kinds |= {"refuser": forms.Reason}
    if fiche and request.viewer.may("answer", siren=siren):
        kinds |= {"repondre": forms.Answer} if found.is_question and found.state == State.PUBLISHED else {}
        if request.viewer.may("moderate_exchanges") and found.waiting_answer and "repondre" in kinds:
            kinds |= {"ecarter": forms.Reason}
        kinds |= {"conclure": forms.Settle} if found.state == State.RECEIVED else {}
    doing = request.POST.get("faire", "")
    initial = {"publier": {"text": found.text, "author": found.author}}
    initial["repondre"] = {"text": found.waiting_answer or found.answer}
    return {
        name: form(request.POST if name == doing else None, initial=initial.get(name), prefix=name)
        for name, form in kinds.items()
    }


def _do(
    request: PrivateRequest, found: Exchange, doing: str, cleaned: dict[str, Any]
) -> HttpResponseRedirect:
    try:
        act, said = _DOING[doing]
        made = act(found, by=request.user, **cleaned)
        messages.success(request, typo(_TO_READ if made.waiting_answer else said))
    except Refusal as refusal:
        messages.error(request, typo(str(refusal)))
    return HttpResponseRedirect(reverse("echanges"))


def _context(found: Exchange, chosen: dict[str, django_forms.Form]) -> dict[str, Any]:
    written = f"{found.text}\n{found.waiting_answer}"
    noticed = dict.fromkeys(personal.NAMES[one.kind] for one in personal.find(written))
    return {
        "exchange": found,
        "fiche": Fiche.objects.select_related("collectivite").filter(pk=found.fiche_id).first(),
        "field": label(found.field) if found.field in BY_NAME else "",
        "forms": chosen,
        "noticed": list(noticed),
        "domain": found.address.rpartition("@")[2] if found.kind == "reponse" else "",
    }
