"""The ways to narrow the library: one line each, from which parameters, counts and labels come."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from operator import attrgetter

from bibia.fiches.models import Fiche
from bibia.fiches.vocabularies import VOCABULARIES
from bibia.territoires import table

_YEAR = re.compile(r"(19|20)[0-9]{2}")


@dataclass(frozen=True)
class Facet:
    name: str
    label: str
    codes: Callable[[Fiche], tuple[str, ...]]
    known: Callable[[str], bool]
    label_of: Callable[[str], str]
    # Between values of the same count.
    rank: Callable[[str], int] = lambda code: 0


def _one(value: str) -> tuple[str, ...]:
    return (value,) if value else ()


def of_terms(name: str, label: str, field: str, vocabulary: str) -> Facet:
    """`field` is one of the fiche, or of what it points to ("collectivite.type")."""
    terms = VOCABULARIES[vocabulary]
    ranks = {code: rank for rank, code in enumerate(terms.codes)}
    read = attrgetter(field)

    def codes(fiche: Fiche) -> tuple[str, ...]:
        value = read(fiche)
        return _one(value) if isinstance(value, str) else tuple(value)

    return Facet(name, label, codes, ranks.__contains__, terms.label, ranks.__getitem__)


FACETS = (
    of_terms("theme", "Thème", "theme", "theme"),
    of_terms("sous_theme", "Sous-thème", "sous_theme", "sous_theme"),
    of_terms("nature", "Nature", "nature", "nature"),
    # Of the organisation, as its own page says it; what a fiche typed may be wrong.
    of_terms("type", "Type de collectivité", "collectivite.type", "coll_type"),
    of_terms("maturite", "Maturité", "projet_status", "projet_status"),
    of_terms("audience", "Audience", "audience_service", "audience_service"),
    Facet(
        "region",
        "Région",
        lambda fiche: _one(fiche.collectivite.region),
        lambda code: table.region(code) is not None,
        table.region_name,
    ),
    Facet(
        "departement",
        "Département",
        lambda fiche: _one(fiche.collectivite.departement),
        lambda code: table.departement(code) is not None,
        table.departement_name,
    ),
    Facet(
        "annee",
        "Année de démarrage",
        lambda fiche: _one(fiche.projet_date[:4]),
        lambda code: _YEAR.fullmatch(code) is not None,
        str,
        lambda code: -int(code),
    ),
    # Filled in the public table only where the organisation opened it.
    of_terms("algorithme", "Type d’algorithme", "type_algorithme", "type_algorithme"),
)
BY_NAME = {facet.name: facet for facet in FACETS}
