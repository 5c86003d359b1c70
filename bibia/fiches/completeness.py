"""How much of what every contributor is asked for is filled: public fields only, whoever reads."""

from collections.abc import Callable
from functools import cache, lru_cache
from operator import attrgetter
from typing import Any

from django.db.models import Case, Count, IntegerField, Q, QuerySet, Value, When
from django.db.models.expressions import Combinable

from bibia.fiches.fields import BY_NAME, FIELDS, Access, Tier
from bibia.fiches.models import Fiche

ABANDONED = "abandonne"
# Asked of abandoned projects only.
_OF_ABANDONED = "status_abandon"


@lru_cache(maxsize=100)
def asked(nature: str, status: str) -> tuple[str, ...]:
    """The public fields of the first two tiers that a record of this nature and status is asked for."""
    return tuple(name for name in ever_asked() if BY_NAME[name].applies_to(nature) and expected(name, status))


@cache
def ever_asked() -> tuple[str, ...]:
    """These fields, for every nature and status."""
    tiers = (Tier.EXPRESS, Tier.SOCLE)
    return tuple(field.name for field in FIELDS if field.access is Access.PUBLIC and field.tier in tiers)


def expected(name: str, status: str) -> bool:
    """Whether somebody could have filled this field: not one that the library fills, nor of another status."""
    if name == _OF_ABANDONED:
        return status == ABANDONED
    return BY_NAME[name].tier is not Tier.AUTO


def completeness(fiche: Fiche) -> tuple[int, int]:
    """How many of these fields are filled, and how many there are."""
    values = _read(fiche.nature, fiche.projet_status)(fiche)
    return sum(map(bool, values)), len(values)


@lru_cache(maxsize=100)
def _read(nature: str, status: str) -> Callable[[Fiche], tuple[Any, ...]]:
    return attrgetter(*asked(nature, status))


def filled_counts(fiches: QuerySet[Fiche], names: tuple[str, ...]) -> dict[int, int]:
    """For each number of these fields that are filled, how many records fill as many; counted by the database."""
    filled: Combinable = Value(0)
    for name in names:
        filled = filled + Case(When(_is_filled(name), then=1), default=0, output_field=IntegerField())
    return dict(fiches.order_by().values_list(filled).annotate(n=Count("pk")))


def _is_filled(name: str) -> Q:
    empty = BY_NAME[name].column.empty
    return Q(**{f"{name}__isnull": False}) if empty is None else ~Q(**{name: empty})
