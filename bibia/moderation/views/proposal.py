"""One proposal: read, compare, decide."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.urls import reverse

from bibia.accounts.requests import PrivateRequest
from bibia.fiches.actions import Refusal
from bibia.fiches.models import Proposal
from bibia.moderation import deciding, listing, motives, queue, reading
from bibia.moderation.forms import ReasonForm
from bibia.ui.filters import typo
from bibia.web.once import once

HELP = "L’auteur lira ce motif. Dites ce qu’il faut changer, en vous adressant à lui."


def readable(request: PrivateRequest, pk: int) -> tuple[Proposal, Any]:
    """A proposal and its reading; for whoever may not decide of it, it does not exist."""
    proposal = Proposal.objects.select_related("proposed_by").filter(pk=pk).first()
    if proposal is None:
        raise Http404
    read = reading.one(proposal)
    if not queue.may_decide(request, proposal, read):
        raise Http404
    return proposal, read


def show(request: PrivateRequest, pk: int) -> HttpResponse:
    proposal, read = readable(request, pk)
    if request.method == "POST":
        return _decide(request, proposal, read)
    return _page(request, proposal, read, _form(None))


def _page(
    request: PrivateRequest, proposal: Proposal, read: Any, form: ReasonForm, status: int = 200
) -> HttpResponse:
    context = reading.context(request, proposal, read) | {"form": form}
    return render(request, "moderation/proposal.html", context, status=status)


def _form(data: QueryDict | None) -> ReasonForm:
    return ReasonForm(data, motives=(*motives.ASK_CHANGES, *motives.REJECT), help_text=HELP)


def _decide(request: PrivateRequest, proposal: Proposal, read: Any) -> HttpResponse:
    decision, form = request.POST.get("decision", ""), _form(request.POST)
    if decision not in DECISIONS:
        raise Http404
    if decision != "accept" and not form.is_valid():
        return _page(request, proposal, read, form, status=422)
    after = reading.after(request, proposal)
    try:
        return once(request, lambda: _done(request, proposal, decision, form, after))
    except Refusal as refusal:
        messages.error(request, typo(str(refusal)))
        return HttpResponseRedirect(request.get_full_path())


def _done(
    request: PrivateRequest, proposal: Proposal, decision: str, form: ReasonForm, after: str
) -> HttpResponseRedirect:
    said, act = DECISIONS[decision]
    if decision == "accept":
        deciding.publish(proposal, by=request.user)
    else:
        act(proposal, by=request.user, reason=form.reason)
    messages.success(request, typo(said))
    return HttpResponseRedirect(after)


def preview(request: PrivateRequest, pk: int) -> HttpResponse:
    """The record exactly as readers would see it."""
    proposal, read = readable(request, pk)
    context = {
        "read": read,
        "body": reading.preview(proposal, read),
        "back": reverse("relire", args=[pk]),
        "tabs": listing.tabs(request),
    }
    return render(request, "moderation/preview.html", context)


DECISIONS: dict[str, tuple[str, Any]] = {
    "accept": ("La fiche est publiée.", deciding.publish),
    "ask_changes": ("Les changements sont demandés à l’auteur.", deciding.ask_changes),
    "reject": ("La proposition est refusée.", deciding.reject),
}
