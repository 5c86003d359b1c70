"""What a viewer may know of a record. Nothing else decides it."""

from dataclasses import dataclass
from typing import Any

from bibia.accounts.viewer import Viewer
from bibia.fiches.fields import FIELDS, INTERNAL, NAMES, OPENABLE, Access
from bibia.fiches.guard import trusted
from bibia.fiches.models import Fiche, Internal, Reserved


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
    siren = fiche.collectivite.siren or ""
    if not viewer.may("read_restricted", siren=siren):
        return Reading(fiche.values, reserved_names(fiche.opened))
    names = readable_names(viewer, siren=siren)
    with trusted():
        values = Reserved.objects.get(pk=fiche.pk).values
        internal = Internal.objects.filter(pk=fiche.pk).first()
    values |= {name: getattr(internal, name) if internal else "" for name in INTERNAL}
    return Reading({name: values[name] for name in names}, tuple(name for name in NAMES if name not in names))
