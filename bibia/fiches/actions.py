"""Everything that changes what is, or may be, published. Each verb is one transaction and one journal line."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from bibia.accounts.models import Account
from bibia.fiches.fields import INTERNAL, OPENABLE, REQUIRED, SCHEMA_VERSION, STORED, label
from bibia.fiches.forms import clean_values
from bibia.fiches.inputs import Line
from bibia.fiches.models import Fiche, Internal, Journal, Proposal, Reserved
from bibia.fiches.projection import EXPOSING
from bibia.fiches.publication import organisation_of, publish, unpublish
from bibia.fiches.writing import writing
from bibia.territoires.ids import new_id

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
        reserved = (
            Reserved(pk=new_id()) if fiche_id is None else _reserved(fiche_id, new=replaces is not None)
        )
        known = reserved.values | _stored(cleaned)
        # The owner of a record is the one it has: a proposal cannot name another.
        _require(by, "propose", siren=_owner(reserved.values if reserved.revision else known))
        if not (known["coll_nom"] and known["nom_projet"]):
            raise NotPublishable(_("Il faut au moins un porteur et un titre."), ("coll_nom", "nom_projet"))
        proposal = Proposal.objects.create(
            fiche_id=reserved.pk,
            base=reserved.revision if base is None else base,
            values=cleaned,
            confirmed=[name for name in EXPOSING if name in confirmed],
            source=source,
            proposed_at=timezone.now(),
            proposed_by=by,
        )
        _journal("propose", by, reserved.pk, proposal)
        return proposal


def _set_aside(replaced: Proposal, *, by: Account) -> Proposal:
    """The proposal that its author takes back to send another."""
    fresh = _undecided(replaced, Proposal.State.PENDING, Proposal.State.CHANGES)
    for siren in _owners(fresh):
        _require(by, "propose", siren=siren)
    if fresh.state == Proposal.State.PENDING:
        _decide(fresh, Proposal.State.CANCELLED, by=by, at=timezone.now(), reason=_("Remplacée"))
    return fresh


def cancel(proposal: Proposal, *, by: Account) -> Proposal:
    """Give up a proposal, by those who may make it."""
    with writing():
        proposal = _undecided(proposal, Proposal.State.PENDING, Proposal.State.CHANGES)
        for siren in _owners(proposal):
            _require(by, "cancel", siren=siren)
        _decide(proposal, Proposal.State.CANCELLED, by=by, at=timezone.now())
        _journal("cancel", by, proposal.fiche_id, proposal)
        return proposal


def accept(proposal: Proposal, *, by: Account) -> Fiche:
    """Publish a proposal. Raises Stale, NotPublishable or NotAllowed, and then changes nothing."""
    with writing():
        proposal = _undecided(proposal)
        _require_decision(by, "accept", proposal)
        reserved = _reserved(proposal.fiche_id) if proposal.base else Reserved(pk=proposal.fiche_id)
        if proposal.base != reserved.revision or (not proposal.base and _exists(reserved.pk)):
            raise Stale(_("La fiche a changé depuis cette proposition. Relisez-la, puis proposez à nouveau."))
        cleaned = clean_values(proposal.values)
        _refuse_unpublishable(reserved.values | _stored(cleaned))
        at = timezone.now()
        _store(reserved, cleaned, proposal.confirmed)
        fiche = publish(reserved, at=at)
        _decide(proposal, Proposal.State.ACCEPTED, by=by, at=at)
        _journal("accept", by, reserved.pk, proposal)
        return fiche


def ask_changes(proposal: Proposal, *, by: Account, reason: str) -> Proposal:
    """Send a proposal back to its author, who may propose again in its place."""
    return _turn_down("ask_changes", proposal, Proposal.State.CHANGES, by=by, reason=reason)


def reject(proposal: Proposal, *, by: Account, reason: str) -> Proposal:
    return _turn_down("reject", proposal, Proposal.State.REJECTED, by=by, reason=reason)


def _turn_down(verb: str, proposal: Proposal, state: str, *, by: Account, reason: str) -> Proposal:
    with writing():
        proposal = _undecided(proposal)
        _require_decision(by, verb, proposal)
        reason = _because(reason, _("Dites pourquoi : l’auteur lira ce motif."))
        _decide(proposal, state, by=by, at=timezone.now(), reason=reason)
        _journal(verb, by, proposal.fiche_id, proposal, reason)
        return proposal


def withdraw(fiche_id: str, *, by: Account, reason: str) -> None:
    """Take a record off the public library; its address then answers 410 with the reason."""
    with writing():
        _require(by, "withdraw")
        reserved, fiche = _reserved(fiche_id), _published(fiche_id)
        reason = _because(reason, _("Dites pourquoi la fiche est retirée : ce motif est public."))
        reserved.revision += 1
        reserved.save()
        unpublish(fiche, reason=reason, at=timezone.now())
        _journal("withdraw", by, fiche_id, detail=reason)


def open_field(fiche_id: str, field: str, *, by: Account) -> Fiche:
    """Publish a restricted field of this record, by its organisation's choice."""
    return _toggle("open_field", fiche_id, field, by=by)


