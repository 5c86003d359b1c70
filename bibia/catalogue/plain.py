"""Answers by plain SQL while the index is being made: only words as they are written, slower, with true counts."""

from collections import Counter
from collections.abc import Iterable, Mapping

from django.db.models import Q, QuerySet

from bibia.catalogue import analyser
from bibia.catalogue.documents import NAMING, day_of, month
from bibia.catalogue.facets import FACETS
from bibia.catalogue.index import Query, Result
from bibia.catalogue.order import SORTS, Row
from bibia.catalogue.question import MAX_WORDS, unquoted
from bibia.fiches.models import Fiche
from bibia.ui.text import fold

_READ = (*NAMING, "resume", "usage_description")
Codes = Mapping[str, tuple[str, ...]]


def search(query: Query) -> Result:
    found = [(_row(fiche), {one.name: one.codes(fiche) for one in FACETS}) for fiche in _holding(query.text)]
    kept = [row for row, codes in found if _chosen(codes, query.filters)]
    # Relevance would need the whole index: the newest first.
    sort = "recent" if query.sort == "pertinence" else query.sort
    kept.sort(key=SORTS[sort])
    return Result(
        total=len(kept),
        ids=tuple(row.id for row in kept[query.offset : query.offset + query.limit]),
        facets={one.name: _count(one.name, (codes for _, codes in found), query.filters) for one in FACETS},
        terms=frozenset(analyser.term(word) for word in _words(query.text)),
        provisional=True,
    )


def _words(text: str) -> list[str]:
    written = (word.surface for word in analyser.words(analyser.clean(unquoted(text))))
    return [word for word in written if not analyser.is_noise(word)][:MAX_WORDS]


def _holding(text: str) -> QuerySet[Fiche]:
    fiches = Fiche.objects.select_related("collectivite").defer(
        *("vigilance", "lecons", "methode", "benefices", "probleme")
    )
    for word in _words(text):
        fiches = fiches.filter(Q(*((f"{name}__icontains", word) for name in _READ), _connector=Q.OR))
    return fiches


def _row(fiche: Fiche) -> Row:
    day = fiche.date or day_of(fiche.updated_at)
    return Row(
        id=fiche.pk,
        completeness=0,
        recent=day.year * 10_000 + day.month * 100 + day.day,
        start=month(fiche.projet_date),
        sort_title=fold(fiche.nom_projet),
        sort_organisation=fold(fiche.collectivite.nom_affiche),
    )


def _chosen(codes: Codes, filters: Codes, but: str = "") -> bool:
    return all(
        not wanted or name == but or not set(wanted).isdisjoint(codes[name])
        for name, wanted in filters.items()
    )


def _count(name: str, found: Iterable[Codes], filters: Codes) -> dict[str, int]:
    """As in the index, a facet ignores its own choice."""
    return dict(
        Counter(code for codes in found if _chosen(codes, filters, name) for code in set(codes[name]))
    )
