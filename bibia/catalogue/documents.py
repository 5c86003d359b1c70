"""From a public record to what is indexed of it. Only the public table is ever read."""

from collections.abc import Iterable
from datetime import date, datetime
from functools import cache
from typing import Any

from django.utils import timezone

from bibia.catalogue.facets import FACETS, Facet
from bibia.catalogue.index import Document
from bibia.fiches.completeness import completeness
from bibia.fiches.fields import BY_NAME, FIELDS, INTERNAL
from bibia.fiches.lists import PARTS
from bibia.fiches.models import Fiche
from bibia.fiches.vocabularies import VOCABULARIES
from bibia.territoires import table
from bibia.ui.text import fold

NAMING = ("coll_nom", "nom_projet")
# What a record is filed under is looked for too, by its label.
TOPICS = ("nature", "theme", "sous_theme", "coll_type", "type_algorithme", "metiers")
_PROSE = ("string", "text")
_WORDED = ("line", "text")


def document(fiche: Fiche, facets: tuple[Facet, ...] = FACETS, topics: tuple[str, ...] = TOPICS) -> Document:
    organisation = fiche.collectivite
    day = fiche.date or day_of(fiche.updated_at)
    return Document(
        id=fiche.pk,
        title=fiche.nom_projet,
        organisation=f"{fiche.coll_nom} {organisation.nom_officiel}",
        texts=tuple(_texts(fiche)),
        topics=tuple(_topics(fiche, topics)),
        facets={facet.name: facet.codes(fiche) for facet in facets},
        completeness=completeness(fiche)[0],
        recent=day.year * 10_000 + day.month * 100 + day.day,
        start=_month(fiche.projet_date),
        sort_title=fold(fiche.nom_projet),
        sort_organisation=fold(organisation.nom_affiche),
    )


def day_of(moment: datetime) -> date:
    """The day it was in France."""
    return timezone.localtime(moment).date()


def _month(value: str) -> int:
    year, _, month = value.partition("-")
    return int(year) * 100 + int(month or 0) if year else 0


def texts_of(ids: Iterable[str]) -> dict[str, list[str]]:
    """The texts of some records, read without the rest of them."""
    prose, lists = _worded()
    names = ("pk", *prose, *(name for name, _ in lists))
    found = Fiche.objects.filter(pk__in=ids).order_by().values_list(*names, named=True)
    return {row.pk: _texts(row) for row in found}


def _texts(fiche: Any) -> list[str]:
    """Every sentence of the record; the words inside lists too, not their numbers nor their links."""
    prose, lists = _worded()
    texts = [getattr(fiche, name) for name in prose]
    for name, parts in lists:
        value = getattr(fiche, name)
        if value:
            texts += _items(parts, value)
    return [text for text in texts if text]


@cache
def _worded() -> tuple[tuple[str, ...], tuple[tuple[str, tuple[str, ...]], ...]]:
    """The fields that hold prose, and those that hold lists, with the parts of these that are words."""
    fields = [field for field in FIELDS if field.name not in NAMING and field.name not in INTERNAL]
    prose = tuple(field.name for field in fields if field.kind in _PROSE)
    lists = (field.name for field in fields if field.kind in ("list{}", "object{}"))
    return prose, tuple((name, _word_parts(name)) for name in lists)


def _word_parts(name: str) -> tuple[str, ...]:
    return tuple(part.name for part in PARTS[BY_NAME[name].column.parts] if part.kind in _WORDED)


def _items(parts: tuple[str, ...], value: Any) -> list[str]:
    items = [value] if isinstance(value, dict) else value
    return [str(item.get(part) or "") for item in items for part in parts]


def _topics(fiche: Fiche, names: tuple[str, ...]) -> list[str]:
    organisation = fiche.collectivite
    topics = [
        table.departement_name(organisation.departement),
        table.region_name(organisation.region),
    ]
    for name in names:
        value = getattr(fiche, name)
        codes = [value] if isinstance(value, str) else value
        topics += [_label(name, code) for code in codes]
    return [topic for topic in topics if topic]


@cache
def _label(name: str, code: str) -> str:
    """Of a code of this field; "" when the vocabulary does not know it."""
    vocabulary = VOCABULARIES[BY_NAME[name].column.vocabulary_name]
    return vocabulary.label(code) if code in vocabulary.codes else ""
