"""Everything that the page of one proposal shows."""

from typing import Any

from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from markupsafe import Markup

from bibia.accounts.models import Organisation
from bibia.accounts.requests import PrivateRequest
from bibia.fiches.fields import STORED
from bibia.fiches.foreseen import foreseen, settle
from bibia.fiches.models import Fiche, Proposal, Reserved
from bibia.moderation import compare, deciding, examined, journal, listing, queue
from bibia.moderation.checks import Level
from bibia.moderation.examined import Examined
from bibia.moderation.people import who
from bibia.ui.filters import date_fr
from bibia.web import fiche_page

one = examined.one


def context(request: PrivateRequest, proposal: Proposal, read: Examined) -> dict[str, Any]:
    asked = queue.Asked(request.GET)
    waiting = queue.visible(request)
    before, after = queue.neighbours(asked.keep(waiting), proposal.pk)
    query = asked.query()
    mine = next((one for one in waiting if one.proposal.pk == proposal.pk), None)
    found = mine.findings if mine else read.findings
    return {
        "proposal": proposal,
        "read": read,
        "kind": dict(queue.KINDS)[read.kind],
        "facts": facts(proposal),
        "findings": found,
        "blocked": any(finding.level is Level.BLOCKING for finding in found),
        "groups": compare.groups(read, proposal.confirmed),
        "unchanged": compare.unchanged(read),
        "history": journal.of_record(read.fiche_id),
        "public_url": public_url(read.fiche_id),
        "before": _address(before, query),
        "after": _address(after, query),
        "query": query,
        "queue_url": asked.address(),
        "write_url": reverse("ecrire-auteur", args=[proposal.pk])
        if deciding.may_write_to_author(proposal, by=request.user)
        else "",
        "people": people(request, read),
        "tabs": listing.tabs(request),
    }


def preview(proposal: Proposal, read: Examined) -> Markup:
    """The record as it would be published: nothing is written."""
    reserved = Reserved.objects.filter(pk=read.fiche_id).first() or Reserved(pk=read.fiche_id)
    settle(reserved, {name: read.after[name] for name in STORED}, proposal.confirmed)
    return fiche_page.draw(foreseen(reserved, at=timezone.now()))


def people(request: PrivateRequest, read: Examined) -> list[dict[str, str]]:
    """Where to see who works for the organisations concerned, for whoever manages them."""
    managed = [siren for siren in read.owners if siren and request.viewer.may("manage_people", siren=siren)]
    known = Organisation.objects.filter(pk__in=managed).order_by("nom")
    try:
        return [{"name": one.nom, "url": reverse("organisation", args=[one.pk])} for one in known]
    except NoReverseMatch:  # this capability is not installed
        return []


def facts(proposal: Proposal) -> list[dict[str, str]]:
    found = [
        {"label": "Proposée par", "value": who(proposal.proposed_by)},
        {"label": "Le", "value": date_fr(proposal.proposed_at)},
    ]
    if proposal.source:
        found.append({"label": "D’après", "value": proposal.source})
    if proposal.replaces:
        found.append(
            {"label": "Remplace", "value": f"la proposition de {who(proposal.replaces.proposed_by)}"}
        )
    return found


def public_url(fiche_id: str) -> str:
    fiche = Fiche.objects.only("id", "nom_projet").filter(pk=fiche_id).first()
    return fiche.get_absolute_url() if fiche else ""


def after(request: PrivateRequest, proposal: Proposal) -> str:
    """Where to go once this one is decided: the next of the queue, or the queue."""
    asked = queue.Asked(request.GET)
    _before, following = queue.neighbours(asked.keep(queue.visible(request)), proposal.pk)
    return _address(following, asked.query()) or asked.address()


def _address(pk: int | None, query: str) -> str:
    if pk is None:
        return ""
    return reverse("relire", args=[pk]) + (f"?{query}" if query else "")
