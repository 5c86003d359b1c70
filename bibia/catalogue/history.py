"""The past of a fiche: what each version changed, and the fiche as it was, rebuilt from what is public today."""

from collections.abc import Collection, Sequence
from typing import Any

from django.urls import reverse

from bibia.catalogue.documents import day_of
from bibia.fiches import changes, display
from bibia.fiches.fields import BY_NAME, OPENABLE
from bibia.fiches.models import Fiche, Version

SHORT = 3
# Changes shown on one page of the history; a version is never cut in two.
PER_PAGE = 60


def address(fiche: Fiche, number: int = 0) -> str:
    """Of the history, or of one of its versions."""
    if number:
        return reverse("fiche-version", args=[fiche.pk, fiche.slug, number])
    return reverse("fiche-historique", args=[fiche.pk, fiche.slug])


def short(fiche: Fiche) -> list[dict[str, Any]]:
    """The last versions, and what they are about."""
    return [
        described(fiche, version) | {"labels": [changes.name(change["field"]) for change in version.changes]}
        for version in fiche.versions.all()[:SHORT]
    ]


def described(fiche: Fiche, version: Version) -> dict[str, Any]:
    return {
        "number": version.number,
        "date": display.day(day_of(version.date)),
        "url": address(fiche, version.number),
        "current": version.number == fiche.version,
    }


def pages(versions: Sequence[Version]) -> list[list[Version]]:
    """Whole versions, newest first, as many as a page can show."""
    found: list[list[Version]] = [[]]
    weight = 0
    for version in versions:
        weight += 1 + len(version.changes)
        if found[-1] and weight > PER_PAGE:
            found.append([])
            weight = 1 + len(version.changes)
        found[-1].append(version)
    return found


def whole(fiche: Fiche, versions: Sequence[Version]) -> list[dict[str, Any]]:
    return [
        described(fiche, version) | {"changes": [changes.change(**change) for change in version.changes]}
        for version in versions
    ]


def at(fiche: Fiche, newer: Collection[Version], version: Version) -> tuple[Fiche, frozenset[str]]:
    """The fiche as it was, and the fields whose value is no longer kept.

    `newer` are the versions after that one, newest first. Only what is public today is read: the current
    values, and the values before each change.
    """
    values, lost, touched = dict(fiche.values), set(), set()
    for change in (change for one in newer for change in one.changes if change["field"] in values):
        name, before = change["field"], change["before"]
        touched.add(name)
        if before is None and change["after"] is None:
            lost.add(name)
            before = BY_NAME[name].column.empty
        else:
            lost.discard(name)
        values[name] = BY_NAME[name].column.to_python(before)
    past = Fiche(
        pk=fiche.pk,
        collectivite=fiche.collectivite,
        version=version.number,
        published_at=fiche.published_at,
        updated_at=version.date,
    )
    past.write(values)
    past.opened = [
        name
        for name in OPENABLE
        if (name in touched and (values[name] or name in lost))
        or (name in fiche.opened and name not in touched)
    ]
    return past, frozenset(lost)
