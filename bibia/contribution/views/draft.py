"""A draft: where it stands, its steps one by one, two texts to reconcile, its end."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from bibia.accounts.requests import PrivateRequest
from bibia.contribution import actions, drafts, listing, unsaved
from bibia.contribution import steps as plan
from bibia.contribution.forms import shown
from bibia.contribution.models import Draft
from bibia.contribution.steps import Step
from bibia.contribution.views.closed import not_kept, standing, while_open
from bibia.fiches.actions import Refusal
from bibia.ui.filters import typo
from bibia.web.values import digest, posted


def mine(request: PrivateRequest) -> HttpResponse:
    return render(request, "contribution/brouillons.html", listing.mine(request))


def overview(request: PrivateRequest, draft_id: str) -> HttpResponse:
    draft = drafts.to_read(request, draft_id)
    return standing(request, draft)


@while_open
def step(request: PrivateRequest, draft_id: str, code: str) -> HttpResponse:
    found = plan.BY_CODE.get(code)
    if found is None:
        raise Http404
    if request.method == "POST":
        return _save(request, draft_id, found)
    draft = drafts.to_write(request, draft_id)
    if not found.fields(draft.values):
        raise Http404
    return render(request, "contribution/rubrique.html", _context(request, draft, found))


def _context(request: PrivateRequest, draft: Draft, found: Step) -> dict[str, Any]:
    opened = listing.opened(draft)
    more = request.GET.get("ligne", "")
    left, seen = unsaved.of_step(request, draft, found)
    values = draft.values | left
    fields = {one["name"]: one for one in shown(found.fields(values), values, opened=opened, more=more)}
    return {
        "draft": draft,
        "step": found,
        "first": [fields[name] for name in found.first(values)],
        "further": [fields[name] for name in found.further(values)],
        "unsaved": bool(left),
        "steps": listing.places(draft, found),
        "next": plan.after(found, draft.values),
        "gains": plan.gains(draft.values, most=2, but=found.names),
        "seen": " ".join(
            f"{name}:{seen[name] if name in left and name in seen else digest(draft.values.get(name))}"
            for name in fields
        ),
        "doubts": listing.doubts(draft, found.names),
    }


def _save(request: PrivateRequest, draft_id: str, found: Step) -> HttpResponse:
    typed = posted(found.names, request.POST)
    pairs = (pair.partition(":") for pair in request.POST.get("vu", "")[:4_000].split())
    seen = {name: mark for name, _colon, mark in pairs}
    asked = request.POST.get("suite", "")
    if asked.startswith("retirer-"):
        typed = listing.without_row(typed, asked.removeprefix("retirer-"))
    try:
        draft = drafts.to_write(request, draft_id)
        typed = {name: typed[name] for name in found.fields(draft.values | typed) if name in typed}
        clashes = actions.save(draft, by=drafts.signed(request), values=typed, seen=seen, step=found.code)
    except (Http404, actions.Closed):
        return not_kept(request, draft_id, found, typed, seen)
    unsaved.forget(request, draft, found)
    if clashes:
        messages.warning(
            request, typo("Quelqu’un a changé ce brouillon pendant que vous écriviez. Rien n’est perdu.")
        )
        return HttpResponseRedirect(reverse("brouillon-concilier", args=[draft.pk]))
    return HttpResponseRedirect(listing.next_page(draft, found, typed, asked))


@while_open
def reconcile(request: PrivateRequest, draft_id: str) -> HttpResponse:
    draft = drafts.to_write(request, draft_id)
    if request.method == "POST":
        choices = {actions.mark(one): request.POST.get(actions.mark(one), "") for one in draft.aside}
        left = actions.reconcile(draft, by=drafts.signed(request), choices=choices)
        if left:
            messages.info(request, typo("Il reste des textes à départager."))
            return HttpResponseRedirect(request.path)
        messages.success(request, typo("C’est réglé : relisez le résultat."))
        return HttpResponseRedirect(reverse("brouillon", args=[draft.pk]))
    context = {"draft": draft, "pairs": listing.pairs(draft)}
    return render(request, "contribution/concilier.html", context)


@while_open
def delete(request: PrivateRequest, draft_id: str) -> HttpResponse:
    draft = drafts.to_write(request, draft_id)
    if request.method == "POST":
        try:
            actions.delete(draft, by=drafts.signed(request))
        except Refusal as refusal:
            messages.error(request, typo(str(refusal)))
        else:
            messages.success(request, typo("Le brouillon est supprimé."))
        return HttpResponseRedirect(reverse("brouillons"))
    return render(request, "contribution/supprimer.html", {"draft": draft})
