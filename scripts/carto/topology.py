"""Simplification that keeps neighbours together: each stretch of border is simplified once, for both sides."""

from collections import defaultdict
from collections.abc import Iterable
from math import hypot

from scripts.carto.geometry import Point, Ring, edges, to_segment

Shapes = dict[str, list[Ring]]
_SAME = 0.3  # two points nearer than this are one
_ON = 0.5  # a point nearer than this to the border of a neighbour is on it


def simplified(shapes: Shapes, tolerance: float) -> Shapes:
    """Points become whole numbers; a ring that shrinks to a line disappears."""
    joined = _stitched(_snapped(shapes))
    junctions = _junctions(joined)
    kept: dict[tuple[Point, ...], list[Point]] = {}
    drawn: Shapes = {}
    for code, rings in joined.items():
        drawn[code] = []
        for ring in rings:
            points = [
                _rounded(point)
                for arc in _arcs(ring, junctions)
                for point in _once(arc, tolerance, kept)[:-1]
            ]
            points = _without_spikes(_without_repeats(points))
            if len(set(points)) > 2:
                drawn[code].append(points)
    return drawn


def _rounded(point: Point) -> Point:
    return round(point[0]), round(point[1])


def _without_repeats(ring: Ring) -> Ring:
    return [point for place, point in enumerate(ring) if point != ring[place - 1]]


def _without_spikes(ring: Ring) -> Ring:
    """No way out and back by the same point, which both neighbours draw where their borders nearly met."""
    while True:
        size = len(ring)
        ring = _without_repeats(
            [point for place, point in enumerate(ring) if ring[place - 1] != ring[(place + 1) % size]]
        )
        if len(ring) in (0, size):
            return ring


def _snapped(shapes: Shapes) -> Shapes:
    """Each point takes the place of the first one met within reach."""
    cells: dict[tuple[int, int], list[Point]] = defaultdict(list)

    def home(point: Point) -> Point:
        column, row = int(point[0]), int(point[1])
        near = (old for i in (-1, 0, 1) for j in (-1, 0, 1) for old in cells.get((column + i, row + j), ()))
        close = min(
            ((hypot(x - point[0], y - point[1]), (x, y)) for x, y in near), default=(_SAME + 1, point)
        )
        if close[0] <= _SAME:
            return close[1]
        cells[column, row].append(point)
        return point

    return {
        code: [snapped for ring in rings if len(snapped := _without_repeats([home(p) for p in ring])) > 2]
        for code, rings in shapes.items()
    }


def _stitched(shapes: Shapes) -> Shapes:
    """Where one neighbour has a point along the border, the other gets it too."""
    size = 8
    cells: dict[tuple[int, int], set[Point]] = defaultdict(set)
    for point in (point for rings in shapes.values() for ring in rings for point in ring):
        cells[int(point[0] // size), int(point[1] // size)].add(point)

    def between(start: Point, end: Point) -> list[Point]:
        columns = sorted((int(start[0] // size), int(end[0] // size)))
        rows = sorted((int(start[1] // size), int(end[1] // size)))
        near = {
            point
            for i in range(columns[0] - 1, columns[1] + 2)
            for j in range(rows[0] - 1, rows[1] + 2)
            for point in cells.get((i, j), ())
        } - {start, end}
        found = [point for point in near if to_segment(point, start, end) < _ON]
        return sorted(found, key=lambda point: (hypot(point[0] - start[0], point[1] - start[1]), point))

    return {
        code: [[point for a, b in edges(ring) for point in (a, *between(a, b))] for ring in rings]
        for code, rings in shapes.items()
    }


def _junctions(shapes: Shapes) -> set[Point]:
    """Where borders meet or part: points with other than two neighbours."""
    neighbours: dict[Point, set[Point]] = defaultdict(set)
    for a, b in (edge for rings in shapes.values() for ring in rings for edge in edges(ring)):
        neighbours[a].add(b)
        neighbours[b].add(a)
    return {point for point, around in neighbours.items() if len(around) != 2}


def _arcs(ring: Ring, junctions: set[Point]) -> Iterable[list[Point]]:
    """The ring cut at its junctions; one that has fewer than two is cut at fixed points, for whoever shares it."""
    cuts = [place for place, point in enumerate(ring) if point in junctions]
    if len(cuts) < 2:
        first = ring.index(min(ring))
        far = max(range(len(ring)), key=lambda place: (_apart(ring[place], ring[first]), ring[place]))
        cuts = sorted({*cuts, first, far})
    for start, end in zip(cuts, [*cuts[1:], cuts[0] + len(ring)], strict=True):
        yield [ring[place % len(ring)] for place in range(start, end + 1)]


def _apart(a: Point, b: Point) -> float:
    return hypot(a[0] - b[0], a[1] - b[1])


def _once(arc: list[Point], tolerance: float, kept: dict[tuple[Point, ...], list[Point]]) -> list[Point]:
    """The same answer for the neighbour, who walks the other way."""
    forward = arc[0] < arc[-1] or (arc[0] == arc[-1] and arc[1] < arc[-2])
    key = tuple(arc if forward else arc[::-1])
    if key not in kept:
        kept[key] = douglas_peucker(list(key), tolerance)
    return kept[key] if forward else kept[key][::-1]


def douglas_peucker(line: list[Point], tolerance: float) -> list[Point]:
    """The fewest points from which the line strays by no more than the tolerance."""
    stack, keep = [(0, len(line) - 1)], {0, len(line) - 1}
    while stack:
        first, last = stack.pop()
        inner = range(first + 1, last)
        far = max(inner, key=lambda place: to_segment(line[place], line[first], line[last]), default=None)
        if far is not None and to_segment(line[far], line[first], line[last]) > tolerance:
            keep.add(far)
            stack += [(first, far), (far, last)]
    return [line[place] for place in sorted(keep)]
