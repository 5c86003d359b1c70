"""What lists show of fiches and of organisations."""

from collections.abc import Callable, Iterator, Sequence
from datetime import date, datetime
from functools import cache, lru_cache, partial
from typing import Any, NamedTuple

from django.db import connection
from django.db.models import QuerySet
from markupsafe import Markup

from bibia.catalogue.documents import day_of, field_label
from bibia.catalogue.excerpt import NOTHING, excerpt, held, held_by_label
from bibia.catalogue.reasons import Asked, Reading, Unsaid, of_public, reasons
from bibia.fiches import display
from bibia.fiches.models import Fiche, address
from bibia.fiches.vocabularies import VOCABULARIES
from bibia.territoires.models import Collectivite
from bibia.territoires.models import address as address_of_organisation

# What lists of names show: reading the other seventy columns would cost more than the whole search.
_NAMED = (
    *("nom_projet", "resume", "usage_description", "theme", "published_at", "updated_at"),
    *("collectivite__siren", "collectivite__nom", "collectivite__nom_officiel"),
)


class Row(NamedTuple):
    """What a card shows of a fiche, as the database gives it: twelve whole records take longer than the search."""

    id: str
    nom_projet: str
    resume: str
    usage_description: str
    theme: str
    sous_theme: Sequence[str]
    nature: str
    projet_status: str
    projet_date: str
    date: date | None
    updated_at: datetime
    archived_at: datetime | None
    collectivite__cle: str
    collectivite__siren: str | None
    collectivite__nom: str
    collectivite__nom_officiel: str

    @property
    def organisation(self) -> dict[str, str]:
        return _organisation(*self[-4:])

    @property
    def summary(self) -> str:
        return self.resume if self.resume.strip() else self.usage_description

    @property
    def said(self) -> Iterator[tuple[str, str]]:
        """What was read of it besides what its card shows, under the labels of `documents.said`."""
        yield field_label("usage_description"), self.usage_description
        for code in self.sous_theme:
            yield field_label("sous_theme"), _label("sous_theme", code)


_ROWS = Fiche.objects.order_by().values_list(*Row._fields)


def shown() -> QuerySet[Fiche]:
    return Fiche.objects.select_related("collectivite").only(*_NAMED)


def rows(fiches: QuerySet[Fiche]) -> list[Row]:
    return [Row(*values) for values in fiches.values_list(*Row._fields)]


def _rows(ids: Sequence[str]) -> list[Row]:
    statement, converters = _reading(connection.vendor, len(ids))
    with connection.cursor() as cursor:
        cursor.execute(statement, ids)
        found = [list(values) for values in cursor.fetchall()]
    for values in found:
        for at, convert in converters:
            values[at] = convert(values[at])
    return [Row._make(values) for values in found]


@cache
def _reading(vendor: str, many: int) -> tuple[str, list[tuple[int, Callable[[Any], Any]]]]:
    """The statement of `rows` for so many identifiers, and what its columns go through.

    Written once: naming the columns again for each page would take as long as reading them.
    """
    compiler = _ROWS.filter(pk__in=map(str, range(many))).query.get_compiler(connection=connection)
    statement, _ = compiler.as_sql()
    converters = compiler.get_converters(column for column, _, _ in compiler.select)
    return statement, [
        (at, _kept(partial(convert, expression=expression, connection=connection)))
        for at, (converts, expression) in converters.items()
        for convert in converts
    ]


def _kept(convert: Callable[[Any], Any]) -> Callable[[Any], Any]:
    """The same texts and dates come back from row to row; a list that is given twice must not be changed."""

    @lru_cache(maxsize=1_024)
    def read(value: Any) -> Any:
        found = convert(value)
        return tuple(found) if isinstance(found, list) else found

    return read


def coded(vocabulary: str, code: str) -> dict[str, str]:
    """A code and its label, both empty when nothing is known."""
    return {"code": code, "label": _label(vocabulary, code) if code else ""}


@cache
def _label(vocabulary: str, code: str) -> str:
    return VOCABULARIES[vocabulary].label(code)


def organisation(collectivite: Collectivite) -> dict[str, str]:
    return {"name": collectivite.nom_affiche, "url": collectivite.get_absolute_url()}


@lru_cache(maxsize=4_096)
def _organisation(cle: str, siren: str | None, nom: str, nom_officiel: str) -> dict[str, str]:
    name = nom_officiel or nom
    return {"name": name, "url": address_of_organisation(siren or cle, name)}


def card(fiche: Row, summary: Markup | None = None) -> dict[str, Any]:
    return {
        "id": fiche.id,
        "title": fiche.nom_projet,
        "url": address(fiche.id, fiche.nom_projet),
        "theme": coded("theme", fiche.theme),
        "organisation": fiche.organisation,
        "status": coded("projet_status", fiche.projet_status),
        "nature": coded("nature", fiche.nature),
        "excerpt": excerpt(fiche.summary).text if summary is None else summary,
        "date": display.day(fiche.date or day_of(fiche.updated_at)),
        "reason": None,
        "archived": bool(fiche.archived_at),
        "start": display.month(fiche.projet_date) if fiche.projet_date else "",
    }


def cards(ids: Sequence[str], asked: Asked = (), read: Reading = of_public) -> list[dict[str, Any]]:
    """In the order of the ids; a fiche withdrawn in between is left out."""
    found = {row.id: row for row in _rows(ids)} if ids else {}
    wanted = NOTHING.union(*asked)
    made, unsaid = {}, {}
    for row in (found[id] for id in ids if id in found):
        summary = excerpt(row.summary, wanted)
        made[row.id] = card(row, summary.text)
        if asked and (missing := _missing(made[row.id], summary.terms, asked)):
            unsaid[row.id] = Unsaid(missing, row.said)
    for id, reason in reasons(unsaid, read).items():
        made[id]["reason"] = reason
    return list(made.values())


def _missing(card: dict[str, Any], shown: frozenset[str], asked: Asked) -> frozenset[str]:
    """The terms of those parts of the question that nothing on the card answers."""
    left = [terms for terms in asked if terms.isdisjoint(shown)]
    if not left:
        return NOTHING
    wanted = NOTHING.union(*left)
    labels = (card["organisation"]["name"], card["theme"]["label"], card["nature"]["label"])
    shown = held(card["title"], wanted).union(*[held_by_label(label, wanted) for label in labels])
    return NOTHING.union(*[terms for terms in left if terms.isdisjoint(shown)])
