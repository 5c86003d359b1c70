"""Plane geometry on rings: a ring is a closed line whose first point is not repeated."""

from collections.abc import Iterable
from itertools import pairwise
from math import hypot

Point = tuple[float, float]
Ring = list[Point]
Box = tuple[float, float, float, float]


def edges(ring: Ring) -> Iterable[tuple[Point, Point]]:
    return pairwise([*ring, ring[0]])


def area(ring: Ring) -> float:
    return abs(sum(ax * by - bx * ay for (ax, ay), (bx, by) in edges(ring))) / 2


def box(rings: Iterable[Ring]) -> Box:
    xs, ys = zip(*(point for ring in rings for point in ring), strict=True)
    return min(xs), min(ys), max(xs), max(ys)


def to_segment(point: Point, start: Point, end: Point) -> float:
    """Distance from a point to a segment."""
    (x, y), (ax, ay), (bx, by) = point, start, end
    dx, dy = bx - ax, by - ay
    length = dx * dx + dy * dy
    t = max(0.0, min(1.0, ((x - ax) * dx + (y - ay) * dy) / length)) if length else 0.0
    return hypot(x - ax - t * dx, y - ay - t * dy)


def contains(rings: list[Ring], point: Point) -> bool:
    """Even-odd rule: the rings inside another are holes."""
    x, y = point
    inside = False
    for ring in rings:
        for (ax, ay), (bx, by) in edges(ring):
            if (ay > y) != (by > y) and x < (bx - ax) * (y - ay) / (by - ay) + ax:
                inside = not inside
    return inside


def pole(rings: list[Ring], steps: int = 24) -> Point:
    """The point of the surface farthest from its border, where a figure is best read."""
    west, north, east, south = box(rings)
    centre, reach = ((west + east) / 2, (north + south) / 2), max(east - west, south - north) / 2
    best = centre
    while reach > 0.5:
        grid = [
            (centre[0] + reach * (2 * i / steps - 1), centre[1] + reach * (2 * j / steps - 1))
            for j in range(steps + 1)
            for i in range(steps + 1)
        ]
        best = max(
            (point for point in grid if contains(rings, point)),
            key=lambda p: _depth(rings, p),
            default=centre,
        )
        centre, reach = best, reach / 6
    return best


def _depth(rings: list[Ring], point: Point) -> float:
    return min(to_segment(point, a, b) for ring in rings for a, b in edges(ring))


def encode(rings: list[Ring]) -> str:
    """An SVG path of whole numbers, as short as the grammar allows."""
    return "".join(_encoded(ring) for ring in rings)


def _encoded(ring: Ring) -> str:
    points = [(round(x), round(y)) for x, y in ring]
    moves = [(bx - ax, by - ay) for (ax, ay), (bx, by) in pairwise(points)]
    steps = [f"{dx}{'' if dy < 0 else ' '}{dy}" for dx, dy in moves if dx or dy]
    text = "".join(step if step[0] == "-" else f" {step}" for step in steps)
    return f"M{points[0][0]} {points[0][1]}l{text.lstrip()}z"