def close_field(fiche_id: str, field: str, *, by: Account) -> Fiche:
    """Reserve an opened field again; its values leave the public history too."""
    return _toggle("close_field", fiche_id, field, by=by)


def _toggle(verb: str, fiche_id: str, field: str, *, by: Account) -> Fiche:
    with writing():
        reserved = _reserved(fiche_id)
        _require(by, verb, siren=_owner(reserved.values))
        _published(fiche_id)
        if field not in OPENABLE:
            raise Refusal(_("Ce champ ne peut pas être ouvert : seul un champ réservé le peut."))
        opened = {*reserved.opened, field} if verb == "open_field" else {*reserved.opened} - {field}
        reserved.opened = [name for name in OPENABLE if name in opened]
        reserved.revision += 1
        reserved.save()
        fiche = publish(reserved, at=timezone.now())
        _journal(verb, by, fiche_id, detail=field)
        return fiche


def _because(reason: str, missing: str) -> str:
    reason = Line().to_python(reason)
    if not reason:
        raise Refusal(missing)
    if len(reason) > LONGEST_REASON:
        raise Refusal(_("Ce motif dépasse %(most)s caractères.") % {"most": LONGEST_REASON})
    return reason


def _require(by: Account, verb: str, *, siren: str = "") -> None:
    if not by.viewer.may(verb, siren=siren):
        raise NotAllowed(_("Votre compte ne permet pas cette action."))


def _require_decision(by: Account, verb: str, proposal: Proposal) -> None:
    """Where an organisation publishes itself, one person proposes and another decides."""
    for siren in _owners(proposal):
        _require(by, verb, siren=siren)
    if proposal.proposed_by_id == by.pk and not by.viewer.may(verb):
        raise NotAllowed(_("Une autre personne que son auteur décide d’une proposition."))


def _owners(proposal: Proposal) -> set[str]:
    """The owner of the record, and the one that the proposal would give it."""
    reserved = Reserved.objects.filter(pk=proposal.fiche_id).first()
    before = reserved.values if reserved else Reserved().values
    after = _owner(before | _stored(clean_values(proposal.values)))
    return {after, _owner(before)} if reserved else {after}


def _owner(values: dict[str, Any]) -> str:
    """The SIREN of a record's organisation; a number that is somebody else's gives nobody any right."""
    return organisation_of(values).siren


def _exists(fiche_id: str) -> bool:
    return Reserved.objects.filter(pk=fiche_id).exists()


def _reserved(fiche_id: str, *, new: bool = False) -> Reserved:
    """The record, locked; an empty one where it may be new."""
    reserved = Reserved.objects.select_for_update().filter(pk=fiche_id).first()
    if reserved is None and new:
        return Reserved(pk=fiche_id)
    if reserved is None:
        raise Refusal(_("Cette fiche n’existe pas."))
    return reserved


def _published(fiche_id: str) -> Fiche:
    fiche = Fiche.objects.filter(pk=fiche_id).first()
    if fiche is None:
        raise Refusal(_("Cette fiche n’est pas publiée."))
    return fiche


def _undecided(proposal: Proposal, *states: str) -> Proposal:
    fresh = Proposal.objects.select_for_update().get(pk=proposal.pk)
    if fresh.state not in (states or (Proposal.State.PENDING,)):
        raise Refusal(_("Cette proposition a déjà été traitée."))
    return fresh


def _stored(cleaned: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in cleaned.items() if name in STORED}


def _refuse_unpublishable(values: dict[str, Any]) -> None:
    missing = [name for name in REQUIRED if not values[name]]
    if missing:
        names = ", ".join(f"« {label(name)} »" for name in missing)
        raise NotPublishable(_("Pour publier, il manque : %(names)s.") % {"names": names}, missing)
    if "interdit" in values["ria_classe"]:
        message = _("Une pratique interdite par le règlement européen n’est jamais publiée.")
        raise NotPublishable(message, ("ria_classe",))


def _store(reserved: Reserved, cleaned: dict[str, Any], confirmed: Collection[str]) -> None:
    before = reserved.values
    reserved.write(before | _stored(cleaned))
    reserved.nature = reserved.nature or "cas-usage"
    reserved.version_schema = SCHEMA_VERSION
    # A confirmation is worth for the statement that was confirmed, not for the next one.
    still = {name for name in reserved.confirmed if getattr(reserved, name) == before[name]}
    reserved.confirmed = [name for name in EXPOSING if name in {*still, *confirmed}]
    # What an organisation chose to open is not its successor's choice.
    if _owner(before) != _owner(reserved.values):
        reserved.opened = []
    reserved.revision += 1
    reserved.save()
    internal = {name: value for name, value in cleaned.items() if name in INTERNAL}
    if internal:
        Internal.objects.update_or_create(pk=reserved.pk, defaults=internal)


def _decide(proposal: Proposal, state: str, *, by: Account, at: datetime, reason: str = "") -> None:
    proposal.state, proposal.reason = state, reason
    proposal.decided_at, proposal.decided_by = at, by
    proposal.save()


def _journal(
    verb: str, by: Account, fiche_id: str, proposal: Proposal | None = None, detail: str = ""
) -> None:
    Journal.objects.create(
        at=timezone.now(), by=by, verb=verb, fiche_id=fiche_id, proposal=proposal, detail=detail
    )
