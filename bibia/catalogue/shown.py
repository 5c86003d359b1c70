"""What lists show of a fiche: read from the database, or from the index, which holds it in one run of bytes for each."""

import marshal
from collections.abc import Iterable, Sequence
from datetime import date
from itertools import repeat
from operator import attrgetter
from typing import Any, NamedTuple

from django.db.models import QuerySet

from bibia.catalogue.asking import Result
from bibia.catalogue.documents import day_of
from bibia.fiches.models import Fiche


class Row(NamedTuple):
    """Of a public record; `day` is that of its last update, counted as `date.toordinal` does."""

    archived: bool
    day: int
    id: str
    nom_projet: str
    resume: str
    usage_description: str
    theme: str
    sous_theme: Sequence[str]
    nature: str
    projet_status: str
    projet_date: str
    cle: str
    siren: str | None
    nom: str
    nom_officiel: str

    @property
    def summary(self) -> str:
        return self.resume if self.resume.strip() else self.usage_description


_TOLD = ("archived", "day")  # from dates
_OWNER = ("cle", "siren", "nom", "nom_officiel")
_ELSEWHERE = {"id": "pk", **{name: f"collectivite.{name}" for name in _OWNER}}
_PATHS = tuple(_ELSEWHERE.get(name, name) for name in Row._fields if name not in _TOLD)
_COLUMNS = tuple(path.replace(".", "__") for path in _PATHS)
_read = attrgetter(*_PATHS)


def packed(fiche: Any, day: date) -> bytes:
    """Of a record, or of a row of `rows.rows`; in the format of `marshal`, which runs nothing when it is read."""
    return marshal.dumps((fiche.archived_at is not None, day.toordinal(), *_read(fiche)))


def from_database(fiches: QuerySet[Fiche]) -> list[Row]:
    """Bare columns: whole records take four times longer."""
    read = fiches.values_list("archived_at", "date", "updated_at", *_COLUMNS)
    return [
        Row(archived_at is not None, (day or day_of(updated_at)).toordinal(), *others)
        for archived_at, day, updated_at, *others in read
    ]


def by_ids(ids: Sequence[str]) -> list[Row]:
    """In this order; a fiche withdrawn in between is left out."""
    found = {row.id: row for row in from_database(Fiche.objects.order_by().filter(pk__in=ids))} if ids else {}
    return [found[id] for id in ids if id in found]


def answered(results: Iterable[Result]) -> dict[str, Row]:
    """The fiches that these answers show, in their order, by their id: as they were when the answers were found, or
    as the database has them now where the index does not hold them."""
    held: dict[str, bytes] = {}
    for result in results:
        for id, one in zip(result.ids, result.shown or repeat(b""), strict=False):
            held[id] = one
    found = {id: Row._make(marshal.loads(one)) for id, one in held.items() if one}
    if len(found) == len(held):
        return found
    found |= {row.id: row for row in by_ids([id for id in held if id not in found])}
    return {id: found[id] for id in held if id in found}
