"""Whose a record is: decided by the organisation it is, or would be, published under."""

from collections.abc import Sequence
from typing import Any

from bibia.fiches.fields import STORED
from bibia.fiches.forms import clean_values
from bibia.fiches.models import Proposal, Reserved
from bibia.fiches.publication import organisation_of
from bibia.territoires.models import folded_name


def owner(values: dict[str, Any]) -> str:
    """The SIREN of a record's organisation; a number that is somebody else's gives nobody any right."""
    return organisation_of(values).siren


def same_owner(before: dict[str, Any], after: dict[str, Any]) -> bool:
    """Without a SIREN, an organisation is the name that it types."""
    siren = owner(before)
    if siren or owner(after):
        return siren == owner(after)
    return folded_name(before["coll_nom"]) == folded_name(after["coll_nom"])


def owners(proposal: Proposal) -> set[str]:
    """The owner of the record, and the one that the proposal would give it."""
    return _owners(proposal, Reserved.objects.filter(pk=proposal.fiche_id).first())


def owners_of(proposals: Sequence[Proposal]) -> set[str]:
    """The owners of them all."""
    records = Reserved.objects.in_bulk([one.fiche_id for one in proposals])
    return {siren for one in proposals for siren in _owners(one, records.get(one.fiche_id))}


def _owners(proposal: Proposal, reserved: Reserved | None) -> set[str]:
    before = reserved.values if reserved else Reserved().values
    after = owner(before | stored(clean_values(proposal.values)))
    return {after, owner(before)} if reserved else {after}


def stored(cleaned: dict[str, Any]) -> dict[str, Any]:
    """Those that the record keeps; the internal ones are kept apart."""
    return {name: value for name, value in cleaned.items() if name in STORED}
