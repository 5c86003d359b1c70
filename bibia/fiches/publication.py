"""Writing what the public sees: the record, its visible history, and the line that other processes follow.

Called by the verbs alone (actions.py and its neighbours), inside their transaction. Where no public value changes, nothing is written.
"""

import json
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder

from bibia.fiches.fields import BY_NAME, STORED, Access
from bibia.fiches.models import Change, Fiche, Reserved, Version, Withdrawn, generation
from bibia.fiches.projection import EXPOSING, project
from bibia.territoires.models import Collectivite
from bibia.territoires.organisations import Identification, find_or_make, identify

BATCH = 500  # rows of one insertion
ARCHIVING = "archive"  # in the history, among the names of fields


def publish(reserved: Reserved, *, at: datetime) -> Fiche:
    """Bring the public projection of a record up to date."""
    public = project(reserved.values, opened=reserved.opened, confirmed=reserved.confirmed)
    fiche = Fiche.objects.filter(pk=reserved.pk).first()
    if fiche is None:
        return _first(reserved, public, at)
    changes = differences(fiche, public, reserved.opened)
    if changes:
        _forget(fiche, {c["field"] for c in changes if c["before"] is None and c["after"] is None})
        _write(fiche, public, reserved.opened, "updated", at)
        Version.objects.create(fiche=fiche, number=fiche.version, date=at, changes=changes)
    return fiche


def publish_new(records: Sequence[Reserved], *, at: datetime) -> list[Fiche]:
    """As so many `publish` of records that were never public, written together."""
    fiches, renamed = [], set()
    for reserved in records:
        public = project(reserved.values, opened=reserved.opened, confirmed=reserved.confirmed)
        fiche = Fiche(pk=reserved.pk, version=0, published_at=at)
        if _compose(fiche, public, reserved.opened, at):
            renamed.add(fiche.collectivite)
        fiches.append(fiche)
    Fiche.objects.bulk_create(fiches, batch_size=BATCH)
    lines = [("published", fiche.pk) for fiche in fiches]
    siblings = Fiche.objects.filter(collectivite__in=renamed).exclude(pk__in=[fiche.pk for fiche in fiches])
    lines += [("updated", pk) for pk in siblings.order_by("pk").values_list("pk", flat=True)]
    first = generation() + 1
    Change.objects.bulk_create(
        Change(seq=seq, fiche_id=pk, kind=kind, at=at) for seq, (kind, pk) in enumerate(lines, first)
    )
    Version.objects.bulk_create(Version(fiche=fiche, number=fiche.version, date=at) for fiche in fiches)
    return fiches


def organisation_of(values: dict[str, Any]) -> Identification:
    """The organisation under which a record with these values is published."""
    return identify(nom=values["coll_nom"], siret=values["coll_siret"], type_code=values["coll_type"])


def next_version(
    fiche: Fiche, public: dict[str, Any], opened: list[str], organisation: Collectivite, *, at: datetime
) -> None:
    """What this fiche becomes, not saved: written by a verb or only shown by a preview."""
    fiche.collectivite = organisation
    fiche.write(public)
    fiche.opened = list(opened)
    fiche.version += 1
    fiche.updated_at = at


def differences(fiche: Fiche, public: dict[str, Any], opened: list[str]) -> list[dict[str, Any]]:
    """What the public will see change, field by field, in JSON values; None where nothing is kept."""
    before = fiche.values
    toggled = set(fiche.opened) ^ set(opened)
    closed = set(fiche.opened) - set(opened)
    changes = []
    for name in STORED:
        if before[name] == public[name] and name not in toggled:
            continue
        kept = not _taken_back(name, before[name], public[name], closed)
        pair = (before[name], public[name]) if kept else (None, None)
        changes.append({"field": name, "before": pair[0], "after": pair[1]})
    return json.loads(json.dumps(changes, cls=DjangoJSONEncoder))


def unpublish(fiche: Fiche, *, reason: str, at: datetime, merged_into: str = "") -> None:
    Withdrawn.objects.create(
        id=fiche.pk,
        title=fiche.nom_projet,
        reason=reason,
        version=fiche.version,
        withdrawn_at=at,
        merged_into=merged_into,
    )
    follow(fiche.pk, "withdrawn", at)
    fiche.delete()


def shelve(fiche: Fiche, *, reason: str, at: datetime) -> None:
    """Archive a record with this public reason, or bring it back where there is none."""
    change = {"field": ARCHIVING, "before": fiche.archived_reason, "after": reason}
    fiche.archived_at, fiche.archived_reason = (at if reason else None), reason
    fiche.version += 1
    fiche.updated_at = at
    fiche.save()
    follow(fiche.pk, "updated", at)
    Version.objects.create(fiche=fiche, number=fiche.version, date=at, changes=[change])


def _first(reserved: Reserved, public: dict[str, Any], at: datetime) -> Fiche:
    gone = Withdrawn.objects.filter(pk=reserved.pk).first()
    fiche = Fiche(pk=reserved.pk, version=gone.version if gone else 0, published_at=at)
    if gone:
        gone.delete()
    _write(fiche, public, reserved.opened, "published", at)
    Version.objects.create(fiche=fiche, number=fiche.version, date=at)
    return fiche


def _write(fiche: Fiche, public: dict[str, Any], opened: list[str], kind: str, at: datetime) -> None:
    renamed = _compose(fiche, public, opened, at)
    fiche.save()
    follow(fiche.pk, kind, at)
    # The other records of an organisation show its name and place too.
    for sibling in fiche.collectivite.fiches.exclude(pk=fiche.pk).order_by("pk") if renamed else ():
        follow(sibling.pk, "updated", at)


def _compose(fiche: Fiche, public: dict[str, Any], opened: list[str], at: datetime) -> bool:
    """One more version, not saved; whether its organisation is named or placed differently from now on."""
    found = organisation_of(public)
    organisation, renamed = find_or_make(found, nom=public["coll_nom"], type_code=public["coll_type"])
    next_version(fiche, public, opened, organisation, at=at)
    return renamed


def _taken_back(name: str, before: Any, after: Any, closed: set[str]) -> bool:
    """Whether something the public could read is reserved again: its past must go too.

    Decided from public values alone, so that the history tells nothing of the reserved ones.
    """
    if BY_NAME[name].access is Access.PER_ITEM:
        return any(item not in after for item in before)
    return name in closed or (name in EXPOSING and not after)


def _forget(fiche: Fiche, names: set[str]) -> None:
    """Take these fields' values out of the visible history."""
    if not names:
        return
    for version in fiche.versions.all():
        kept = [
            change | {"before": None, "after": None} if change["field"] in names else change
            for change in version.changes
        ]
        if kept != version.changes:
            version.changes = kept
            version.save(update_fields=["changes"])


def follow(fiche_id: str, kind: str, at: datetime) -> None:
    """One more line of pub_change; numbered here and not by a sequence, whose gaps would tell of
    transactions that were undone."""
    Change.objects.create(seq=generation() + 1, fiche_id=fiche_id, kind=kind, at=at)
