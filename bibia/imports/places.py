"""Coordinates of the whole table: swapped, elsewhere, shifted by hand so that pins do not overlap, or dragged."""

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterator
from decimal import Decimal
from itertools import groupby, pairwise

from bibia.imports.rows import Line
from bibia.territoires import boxes

NAMES = ("latitude", "longitude")
NEAR = 0.02  # degrees, some two kilometres: two seats of one organisation are farther apart
LEAST = 3  # points that grow by one same step before a series is one
PRECISE = 3  # decimals that make it no chance when the points of several organisations grow
_NUMBER = re.compile(r"[+-]?\d{1,3}(?:[.,]\d{1,15})?")

Point = tuple[float, float]


def examine(lines: Collection[Line]) -> None:
    by_owner: dict[str, list[Line]] = defaultdict(list)
    for line in lines:
        if line.refused:
            continue
        if _examine(line):
            by_owner[line.organisation].append(line)
    for same in by_owner.values():
        shifted = _shifted(same)
        if shifted:
            _say_shifted(shifted)
    for name in NAMES:
        _say_runs(lines, name)


def _examine(line: Line) -> bool:
    """Whether the row has a point that may be compared with the others of its organisation."""
    if not all(line.cells.get(name) for name in NAMES):
        for name in NAMES:
            other = NAMES[name == "latitude"]
            if line.values.get(name) is not None and other in line.headers and not line.cells.get(other):
                line.say("coordonnees-incompletes", name)
        return False
    point = _point(line) or _unread(line)
    if point is None:
        return False
    if not _is_there(line, *point) and _is_there(line, *reversed(point), strictly=True):
        _drop(line, "coordonnees-inversees", proposals=(line.cells["longitude"], line.cells["latitude"]))
    elif _point(line) is None:
        return False  # out of bounds: said when it was read
    elif not boxes.in_france(*point):
        message = "Ce point n’est pas en France : les champs restent vides."
        _drop(line, "coordonnees-hors-territoire", message=message)
    elif not _is_there(line, *point):
        line.say("coordonnees-hors-territoire", "latitude", value=_written(line))
        return True
    else:
        return True
    return False


def _point(line: Line) -> Point | None:
    point = line.values.get("latitude"), line.values.get("longitude")
    return None if None in point else point  # type: ignore[return-value]


def _unread(line: Line) -> Point | None:
    """A longitude beyond 90 written as a latitude is refused by its field; it may still be the other half."""
    try:
        first, second = (float(line.cells[name].replace(",", ".")) for name in NAMES)
    except ValueError:
        return None
    return first, second


def _is_there(line: Line, latitude: float, longitude: float, *, strictly: bool = False) -> bool:
    """Whether the point is in the territory of the organisation, as far as it is known."""
    box = None
    if line.place is not None:
        box = boxes.of_departement(line.place.departement) or boxes.of_region(line.place.region)
    if box is not None:
        return box.holds(latitude, longitude)
    return boxes.in_france(latitude, longitude) if strictly or boxes.in_france(longitude, latitude) else True


def _drop(line: Line, code: str, *, message: str = "", proposals: tuple[str, str] = ("", "")) -> None:
    for name, proposal in zip(NAMES, proposals, strict=True):
        line.values.pop(name, None)
        line.forget(name)
        line.say(code, name, message=message, proposal=proposal)


def _written(line: Line) -> str:
    return f"{line.cells['latitude']} ; {line.cells['longitude']}"


def _shifted(same: list[Line]) -> list[Line]:
    """The rows whose points are near one another without being the same."""
    squares: dict[tuple[int, int], set[Point]] = defaultdict(set)
    for line in same:
        if at := _point(line):
            squares[_square(at)].add(at)
    return [line for line in same if (point := _point(line)) and _has_neighbour(point, squares)]


def _square(point: Point) -> tuple[int, int]:
    return int(point[0] // NEAR), int(point[1] // NEAR)


def _has_neighbour(point: Point, squares: dict[tuple[int, int], set[Point]]) -> bool:
    row, column = _square(point)
    if len(squares[row, column]) > 1:
        return True
    around = (squares.get((row + down, column + right), ()) for down in (-1, 0, 1) for right in (-1, 0, 1))
    return any(
        point != other and abs(point[0] - other[0]) < NEAR and abs(point[1] - other[1]) < NEAR
        for points in around
        for other in points
    )


def _say_shifted(lines: list[Line]) -> None:
    """The point that most rows give stands; where none does, all are doubtful and nothing is proposed."""
    counts = Counter(_point(line) for line in lines)
    (common, times), *others = counts.most_common()
    right = common if times > 1 and all(count < times for _, count in others) else None
    dragged = {name: _dragged({line.cells[name] for line in lines}) for name in NAMES}
    for line in lines:
        names = [name for name in NAMES if line.cells[name] in dragged[name]]
        for name in names:
            line.say("coordonnees-serie", name)
        still = {name for name in NAMES if name not in names}
        if _point(line) != right and any(len({one.values[name] for one in lines}) > 1 for name in still):
            proposal = f"{right[0]} ; {right[1]}" if right else ""
            line.say("coordonnees-decalees", "latitude", value=_written(line), proposal=proposal)


def _dragged(texts: set[str]) -> set[str]:
    """The numbers that grow by one unit of one same decimal place, at least three times."""
    values: dict[Decimal, str] = {}
    for text in texts:
        values[Decimal("".join(text.split()).replace(",", "."))] = text
    found: set[str] = set()
    for power in range(-8, 0):
        step = Decimal(1).scaleb(power)
        for first in values:
            if first - step in values:
                continue
            chain = [first]
            while chain[-1] + step in values:
                chain.append(chain[-1] + step)
            if len(chain) >= LEAST:
                found |= {values[number] for number in chain}
    return found


def _say_runs(lines: Collection[Line], name: str) -> None:
    """Dragged down the column, whoever the rows belong to and however far it leads: the first may be right."""
    for run in _runs(lines, name):
        for line in run[1:]:
            if not any(found.code == "coordonnees-serie" and found.field == name for found in line.findings):
                line.say("coordonnees-serie", name)


def _runs(lines: Collection[Line], name: str) -> Iterator[list[Line]]:
    """The rows that follow each other and grow by one, or by one unit of the last digit typed."""
    pairs = pairwise((line, _typed(line, name)) for line in lines if not line.refused)
    steps = ((first, second, _step(first[1], second[1])) for first, second in pairs)
    for step, group in groupby(steps, key=lambda pair: pair[2]):
        followed = list(group)
        cells = [followed[0][0], *(second for _, second, _ in followed)]
        if step is None or len(cells) < LEAST:
            continue
        decimals = max(len(str(number).partition(".")[2]) for _, number in cells)
        precise = decimals >= PRECISE or len({line.organisation for line, _ in cells}) == 1
        if abs(step) in (1, Decimal(1).scaleb(-decimals)) and precise:
            yield [line for line, _ in cells]


def _typed(line: Line, name: str) -> Decimal | None:
    text = "".join(line.cells.get(name, "").split())
    return Decimal(text.replace(",", ".")) if _NUMBER.fullmatch(text) else None


def _step(first: Decimal | None, second: Decimal | None) -> Decimal | None:
    return None if first is None or second is None else second - first
