"""What accepting some values makes of a record: decided here in memory, by the verb that writes it and by what previews it."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from bibia.fiches.fields import NATURE, SCHEMA_VERSION
from bibia.fiches.models import Fiche, Reserved, Withdrawn
from bibia.fiches.ownership import same_owner
from bibia.fiches.projection import EXPOSING, project
from bibia.fiches.publication import differences, next_version, organisation_of
from bibia.territoires.organisations import foreseen as foreseen_organisation


def settle(reserved: Reserved, values: dict[str, Any], confirmed: Collection[str]) -> None:
    """Give a record these values and what follows from them; not saved."""
    before = reserved.values
    reserved.write(values)
    reserved.nature = reserved.nature or NATURE
    reserved.version_schema = SCHEMA_VERSION
    # What an organisation opened or confirmed is not its successor's choice.
    if not same_owner(before, reserved.values):
        reserved.opened, reserved.confirmed = [], []
    # A confirmation is worth for the statement that was confirmed, not for the next one.
    still = {name for name in reserved.confirmed if getattr(reserved, name) == before[name]}
    reserved.confirmed = [name for name in EXPOSING if name in {*still, *confirmed}]


def foreseen(reserved: Reserved, *, at: datetime) -> Fiche:
    """The public record of a settled one, as publishing it would make it; not saved."""
    public = project(reserved.values, opened=reserved.opened, confirmed=reserved.confirmed)
    fiche = Fiche.objects.select_related("collectivite").filter(pk=reserved.pk).first()
    if fiche is None:
        gone = Withdrawn.objects.filter(pk=reserved.pk).first()
        fiche = Fiche(pk=reserved.pk, version=gone.version if gone else 0, published_at=at)
    elif not differences(fiche, public, reserved.opened):
        return fiche
    organisation = foreseen_organisation(
        organisation_of(public), nom=public["coll_nom"], type_code=public["coll_type"]
    )
    next_version(fiche, public, reserved.opened, organisation, at=at)
    return fiche
