"""Changing a proposal before it is decided: a correction offered to its author, or made; an old one set on today's record."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from bibia.accounts.models import Account
from bibia.fiches.actions import ask_changes, propose
from bibia.fiches.fields import BY_NAME, INTERNAL, NATURE, SCHEMA_VERSION, STORED, label
from bibia.fiches.forms import clean_values
from bibia.fiches.models import Internal, Proposal, Reserved
from bibia.fiches.verbs import Refusal, journal, require, require_decision, undecided
from bibia.fiches.writing import writing
from bibia.ui.text import squeeze


def suggest(proposal: Proposal, *, values: dict[str, Any], by: Account, reason: str) -> Proposal:
    """Send a proposal back with values that its author may take in one click."""
    with writing():
        correction = _changed(proposal, values)
        proposal = ask_changes(proposal, by=by, reason=reason)
        proposal.correction = correction
        proposal.save(update_fields=["correction"])
        return proposal


def take_correction(proposal: Proposal, *, by: Account) -> Proposal:
    """The author agrees: the corrected proposal takes the place of the first."""
    with writing():
        proposal = undecided(proposal, Proposal.State.CHANGES)
        if not proposal.correction:
            raise Refusal(_("Aucune correction n’est proposée."))
        if proposal.replaced_by.exists():
            raise Refusal(_("Cette proposition a déjà été traitée."))
        return propose(
            values=proposal.values | proposal.correction,
            by=by,
            base=proposal.base,
            source=proposal.source,
            confirmed=_still_confirmed(proposal, proposal.correction),
            replaces=proposal,
        )


def correct(proposal: Proposal, *, values: dict[str, Any], by: Account) -> Proposal:
    """Put a corrected proposal in the place of this one, in one's own name: for whoever may decide of their own."""
    with writing():
        proposal = undecided(proposal)
        require(by, "correct")
        correction = _changed(proposal, values)
        made = propose(
            values=proposal.values | correction,
            by=by,
            base=proposal.base,
            source=proposal.source,
            confirmed=_still_confirmed(proposal, correction),
            replaces=proposal,
        )
        journal("correct", by, proposal.fiche_id, made, _names(correction))
        return made


def rebase(proposal: Proposal, *, by: Account, dropped: Collection[str] = (), revision: int) -> Proposal:
    """Set a proposal on the record as it stands at `revision`, without the fields that were given up.

    Its author stays who they are: nothing is written that they did not write.
    """
    with writing():
        proposal = undecided(proposal)
        require_decision(by, "rebase", proposal)
        standing = Reserved.objects.filter(pk=proposal.fiche_id).first()
        if standing is None or standing.revision == proposal.base:
            raise Refusal(_("Cette proposition porte déjà sur la fiche d’aujourd’hui."))
        if standing.revision != revision:
            raise Refusal(_("La fiche vient encore de changer : relisez-la avant de choisir."))
        values = {name: value for name, value in proposal.values.items() if name not in dropped}
        if not values:
            raise Refusal(_("Il ne resterait rien de cette proposition : refusez-la plutôt."))
        proposal.confirmed = [name for name in proposal.confirmed if name in values]
        given_up = [name for name in proposal.values if name not in values]
        proposal.values, proposal.base = values, standing.revision
        proposal.save(update_fields=["values", "base", "confirmed"])
        journal("rebase", by, proposal.fiche_id, proposal, _names(given_up))
        return proposal


@dataclass(frozen=True)
class Moved:
    """A field that the proposal gives and that others changed since: what its author saw, what stands, what they want."""

    name: str
    seen: Any
    standing: Any
    wanted: Any


def moved(proposal: Proposal) -> list[Moved]:
    """Where an old proposal and what was published since collide."""
    standing = standing_values(proposal.fiche_id)
    seen = _values_at(proposal.fiche_id, proposal.base)
    wanted = clean_values(proposal.values)
    return [
        Moved(name, seen[name], standing[name], wanted[name])
        for name in (*STORED, *INTERNAL)
        if name in wanted and standing[name] != seen[name] and standing[name] != wanted[name]
    ]


def standing_values(fiche_id: str) -> dict[str, Any]:
    """Every value of a record today, the internal ones too; empty ones where there is none yet."""
    reserved = Reserved.objects.filter(pk=fiche_id).first() or Reserved()
    internal = Internal.objects.filter(pk=fiche_id).first()
    return reserved.values | {name: getattr(internal, name) if internal else "" for name in INTERNAL}


def nothing() -> dict[str, Any]:
    """The values of a record that says nothing."""
    return {name: BY_NAME[name].column.empty for name in (*STORED, *INTERNAL)}


def _values_at(fiche_id: str, revision: int) -> dict[str, Any]:
    """What a record held at a revision: the accepted proposals tell it all, in their order."""
    values = nothing()
    accepted = Proposal.objects.filter(
        fiche_id=fiche_id, state=Proposal.State.ACCEPTED, base__lt=revision
    ).order_by("base", "pk")
    for proposal in accepted:
        values |= clean_values(proposal.values)
    if accepted:
        # What is stored with the first acceptance, whoever says nothing of it.
        values |= {"nature": values["nature"] or NATURE, "version_schema": SCHEMA_VERSION}
    return values


def _changed(proposal: Proposal, values: dict[str, Any]) -> dict[str, Any]:
    """The cleaned values that differ from the proposal's, or from the record's where it says nothing."""
    before = standing_values(proposal.fiche_id) | clean_values(proposal.values)
    changed = {name: value for name, value in clean_values(values).items() if value != before[name]}
    if not changed:
        raise Refusal(_("Vous n’avez rien corrigé : les valeurs sont celles de la proposition."))
    return changed


def _still_confirmed(proposal: Proposal, correction: Collection[str]) -> list[str]:
    """A confirmation is worth for the statement that was confirmed, not for a corrected one."""
    return [name for name in proposal.confirmed if name not in correction]


def _names(names: Collection[str]) -> str:
    return squeeze(", ".join(label(name) for name in names))[:500]
