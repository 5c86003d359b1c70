"""Answers by plain SQL while the index is being made: words as they are written, slower, with true counts."""

from collections import Counter
from collections.abc import Mapping
from typing import Any

from django.db.models import Count, F, Q, QuerySet, TextField
from django.db.models.functions import Cast, Coalesce, Lower, TruncDate

from bibia.catalogue import analyser
from bibia.catalogue.asking import Query, Result
from bibia.catalogue.documents import NAMING
from bibia.catalogue.facets import FACETS
from bibia.catalogue.question import MAX_WORDS, unquoted
from bibia.fiches.models import Fiche

_READ = (*NAMING, "resume", "usage_description")
# The column of each facet; those that hold several codes, and the one that holds a date, are read otherwise.
_COLUMNS = {
    "type": "collectivite__type",
    "maturite": "projet_status",
    "audience": "audience_service",
    "region": "collectivite__region",
    "departement": "collectivite__departement",
    "annee": "projet_date",
    "algorithme": "type_algorithme",
}
_SEVERAL = {"sous_theme", "audience", "algorithme"}
# Nearly those of the index, which also ignore accents. Relevance would need it: the newest first.
_NEWEST = (Coalesce("date", TruncDate("updated_at")).desc(), "pk")
_SORTS: dict[str, tuple[Any, ...]] = {
    "titre": (Lower("nom_projet"), "pk"),
    "demarrage": (F("projet_date").desc(), "pk"),
    "organisation": (Lower(Coalesce("collectivite__nom_officiel", "collectivite__nom")), "pk"),
}
Filters = Mapping[str, tuple[str, ...]]


def search(query: Query) -> Result:
    found = _holding(query.text)
    kept = _chosen(found, query.filters)
    page = kept.order_by(*_SORTS.get(query.sort, _NEWEST)).values_list("pk", flat=True)
    return Result(
        total=kept.count(),
        ids=tuple(page[query.offset : query.offset + query.limit]),
        facets={one.name: _count(one.name, _chosen(found, query.filters, one.name)) for one in FACETS},
        terms=tuple(frozenset((analyser.term(word),)) for word in _words(query.text)),
        provisional=True,
    )


def _words(text: str) -> list[str]:
    written = (word.surface for word in analyser.words(analyser.clean(unquoted(text))))
    # PostgreSQL refuses the null character.
    return [word for word in written if not analyser.is_noise(word) and "\x00" not in word][:MAX_WORDS]


def _holding(text: str) -> QuerySet[Fiche]:
    fiches = Fiche.objects.all()
    for word in _words(text):
        fiches = fiches.filter(Q(*((f"{name}__icontains", word) for name in _READ), _connector=Q.OR))
    return fiches


def _chosen(fiches: QuerySet[Fiche], filters: Filters, but: str = "") -> QuerySet[Fiche]:
    for name, codes in filters.items():
        if codes and name != but:
            fiches = _narrowed(fiches, name, codes)
    return fiches


def _narrowed(fiches: QuerySet[Fiche], name: str, codes: tuple[str, ...]) -> QuerySet[Fiche]:
    column = _COLUMNS.get(name, name)
    if name in _SEVERAL:
        written = {f"{name}_written": Cast(column, TextField())}
        each = [(f"{name}_written__contains", f'"{code}"') for code in codes]
        return fiches.alias(**written).filter(Q(*each, _connector=Q.OR))
    if name == "annee":
        each = [(f"{column}__startswith", code) for code in codes]
        return fiches.filter(Q(*each, _connector=Q.OR))
    return fiches.filter(**{f"{column}__in": codes})


def _count(name: str, fiches: QuerySet[Fiche]) -> dict[str, int]:
    """As in the index, a facet ignores its own choice. Grouped by what is written: few rows come back."""
    column = _COLUMNS.get(name, name)
    counts: Counter[str] = Counter()
    for value, number in fiches.order_by().values_list(column).annotate(number=Count("pk")):
        codes = set(value) if name in _SEVERAL else {value[:4] if name == "annee" else value}
        counts.update(dict.fromkeys(codes - {""}, number))
    return dict(counts)
