"""Where on Earth a drawing is: laid over a reference outline until nothing moves any more."""

from collections import defaultdict
from dataclasses import dataclass
from math import asinh, atan, cos, degrees, hypot, radians, sinh, tan
from statistics import median, quantiles

from scripts.carto.geometry import Point, Ring, box, edges

EARTH = 6371.0
MAINLAND = (-6.0, 41.0, 10.0, 52.0)
_ALONE = 0.3  # units of the drawing: a point farther than that from every neighbour is on the coast or the frontier
_SPACING = 1.5  # km between two points of the reference
_CELL = 10.0  # km
_ROUNDS = 30
# Points of the drawing that the reference does not have, islets or estuaries, do not weigh.
_TRUSTED = 0.85


Row = tuple[float, float, float]


@dataclass(frozen=True)
class Georeference:
    """Mercator coordinates = two rows applied to (x, y, 1) of the drawing."""

    across: Row
    upward: Row
    median: float = 0
    most: float = 0

    def coordinates(self, point: Point) -> Point:
        (a, b, c), (d, e, f), (x, y) = self.across, self.upward, point
        return degrees(a * x + b * y + c), degrees(atan(sinh(d * x + e * y + f)))


def square(south: float, north: float) -> float:
    """What a degree of longitude is worth, in degrees of latitude."""
    return cos(radians((south + north) / 2))


def mercator(longitude: float, latitude: float) -> Point:
    return radians(longitude), asinh(tan(radians(latitude)))


def georeference(drawing: dict[str, list[Ring]], outline: list[Ring]) -> Georeference:
    west, south, east, north = MAINLAND
    rings = [ring for ring in outline if west < ring[0][0] < east and south < ring[0][1] < north]
    reference = Reference(rings)
    points = outside(drawing)
    left, top, right, bottom = box([points])
    (west, south), (east, north) = mercator(*reference.box[:2]), mercator(*reference.box[2:])
    across, upward = (east - west) / (right - left), (north - south) / (bottom - top)
    found = Georeference((across, 0, west - across * left), (0, -upward, north + upward * top))
    for _ in range(_ROUNDS):
        pairs = sorted(reference.nearest(found.coordinates(point), point) for point in points)
        gaps = [gap for gap, _, _ in pairs]
        trusted = [(point, mercator(*near)) for _, near, point in pairs[: int(len(pairs) * _TRUSTED)]]
        found = Georeference(
            least_squares([(point, u) for point, (u, _) in trusted]),
            least_squares([(point, v) for point, (_, v) in trusted]),
            median(gaps),
            quantiles(gaps, n=20)[-1],
        )
    return found


def outside(drawing: dict[str, list[Ring]]) -> list[Point]:
    """The points of the drawing that no other département shares."""
    cells = defaultdict(list)
    for code, rings in drawing.items():
        for x, y in (point for ring in rings for point in ring):
            cells[int(x), int(y)].append((x, y, code))

    def alone(x: float, y: float, code: str) -> bool:
        near = (
            other for i in (-1, 0, 1) for j in (-1, 0, 1) for other in cells.get((int(x) + i, int(y) + j), ())
        )
        return all(other[2] == code or hypot(other[0] - x, other[1] - y) > _ALONE for other in near)

    return [(x, y) for members in list(cells.values()) for x, y, code in members if alone(x, y, code)]


class Reference:
    """Points along an outline, found by nearness."""

    def __init__(self, rings: list[Ring]) -> None:
        self.box = box(rings)
        self.cells: dict[tuple[int, int], list[tuple[float, float, Point]]] = defaultdict(list)
        for ring in rings:
            for (ax, ay), (bx, by) in edges(ring):
                (x, y), (ex, ey) = self.flat((ax, ay)), self.flat((bx, by))
                steps = max(1, int(hypot(ex - x, ey - y) / _SPACING))
                for step in range(steps):
                    self._add((ax + (bx - ax) * step / steps, ay + (by - ay) * step / steps))

    def _add(self, place: Point) -> None:
        x, y = self.flat(place)
        self.cells[int(x // _CELL), int(y // _CELL)].append((x, y, place))

    @staticmethod
    def flat(place: Point) -> Point:
        """Kilometres, true enough over a few tens of them."""
        return radians(place[0]) * EARTH * cos(radians(place[1])), radians(place[1]) * EARTH

    def nearest(self, place: Point, drawn: Point) -> tuple[float, Point, Point]:
        """(km, nearest place of the outline, the point of the drawing)."""
        x, y = self.flat(place)
        column, row = int(x // _CELL), int(y // _CELL)
        for reach in range(1, 40):
            found = [
                (hypot(a - x, b - y), near)
                for i in range(column - reach, column + reach + 1)
                for j in range(row - reach, row + reach + 1)
                for a, b, near in self.cells.get((i, j), ())
            ]
            if found:
                return *min(found), drawn
        raise ValueError(f"rien près de {place}")


def least_squares(pairs: list[tuple[Point, float]]) -> Row:
    """The row (a, b, c) for which ax + by + c is nearest to the wanted values."""
    count = len(pairs)
    mx, my = sum(x for (x, _), _ in pairs) / count, sum(y for (_, y), _ in pairs) / count
    mean = sum(value for _, value in pairs) / count
    centred = [(x - mx, y - my, value - mean) for (x, y), value in pairs]
    xx, yy = sum(x * x for x, _, _ in centred), sum(y * y for _, y, _ in centred)
    xy = sum(x * y for x, y, _ in centred)
    xv, yv = sum(x * v for x, _, v in centred), sum(y * v for _, y, v in centred)
    a, b = (xv * yy - yv * xy) / (xx * yy - xy * xy), (yv * xx - xv * xy) / (xx * yy - xy * xy)
    return a, b, mean - a * mx - b * my
