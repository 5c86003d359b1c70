"""The outlines of the départements, and where on them a longitude and a latitude fall."""

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

from bibia.territoires.lambert import Lambert

_FILE = Path(__file__).parent / "data" / "carte.json"
_PIECE = re.compile(r"M([^z]+)z")
_NUMBER = re.compile(r"-?\d+")

Point = tuple[float, float]
Box = tuple[float, float, float, float]


@dataclass(frozen=True)
class Outline:
    code: str
    path: str
    centre: tuple[int, int]
    box: Box
    rings: tuple[tuple[Point, ...], ...]

    def contains(self, point: Point) -> bool:
        """Even-odd rule: a ring inside another is a hole."""
        x, y = point
        crossed = (
            (ay > y) != (by > y) and x < (bx - ax) * (y - ay) / (by - ay) + ax
            for ring in self.rings
            for (ax, ay), (bx, by) in pairwise((*ring, ring[0]))
        )
        return sum(crossed) % 2 == 1

    def near(self, point: Point, margin: float) -> bool:
        """In it, or no farther from it than a simplified border may be from the border."""
        steps = [(dx * margin, dy * margin) for dx in (-1, 0, 1) for dy in (-1, 0, 1)]
        return any(self.contains((point[0] + dx, point[1] + dy)) for dx, dy in steps)


@dataclass(frozen=True)
class Plan:
    """One drawing: its size, its départements, and its own projection."""

    width: int
    height: int
    outlines: Mapping[str, Outline]
    projection: Mapping[str, float]
    km: float  # one unit, in kilometres

    def place(self, longitude: float, latitude: float) -> Point:
        at = self.projection
        if "unite" in at:
            x, y = _lambert().project(longitude, latitude)
            return (x - at["gauche"]) / at["unite"], (at["haut"] - y) / at["unite"]
        return (longitude - at["ouest"]) * at["x"], (at["nord"] - latitude) * at["y"]


@dataclass(frozen=True)
class Carte:
    mainland: Plan
    couronne: Plan
    overseas: Mapping[str, Plan]

    def plan_of(self, departement: str) -> Plan | None:
        if departement in self.mainland.outlines:
            return self.mainland
        return self.overseas.get(departement)


@cache
def carte() -> Carte:
    data = json.loads(_FILE.read_text(encoding="utf-8"))
    return Carte(
        mainland=_plan(data["metropole"]),
        couronne=_plan(data["couronne"]),
        overseas={code: _plan(one) for code, one in data["outremer"].items()},
    )


@cache
def _lambert() -> Lambert:
    return Lambert()


def _plan(data: Mapping[str, Any]) -> Plan:
    projection = data["projection"]
    width, height = data["cadre"]
    degree = 111.2  # kilometres in one degree of latitude
    return Plan(
        width=width,
        height=height,
        outlines={code: _outline(code, one) for code, one in data["departements"].items()},
        projection=projection,
        km=projection["unite"] / 1000 if "unite" in projection else degree / projection["y"],
    )


def _outline(code: str, data: Mapping[str, Any]) -> Outline:
    rings = tuple(_ring(piece) for piece in _PIECE.findall(data["trace"]))
    x, y = data["centre"]
    return Outline(code, data["trace"], (x, y), around(point for ring in rings for point in ring), rings)


def _ring(piece: str) -> tuple[Point, ...]:
    """A start, then moves from point to point."""
    numbers = [int(number) for number in _NUMBER.findall(piece)]
    x = y = 0
    points = []
    for dx, dy in zip(numbers[::2], numbers[1::2], strict=True):
        x, y = x + dx, y + dy
        points.append((x, y))
    return tuple(points)


def around(points: Iterable[Point]) -> Box:
    xs, ys = zip(*points, strict=True)
    return min(xs), min(ys), max(xs), max(ys)
