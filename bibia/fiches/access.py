"""What a viewer may know of a record. Nothing else decides it."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from bibia.accounts.viewer import Viewer
from bibia.fiches.fields import BY_NAME, FIELDS, INTERNAL, NAMES, OPENABLE, Access
from bibia.fiches.guard import trusted
from bibia.fiches.models import Fiche, Internal, Reserved
from bibia.fiches.projection import exposing


@dataclass(frozen=True)
class Reading:
    """The values that a viewer may read, and the names of the fields that stay closed to them."""

    values: dict[str, Any]
    reserved: tuple[str, ...]


def reserved_names(opened: list[str]) -> tuple[str, ...]:
    """The fields that the public may not read: the same whether or not they hold a value."""
    return tuple(name for name in OPENABLE if name not in opened)


def readable_names(viewer: Viewer, *, siren: str) -> tuple[str, ...]:
    """The fields that this viewer may read in full, for a record of the organisation `siren`."""
    allowed = {Access.PUBLIC}
    if viewer.may("read_restricted", siren=siren):
        allowed |= {Access.RESTRICTED, Access.PER_ITEM}
    if viewer.may("read_internal", siren=siren):
        allowed.add(Access.INTERNAL)
    return tuple(field.name for field in FIELDS if field.access in allowed)


def read(fiche: Fiche, viewer: Viewer) -> Reading:
    """The record as this viewer may know it."""
    return read_all([fiche], viewer)[0]


def read_all(fiches: Collection[Fiche], viewer: Viewer) -> list[Reading]:
    """The same of several records, in their order."""
    ids = [fiche.pk for fiche in fiches]
    sirens = {fiche.collectivite.siren or "" for fiche in fiches}
    if not any(viewer.may("read_restricted", siren=siren) for siren in sirens):
        return [_public(fiche) for fiche in fiches]
    with trusted():
        kept, internals = Reserved.objects.in_bulk(ids), Internal.objects.in_bulk(ids)
    return [_reading(fiche, viewer, kept[fiche.pk], internals.get(fiche.pk)) for fiche in fiches]


def shared(reserved: Reserved) -> dict[str, Any]:
    """What every member may read of a record. A statement that exposes its organisation waits for its
    confirmation: peers know it no sooner than the public."""
    withheld = exposing(reserved.values) - set(reserved.confirmed)
    return reserved.values | {name: BY_NAME[name].column.empty for name in withheld}


def _public(fiche: Fiche) -> Reading:
    return Reading(fiche.values, reserved_names(fiche.opened))


def _reading(fiche: Fiche, viewer: Viewer, reserved: Reserved, internal: Internal | None) -> Reading:
    siren = fiche.collectivite.siren or ""
    if not viewer.may("read_restricted", siren=siren):
        return _public(fiche)
    names = readable_names(viewer, siren=siren)
    values = reserved.values if viewer.may("read_internal", siren=siren) else shared(reserved)
    values |= {name: getattr(internal, name) if internal else "" for name in INTERNAL}
    return Reading({name: values[name] for name in names}, tuple(name for name in NAMES if name not in names))
