"""Everything that changes what is, or may be, published. Each verb is one transaction and one journal line."""

from collections.abc import Collection
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from bibia.accounts.models import Account
from bibia.fiches.fields import INTERNAL, OPENABLE
from bibia.fiches.foreseen import settle
from bibia.fiches.forms import clean_values
from bibia.fiches.models import Fiche, Internal, Proposal, Reserved
from bibia.fiches.ownership import owner, owners, stored
from bibia.fiches.projection import EXPOSING
from bibia.fiches.publication import publish, unpublish
from bibia.fiches.verbs import (
    NotAllowed,
    NotPublishable,
    Refusal,
    Stale,
    because,
    decide,
    existing,
    exists,
    journal,
    published,
    require,
    require_decision,
    require_publishable,
    undecided,
)
from bibia.fiches.writing import writing
from bibia.territoires.ids import new_id

# What the verbs raise is asked of them.
__all__ = [
    "NotAllowed",
    "NotPublishable",
    "Refusal",
    "Stale",
    "accept",
    "ask_changes",
    "cancel",
    "close_field",
    "open_field",
    "propose",
    "reject",
    "withdraw",
]


def propose(
    *,
    values: dict[str, Any],
    by: Account,
    fiche_id: str | None = None,
    base: int | None = None,
    source: str = "",
    confirmed: Collection[str] = (),
    replaces: Proposal | None = None,
) -> Proposal:
    """Keep new values for a record, or a new record. `base` is the revision that the author saw; `replaces`, a
    proposal that this one takes the place of.

    Raises ValidationError when a value is refused, Refusal when there is nothing to name the record by.
    """
    cleaned = clean_values(values)
    with writing():
        if replaces is not None:
            fiche_id = _set_aside(replaces, by=by).fiche_id
        reserved = Reserved(pk=new_id()) if fiche_id is None else existing(fiche_id, new=replaces is not None)
        known = reserved.values | stored(cleaned)
        # The owner of a record is the one it has: a proposal cannot name another.
        require(by, "propose", siren=owner(reserved.values if reserved.revision else known))
        if not (known["coll_nom"] and known["nom_projet"]):
            raise NotPublishable(_("Il faut au moins un porteur et un titre."), ("coll_nom", "nom_projet"))
        proposal = Proposal.objects.create(
            fiche_id=reserved.pk,
            replaces=replaces,
            base=reserved.revision if base is None else base,
            values=cleaned,
            confirmed=[name for name in EXPOSING if name in confirmed],
            source=source,
            proposed_at=timezone.now(),
            proposed_by=by,
        )
        journal("propose", by, reserved.pk, proposal)
        return proposal


def _set_aside(replaced: Proposal, *, by: Account) -> Proposal:
    """The proposal that its author takes back to send another."""
    fresh = undecided(replaced, Proposal.State.PENDING, Proposal.State.CHANGES)
    for siren in owners(fresh):
        require(by, "propose", siren=siren)
    if fresh.state == Proposal.State.PENDING:
        decide(fresh, Proposal.State.CANCELLED, by=by, at=timezone.now(), reason=_("Remplacée"))
    return fresh


def cancel(proposal: Proposal, *, by: Account) -> Proposal:
    """Give up a proposal, by those who may make it."""
    with writing():
        proposal = undecided(proposal, Proposal.State.PENDING, Proposal.State.CHANGES)
        for siren in owners(proposal):
            require(by, "cancel", siren=siren)
        decide(proposal, Proposal.State.CANCELLED, by=by, at=timezone.now())
        journal("cancel", by, proposal.fiche_id, proposal)
        return proposal


def accept(proposal: Proposal, *, by: Account) -> Fiche:
    """Publish a proposal. Raises Stale, NotPublishable or NotAllowed, and then changes nothing."""
    with writing():
        proposal = undecided(proposal)
        require_decision(by, "accept", proposal)
        reserved = existing(proposal.fiche_id) if proposal.base else Reserved(pk=proposal.fiche_id)
        if proposal.base != reserved.revision or (not proposal.base and exists(reserved.pk)):
            raise Stale(_("La fiche a changé depuis cette proposition. Relisez-la, puis proposez à nouveau."))
        cleaned = clean_values(proposal.values)
        require_publishable(reserved.values | stored(cleaned))
        at = timezone.now()
        _store(reserved, cleaned, proposal.confirmed)
        fiche = publish(reserved, at=at)
        decide(proposal, Proposal.State.ACCEPTED, by=by, at=at)
        journal("accept", by, reserved.pk, proposal)
        return fiche


def ask_changes(proposal: Proposal, *, by: Account, reason: str) -> Proposal:
    """Send a proposal back to its author, who may propose again in its place."""
    return _turn_down("ask_changes", proposal, Proposal.State.CHANGES, by=by, reason=reason)


def reject(proposal: Proposal, *, by: Account, reason: str) -> Proposal:
    return _turn_down("reject", proposal, Proposal.State.REJECTED, by=by, reason=reason)


def _turn_down(verb: str, proposal: Proposal, state: str, *, by: Account, reason: str) -> Proposal:
    with writing():
        proposal = undecided(proposal)
        require_decision(by, verb, proposal)
        reason = because(reason, _("Dites pourquoi : l’auteur lira ce motif."))
        decide(proposal, state, by=by, at=timezone.now(), reason=reason)
        journal(verb, by, proposal.fiche_id, proposal, reason)
        return proposal


def withdraw(fiche_id: str, *, by: Account, reason: str) -> None:
    """Take a record off the public library; its address then answers 410 with the reason."""
    with writing():
        require(by, "withdraw")
        reserved, fiche = existing(fiche_id), published(fiche_id)
        reason = because(reason, _("Dites pourquoi la fiche est retirée : ce motif est public."))
        reserved.revision += 1
        reserved.save()
        unpublish(fiche, reason=reason, at=timezone.now())
        journal("withdraw", by, fiche_id, detail=reason)


def open_field(fiche_id: str, field: str, *, by: Account) -> Fiche:
    """Publish a restricted field of this record, by its organisation's choice."""
    return _toggle("open_field", fiche_id, field, by=by)


def close_field(fiche_id: str, field: str, *, by: Account) -> Fiche:
    """Reserve an opened field again; its values leave the public history too."""
    return _toggle("close_field", fiche_id, field, by=by)


def _toggle(verb: str, fiche_id: str, field: str, *, by: Account) -> Fiche:
    with writing():
        reserved = existing(fiche_id)
        require(by, verb, siren=owner(reserved.values))
        published(fiche_id)
        if field not in OPENABLE:
            raise Refusal(_("Ce champ ne peut pas être ouvert : seul un champ réservé le peut."))
        opened = {*reserved.opened, field} if verb == "open_field" else {*reserved.opened} - {field}
        reserved.opened = [name for name in OPENABLE if name in opened]
        reserved.revision += 1
        reserved.save()
        fiche = publish(reserved, at=timezone.now())
        journal(verb, by, fiche_id, detail=field)
        return fiche


def _store(reserved: Reserved, cleaned: dict[str, Any], confirmed: Collection[str]) -> None:
    settle(reserved, reserved.values | stored(cleaned), confirmed)
    reserved.revision += 1
    reserved.save()
    internal = {name: value for name, value in cleaned.items() if name in INTERNAL}
    if internal:
        Internal.objects.update_or_create(pk=reserved.pk, defaults=internal)
