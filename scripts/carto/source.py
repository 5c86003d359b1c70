"""The two packages, read: a drawing of the départements, and the outline of France in degrees."""

import json
import re
from pathlib import Path

from scripts.carto.geometry import Point, Ring

_PATH = re.compile(r'<path\s+id="(\w+)"\s+aria-label="[^"]*"\s+d="([^"]*)"')
_STEP = re.compile(r"([mz])|(-?[\d.]+(?:e-?\d+)?),(-?[\d.]+(?:e-?\d+)?)")


def drawing(package: Path) -> dict[str, list[Ring]]:
    """Code → rings, in the units of the drawing. It only ever writes relative moves: m, then z."""
    svg = (package / "france.departments.svg").read_text(encoding="utf-8")
    return {code.upper(): _rings(path) for code, path in _PATH.findall(svg)}


def _rings(path: str) -> list[Ring]:
    rings: list[Ring] = []
    x = y = 0.0
    for command, dx, dy in _STEP.findall(path):
        if command == "m":
            rings.append([])
        elif command == "z":
            x, y = rings[-1][0]
        else:
            x, y = x + float(dx), y + float(dy)
            rings[-1].append((x, y))
    return rings


def france(package: Path) -> list[Ring]:
    """Every outer ring of France, overseas included, in degrees of longitude and latitude."""
    world = json.loads((package / "countries-10m.json").read_text(encoding="utf-8"))
    countries = world["objects"]["countries"]["geometries"]
    shape = next(country for country in countries if country["properties"]["name"] == "France")
    return [_joined(world, polygon[0]) for polygon in shape["arcs"]]


def _joined(world: dict, numbers: list[int]) -> Ring:
    points: Ring = []
    for number in numbers:
        arc = _arc(world, ~number if number < 0 else number)
        points += (arc[::-1] if number < 0 else arc)[:-1]
    return points


def _arc(world: dict, number: int) -> list[Point]:
    (kx, ky), (west, south) = world["transform"]["scale"], world["transform"]["translate"]
    x = y = 0
    points = []
    for dx, dy in world["arcs"][number]:
        x, y = x + dx, y + dy
        points.append((x * kx + west, y * ky + south))
    return points
