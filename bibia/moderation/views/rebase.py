"""An old proposal set on the record of today, field by field where both changed."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from bibia.accounts.requests import PrivateRequest
from bibia.fiches import changes, correcting
from bibia.fiches.actions import Refusal
from bibia.fiches.fields import label
from bibia.fiches.models import Proposal
from bibia.moderation import listing, queue
from bibia.moderation.views.proposal import readable
from bibia.ui.filters import typo
from bibia.web.once import once


def rebase(request: PrivateRequest, pk: int) -> HttpResponse:
    proposal, read = readable(request, pk)
    query = queue.Asked(request.GET).query()
    back = reverse("relire", args=[pk]) + (f"?{query}" if query else "")
    if proposal.state != Proposal.State.PENDING or not read.is_stale:
        return HttpResponseRedirect(back)
    collisions = correcting.moved(proposal)
    if request.method == "POST":
        return _rebased(request, proposal, collisions, back)
    context = {
        "read": read,
        "collisions": [_shown(one) for one in collisions],
        "back": back,
        "here": request.get_full_path(),
        "tabs": listing.tabs(request),
    }
    return render(request, "moderation/rebase.html", context)


def _shown(one: correcting.Moved) -> dict[str, Any]:
    values = {name: changes.text(one.name, getattr(one, name)) for name in ("seen", "standing", "wanted")}
    return {"name": one.name, "label": label(one.name), **values}


def _rebased(
    request: PrivateRequest, proposal: Proposal, collisions: list[correcting.Moved], back: str
) -> HttpResponse:
    choices = {one.name: request.POST.get(one.name, "") for one in collisions}
    if not set(choices.values()) <= {"fiche", "proposition"}:
        messages.error(request, typo("Choisissez pour chaque champ ce qui est gardé."))
        return HttpResponseRedirect(request.get_full_path())
    dropped = [name for name, choice in choices.items() if choice == "fiche"]
    sent = request.POST.get("revision", "")
    revision = int(sent) if sent.isascii() and sent.isdigit() else 0

    def done() -> HttpResponseRedirect:
        correcting.rebase(proposal, by=request.user, dropped=dropped, revision=revision)
        messages.success(request, typo("La proposition porte maintenant sur la fiche d’aujourd’hui."))
        return HttpResponseRedirect(back)

    try:
        return once(request, done)
    except Refusal as refusal:
        messages.error(request, typo(str(refusal)))
        return HttpResponseRedirect(request.get_full_path())
