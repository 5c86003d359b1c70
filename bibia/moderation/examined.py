"""A proposal read once: what the record would be, whose, and what is to be looked at before it is decided."""

from collections import OrderedDict
from collections.abc import Collection
from dataclasses import dataclass, field
from threading import Lock
from typing import Any

from django.core.exceptions import ValidationError

from bibia.fiches.correcting import nothing, standing_values
from bibia.fiches.forms import clean_value
from bibia.fiches.models import Proposal, Reserved
from bibia.fiches.publication import organisation_of
from bibia.moderation.checks import Finding, findings

NEW, UPDATE = "nouvelle", "modification"
_KEPT = 3_000  # proposals kept in the memory of each process
_memory: OrderedDict[tuple, "Examined"] = OrderedDict()
_lock = Lock()


@dataclass(frozen=True)
class Examined:
    pk: int
    fiche_id: str
    base: int
    revision: int  # of the record today; 0 when there is none
    before: dict[str, Any]
    proposed: dict[str, Any]
    refused: tuple[str, ...]  # fields whose value is no longer understood
    after: dict[str, Any]
    owners: frozenset[str]
    organisation: str
    findings: tuple[Finding, ...] = field(default=())

    @property
    def title(self) -> str:
        return self.after["nom_projet"]

    @property
    def theme(self) -> str:
        return self.after["theme"]

    @property
    def kind(self) -> str:
        return UPDATE if self.revision else NEW

    @property
    def is_stale(self) -> bool:
        return self.base != self.revision

    @property
    def changed(self) -> tuple[str, ...]:
        return tuple(name for name in self.proposed if self.proposed[name] != self.before[name])


def examine(proposal: Proposal, reserved: Reserved | None) -> Examined:
    """`reserved`: the record today. The same proposal on the same record is read once."""
    # The moment too: a restored database may give the same number to another proposal.
    revision = reserved.revision if reserved else 0
    key = (proposal.pk, proposal.fiche_id, proposal.proposed_at, proposal.base, revision)
    with _lock:
        if key in _memory:
            _memory.move_to_end(key)
            return _memory[key]
    found = _examined(proposal, reserved)
    with _lock:
        _memory[key] = found
        while len(_memory) > _KEPT:
            _memory.popitem(last=False)
    return found


def every(proposals: Collection[Proposal]) -> list[Examined]:
    ids = {proposal.fiche_id for proposal in proposals}
    records = Reserved.objects.in_bulk(ids)
    return [examine(proposal, records.get(proposal.fiche_id)) for proposal in proposals]


def one(proposal: Proposal) -> Examined:
    return examine(proposal, Reserved.objects.filter(pk=proposal.fiche_id).first())


def _examined(proposal: Proposal, reserved: Reserved | None) -> Examined:
    before = standing_values(proposal.fiche_id) if reserved else nothing()
    proposed, refused = _cleaned(proposal.values)
    after = before | proposed
    owner = organisation_of(after)
    owners = {owner.siren}
    if reserved:
        owners.add(organisation_of(before).siren)
    found = Examined(
        pk=proposal.pk,
        fiche_id=proposal.fiche_id,
        base=proposal.base,
        revision=reserved.revision if reserved else 0,
        before=before,
        proposed=proposed,
        refused=tuple(refused),
        after=after,
        owners=frozenset(owners),
        organisation=owner.nom_officiel or after["coll_nom"],
    )
    confirmed = {*proposal.confirmed, *_still_confirmed(reserved, after)}
    return Examined(**{**vars(found), "findings": tuple(findings(found, confirmed))})


def _cleaned(values: dict[str, Any]) -> tuple[dict[str, Any], list[str]]:
    """A value kept before its vocabulary changed must not hide the others."""
    good, refused = {}, []
    for name, raw in values.items():
        try:
            good[name] = clean_value(name, raw)
        except (KeyError, ValidationError):
            refused.append(name)
    return good, refused


def _still_confirmed(reserved: Reserved | None, after: dict[str, Any]) -> set[str]:
    if reserved is None:
        return set()
    return {name for name in reserved.confirmed if getattr(reserved, name) == after[name]}
