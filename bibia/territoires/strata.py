"""Sizes of communes and intercommunalités, in inhabitants: the same strata for every figure."""

from itertools import pairwise
from typing import NamedTuple

THIN = "\u202f"


class Stratum(NamedTuple):
    code: str
    label: str
    low: int
    high: int | None  # not included; None: no upper limit

    def holds(self, population: int | None) -> bool:
        if population is None:
            return self is UNKNOWN
        return (
            self is not UNKNOWN and self.low <= population and (self.high is None or population < self.high)
        )


def _number(value: int) -> str:
    return f"{value:,}".replace(",", THIN)


def _cut(*limits: int) -> tuple[Stratum, ...]:
    strata = [Stratum(f"moins-{limits[0]}", f"Moins de {_number(limits[0])} habitants", 0, limits[0])]
    for low, high in pairwise(limits):
        strata.append(Stratum(f"de-{low}", f"De {_number(low)} à {_number(high - 1)} habitants", low, high))
    last = limits[-1]
    return (*strata, Stratum(f"plus-{last}", f"{_number(last)} habitants et plus", last, None))


UNKNOWN = Stratum("inconnue", "Population inconnue", 0, None)
# 15 000 inhabitants make a communauté de communes, 50 000 a communauté d’agglomération, 250 000 a communauté urbaine.
STRATA = {
    "commune": _cut(2_000, 10_000, 50_000, 100_000),
    "epci": _cut(15_000, 50_000, 100_000, 250_000),
}


def stratum(kind: str, population: int | None) -> Stratum:
    return next((one for one in STRATA[kind] if one.holds(population)), UNKNOWN)
