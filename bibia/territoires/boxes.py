"""Roughly where a territory is: the box, in degrees, that holds it. Enough to see that a point cannot be there."""

from functools import cache
from typing import NamedTuple

from bibia.territoires import table


class Box(NamedTuple):
    south: float
    west: float
    north: float
    east: float

    def holds(self, latitude: float, longitude: float) -> bool:
        return self.south <= latitude <= self.north and self.west <= longitude <= self.east


def of_departement(code: str) -> Box | None:
    return _boxes().get(code)


def of_region(code: str) -> Box | None:
    boxes = [
        _boxes()[one.code] for one in table.departements() if one.region == code and one.code in _boxes()
    ]
    if not (code and boxes):  # the collectivités d’outre-mer have no région
        return None
    south, west, north, east = zip(*boxes, strict=True)
    return Box(min(south), min(west), max(north), max(east))


def in_france(latitude: float, longitude: float) -> bool:
    """Overseas included."""
    return any(box.holds(latitude, longitude) for box in _boxes().values())


@cache
def _boxes() -> dict[str, Box]:
    lines = (table.DATA / "boites.tsv").read_text(encoding="utf-8").splitlines()
    cells = (line.split("\t") for line in lines if not line.startswith("#"))
    return {code: Box(*map(float, edges)) for code, *edges in cells}
