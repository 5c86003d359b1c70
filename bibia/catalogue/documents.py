"""From a public record to what is indexed of it. Only the public table is ever read."""

from collections.abc import Callable, Iterator
from datetime import date, datetime
from functools import cache, lru_cache
from itertools import chain, compress
from operator import attrgetter
from typing import Any

from django.utils import timezone

from bibia.catalogue.facets import BY_NAME as FACET_BY_NAME
from bibia.catalogue.facets import FACETS, Facet
from bibia.catalogue.index import Document
from bibia.fiches.completeness import completeness
from bibia.fiches.fields import BY_NAME, FIELDS, INTERNAL, label
from bibia.fiches.lists import PARTS
from bibia.fiches.models import Fiche
from bibia.fiches.vocabularies import VOCABULARIES
from bibia.territoires import table
from bibia.ui.text import fold

NAMING = ("coll_nom", "nom_projet")
# What a record is filed under is looked for too, by its label.
TOPICS = ("nature", "theme", "sous_theme", "coll_type", "type_algorithme", "metiers")
_FACET_OF = {
    **FACET_BY_NAME,
    "coll_type": FACET_BY_NAME["type"],
    "type_algorithme": FACET_BY_NAME["algorithme"],
}
_PROSE = ("string", "text")
_WORDED = ("line", "text")


def document(
    fiche: Fiche,
    facets: tuple[Facet, ...] = FACETS,
    topics: tuple[str, ...] = TOPICS,
    shown: Callable[[Fiche, date], bytes] = lambda fiche, day: b"",
) -> Document:
    organisation = fiche.collectivite
    day = fiche.date or day_of(fiche.updated_at)
    return Document(
        id=fiche.pk,
        title=fiche.nom_projet,
        organisation=f"{fiche.coll_nom} {organisation.nom_officiel}",
        texts=tuple(text for _, text in _texts(fiche)),
        topics=tuple(topic for _, topic in _topics(fiche, topics)),
        facets={facet.name: facet.codes(fiche) for facet in facets},
        completeness=completeness(fiche)[0],
        recent=day.year * 10_000 + day.month * 100 + day.day,
        start=_month(fiche.projet_date),
        sort_title=fold(fiche.nom_projet),
        sort_organisation=_folded(organisation.nom_affiche),
        shown=shown(fiche, day),
    )


def day_of(moment: datetime) -> date:
    """The day it was in France."""
    return moment.astimezone(timezone.get_default_timezone()).date()


@lru_cache(maxsize=4_000)
def _folded(name: str) -> str:
    """Of an organisation, which has many records."""
    return fold(name)


def _month(value: str) -> int:
    year, _, month = value.partition("-")
    return int(year) * 100 + int(month or 0) if year else 0


def said(fiche: Fiche, topics: tuple[str, ...] = TOPICS) -> Iterator[tuple[str, str]]:
    """Whatever is looked for in a record, each text under the label of its field; its title left out."""
    names = chain(_texts(fiche), _topics(fiche, topics), (("coll_nom", fiche.coll_nom),))
    return ((field_label(name), text) for name, text in names)


@cache
def field_label(name: str) -> str:
    # A choice is one of them ("Sous-thème"), the field has them all ("Sous-thèmes").
    facet = _FACET_OF.get(name)
    return facet.label if facet else label(name)


def _texts(fiche: Fiche) -> Iterator[tuple[str, str]]:
    """Every sentence of the record; the words inside lists too, not their numbers nor their links."""
    prose, lists, read = _reading()
    values = read(fiche)
    yield from compress(zip(prose, values, strict=False), values)
    held = values[len(prose) :]
    for (name, parts), value in compress(zip(lists, held, strict=True), held):
        yield from ((name, text) for text in _items(parts, value) if text)


@cache
def _reading() -> tuple[Any, Any, Callable[[Fiche], tuple[Any, ...]]]:
    """The same fields, and what reads them all at once: most are empty."""
    prose, lists = worded()
    return prose, lists, attrgetter(*prose, *(name for name, _ in lists))


@cache
def worded() -> tuple[tuple[str, ...], tuple[tuple[str, tuple[str, ...]], ...]]:
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


def _topics(fiche: Fiche, names: tuple[str, ...]) -> list[tuple[str, str]]:
    organisation = fiche.collectivite
    topics = [
        ("departement", table.departement_name(organisation.departement)),
        ("region", table.region_name(organisation.region)),
    ]
    for name in names:
        value = getattr(fiche, name)
        codes = [value] if isinstance(value, str) else value
        topics += [(name, _label(name, code)) for code in codes]
    return [(name, topic) for name, topic in topics if topic]


@cache
def _label(name: str, code: str) -> str:
    """Of a code of this field; "" when the vocabulary does not know it."""
    vocabulary = VOCABULARIES[BY_NAME[name].column.vocabulary_name]
    return vocabulary.label(code) if code in vocabulary.codes else ""
