"""What every verb is made of: who may, what is there, what was said, the line of the journal."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from bibia.accounts.models import Account
from bibia.fiches.fields import label
from bibia.fiches.inputs import Line
from bibia.fiches.models import Fiche, Journal, Proposal, Reserved
from bibia.fiches.ownership import owners
from bibia.fiches.publishable import is_prohibited, missing

LONGEST_REASON = 500  # characters: what the tables keep


class Refusal(Exception):
    """An action that is not done, with a sentence that says why."""


class NotAllowed(Refusal):
    pass


class Stale(Refusal):
    """Someone else changed the record since this proposal was written."""


class NotPublishable(Refusal):
    """What is missing or forbidden: `fields` names them."""

    def __init__(self, message: str, fields: Collection[str]):
        super().__init__(message)
        self.fields = tuple(fields)


def because(reason: str, missing: str) -> str:
    reason = Line().to_python(reason)
    if not reason:
        raise Refusal(missing)
    if len(reason) > LONGEST_REASON:
        raise Refusal(_("Ce motif dépasse %(most)s caractères.") % {"most": LONGEST_REASON})
    return reason


def require(by: Account, verb: str, *, siren: str = "") -> None:
    if not by.viewer.may(verb, siren=siren):
        raise NotAllowed(_("Votre compte ne permet pas cette action."))


def require_decision(by: Account, verb: str, proposal: Proposal) -> None:
    """Where an organisation publishes itself, one person proposes and another decides."""
    for siren in owners(proposal):
        require(by, verb, siren=siren)
    if proposal.proposed_by_id == by.pk and not by.viewer.may(verb):
        raise NotAllowed(_("Une autre personne que son auteur décide d’une proposition."))


def require_publishable(values: dict[str, Any]) -> None:
    if lacking := missing(values):
        names = ", ".join(f"« {label(name)} »" for name in lacking)
        raise NotPublishable(_("Pour publier, il manque : %(names)s.") % {"names": names}, lacking)
    if is_prohibited(values):
        message = _("Une pratique interdite par le règlement européen n’est jamais publiée.")
        raise NotPublishable(message, ("ria_classe",))


def exists(fiche_id: str) -> bool:
    return Reserved.objects.filter(pk=fiche_id).exists()


def existing(fiche_id: str, *, new: bool = False) -> Reserved:
    """The record, locked; an empty one where it may be new."""
    reserved = Reserved.objects.select_for_update().filter(pk=fiche_id).first()
    if reserved is None and new:
        return Reserved(pk=fiche_id)
    if reserved is None:
        raise Refusal(_("Cette fiche n’existe pas."))
    return reserved


def published(fiche_id: str) -> Fiche:
    fiche = Fiche.objects.filter(pk=fiche_id).first()
    if fiche is None:
        raise Refusal(_("Cette fiche n’est pas publiée."))
    return fiche


def undecided(proposal: Proposal, *states: str) -> Proposal:
    fresh = Proposal.objects.select_for_update().get(pk=proposal.pk)
    if fresh.state not in (states or (Proposal.State.PENDING,)):
        raise Refusal(_("Cette proposition a déjà été traitée."))
    return fresh


def decide(proposal: Proposal, state: str, *, by: Account, at: datetime, reason: str = "") -> None:
    proposal.state, proposal.reason = state, reason
    proposal.decided_at, proposal.decided_by = at, by
    proposal.save()


def journal(
    verb: str, by: Account, fiche_id: str, proposal: Proposal | None = None, detail: str = ""
) -> None:
    Journal.objects.create(
        at=timezone.now(), by=by, verb=verb, fiche_id=fiche_id, proposal=proposal, detail=detail
    )
