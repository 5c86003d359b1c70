"""Correcting a few values of a proposal: offered to its author, or made in the association's name."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from bibia.accounts.requests import PrivateRequest
from bibia.fiches import correcting
from bibia.fiches.actions import Refusal
from bibia.fiches.fields import FIELDS, Tier
from bibia.fiches.models import Proposal
from bibia.moderation import deciding, editing, listing, motives, queue
from bibia.moderation.forms import ReasonForm
from bibia.moderation.views.proposal import readable
from bibia.ui.filters import typo
from bibia.web.once import once
from bibia.web.values import cleaned, posted, typed

EDITABLE = tuple(field.name for field in FIELDS if field.tier is not Tier.AUTO)
HELP = "Facultatif si vous remplacez la proposition en votre nom."


def correct(request: PrivateRequest, pk: int) -> HttpResponse:
    proposal, read = readable(request, pk)
    if proposal.state != Proposal.State.PENDING:
        return HttpResponseRedirect(_back(request, pk))
    asked = [name for name in request.GET.getlist("champ") if name in EDITABLE]
    names = tuple(name for name in EDITABLE if name in (*read.proposed, *asked))
    values = {name: typed(name, read.after[name]) for name in names}
    form = ReasonForm(request.POST or None, motives=motives.ASK_CHANGES, help_text=HELP)
    if request.method == "POST":
        values = posted(names, request.POST)
        good, errors = cleaned(values)
        in_our_name = request.POST.get("pour") == "association"
        if not errors and (in_our_name or form.is_valid()):
            return _send(request, proposal, good, form, in_our_name)
        form = ReasonForm(None, motives=motives.ASK_CHANGES, help_text=HELP) if in_our_name else form
    else:
        errors = {}
    context = _context(request, read, names, values, errors) | {"form": form}
    return render(
        request, "moderation/correction.html", context, status=422 if request.method == "POST" else 200
    )


def _context(
    request: PrivateRequest, read: Any, names: tuple[str, ...], values: dict, errors: dict
) -> dict[str, Any]:
    added = [name for name in names if name not in read.proposed]
    inputs = editing.inputs(names, values, errors)
    return {
        "read": read,
        "inputs": inputs,
        # All of them have a value: who comes here knows which few to correct.
        "groups": editing.groups(inputs, opened=added),
        "refused": bool(errors),
        "others": [
            (field.name, field.label)
            for field in FIELDS
            if field.name in EDITABLE and field.name not in names
        ],
        "added": added,
        "here": request.get_full_path(),
        "back": _back(request, read.pk),
        "tabs": listing.tabs(request),
    }


def _back(request: PrivateRequest, pk: int) -> str:
    query = queue.Asked(request.GET).query()
    return reverse("relire", args=[pk]) + (f"?{query}" if query else "")


def _send(
    request: PrivateRequest, proposal: Proposal, values: dict[str, Any], form: ReasonForm, in_our_name: bool
) -> HttpResponse:
    def done() -> HttpResponseRedirect:
        if in_our_name:
            made = correcting.correct(proposal, values=values, by=request.user)
            messages.success(
                request, typo("La proposition est remplacée, en votre nom : il reste à la publier.")
            )
            return HttpResponseRedirect(_back(request, made.pk))
        deciding.suggest(proposal, values=values, by=request.user, reason=form.reason)
        messages.success(request, typo("La correction est proposée à l’auteur."))
        return HttpResponseRedirect(reverse("moderation"))

    try:
        return once(request, done)
    except Refusal as refusal:
        messages.error(request, typo(str(refusal)))
        return HttpResponseRedirect(request.get_full_path())
