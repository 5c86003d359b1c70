"""What became of a proposal, for its author and their organisation: the answer, and a correction to take."""

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from bibia.accounts.requests import PrivateRequest
from bibia.fiches.actions import Refusal
from bibia.fiches.forms import clean_values
from bibia.fiches.models import Proposal
from bibia.moderation import compare, deciding, reading
from bibia.moderation.checks import ORDER
from bibia.ui.filters import typo
from bibia.web.once import once


def show(request: PrivateRequest, pk: int) -> HttpResponse:
    proposal = Proposal.objects.select_related("proposed_by", "decided_by").filter(pk=pk).first()
    if proposal is None:
        raise Http404
    read = reading.one(proposal)
    if not all(request.viewer.may("read_drafts", siren=siren) for siren in read.owners):
        raise Http404
    if request.method == "POST":
        return _take(request, proposal)
    writes = all(request.viewer.may("propose", siren=siren) for siren in read.owners)
    following = proposal.replaced_by.order_by("-pk").first()
    context = {
        "proposal": proposal,
        "read": read,
        "facts": reading.facts(proposal),
        "correction": _correction(proposal, read),
        "may_take": writes and bool(proposal.correction) and following is None,
        "following": reverse("proposition", args=[following.pk]) if following else "",
        "groups": compare.groups(read, proposal.confirmed),
        "unchanged": compare.unchanged(read),
        "public_url": reading.public_url(read.fiche_id),
        "tabs": [],
    }
    return render(request, "moderation/author.html", context)


def _correction(proposal: Proposal, read: reading.Examined) -> list[dict]:
    corrected = clean_values(proposal.correction)
    return [
        compare.row(name, read.after[name], corrected[name], [])
        for name in sorted(corrected, key=ORDER.__getitem__)
    ]


def _take(request: PrivateRequest, proposal: Proposal) -> HttpResponse:
    here = HttpResponseRedirect(reverse("proposition", args=[proposal.pk]))

    def done() -> HttpResponseRedirect:
        made = deciding.take_correction(proposal, by=request.user)
        messages.success(request, typo("La correction est reprise : la proposition repart pour relecture."))
        return HttpResponseRedirect(reverse("proposition", args=[made.pk]))

    try:
        return once(request, done)
    except Refusal as refusal:
        messages.error(request, typo(str(refusal)))
        return here
