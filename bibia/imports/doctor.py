"""What only the whole table shows: series made by dragging a cell, one organisation with several numbers."""

import re
from collections import defaultdict
from collections.abc import Callable, Container, Iterable

from bibia.fiches.fields import FIELDS
from bibia.imports.rows import Line
from bibia.territoires.siret import INVALID

LEAST = 3  # numbers in a row before a series is one


def siret_series(
    lines: Iterable[Line], known_sirets: Callable[[str], set[str]], official: Callable[[str], bool]
) -> None:
    """Name the wrong numbers of a series, and propose the right one when only one can be.

    `known_sirets` gives the numbers that the library holds for a folded name; `official` says
    whether a SIRET belongs to an organisation of the table of territories.
    """
    by_name: dict[str, list[Line]] = defaultdict(list)
    for line in lines:
        if not line.refused and line.raw.get("coll_siret"):
            by_name[line.organisation].append(line)
    for name, same in by_name.items():
        suspects = _chained({_digits(line) for line in same})
        wrong = [line for line in same if _digits(line) in suspects and "coll_siret" not in line.values]
        if wrong:
            right = {line.values["coll_siret"] for line in same if "coll_siret" in line.values}
            _name_series(same, suspects, right | known_sirets(name), official)
    _series_across([line for same in by_name.values() for line in same])


def _series_across(lines: list[Line]) -> None:
    """Dragged over the rows of several organisations: each has its own number, so that none is proposed."""
    chained = _chained({_digits(line) for line in lines}, powers=(0,))
    for line in lines:
        if _digits(line) in chained and any(found.code == INVALID for found in line.findings):
            line.forget("coll_siret")
            line.say("siret-serie", "coll_siret")


def _name_series(
    same: list[Line], suspects: set[str], right: set[str], official: Callable[[str], bool]
) -> None:
    if len(right) > 1:
        # A checksum falls right by chance one time in ten: only the table can tell which is real.
        right = {siret for siret in right if siret not in suspects or official(siret)}
    proposal = next(iter(right)) if len(right) == 1 else ""
    for line in same:
        if _digits(line) not in suspects or line.values.get("coll_siret") in right:
            continue
        line.values.pop("coll_siret", None)
        line.forget("coll_siret")
        line.say("siret-serie", "coll_siret", proposal=proposal)


def _digits(line: Line) -> str:
    return "".join(char for char in line.raw["coll_siret"] if char.isdigit())


def _chained(numbers: set[str], powers: Iterable[int] = range(14)) -> set[str]:
    """The numbers that grow by one, at least three times, in one same block of digits."""
    values = {int(number) for number in numbers if len(number) == 14}
    chained: set[str] = set()
    for power in powers:
        step = 10**power
        for first in values:
            if first - step in values:
                continue
            chain = [first]
            while chain[-1] + step in values:
                chain.append(chain[-1] + step)
            if len(chain) >= LEAST:
                chained |= {f"{number:014d}" for number in chain}
    return chained


def siret_several(lines: Iterable[Line]) -> None:
    """One name, several valid numbers: two establishments may be right, two organisations hardly."""
    by_name: dict[str, list[Line]] = defaultdict(list)
    for line in lines:
        if not line.refused and "coll_siret" in line.values:
            by_name[line.organisation].append(line)
    for same in by_name.values():
        numbers = sorted({line.values["coll_siret"] for line in same})
        if len(numbers) < 2:
            continue
        what = "numéros SIREN" if len({number[:9] for number in numbers}) > 1 else "établissements"
        shown = ", ".join(numbers[:4]) + ("…" if len(numbers) > 4 else "")
        for line in same:
            message = f"Cette organisation a plusieurs {what} dans la table : {shown}. Lequel est le bon ?"
            line.say("siret-multiple", "coll_siret", message=message)


_LINKS = tuple(one.name for one in FIELDS if one.name.startswith("url_"))
_LAST_NUMBER = re.compile(r"(?P<head>.*?)(?P<number>\d{1,12})(?P<tail>\D*)\Z", re.DOTALL)


def link_series(lines: Iterable[Line]) -> None:
    """The same link with a number that grows by one: only the first may be right."""
    places: dict[tuple[str, ...], dict[int, list[Line]]] = defaultdict(lambda: defaultdict(list))
    for line in lines:
        for name in _LINKS if not line.refused else ():
            if name in line.values and (found := _LAST_NUMBER.fullmatch(line.cells.get(name, ""))):
                number = found["number"]
                width = str(len(number)) if number.startswith("0") else ""
                places[name, found["head"], found["tail"], width][int(number)].append(line)
    for (name, *_), numbers in places.items():
        for number in sorted(numbers):
            if _follows(numbers, number):
                for line in numbers[number]:
                    line.say("lien-serie", name)


def _follows(numbers: Container[int], number: int) -> bool:
    """Whether this number comes after another, among at least LEAST that follow each other."""
    return number - 1 in numbers and any(
        all(start + step in numbers for step in range(LEAST))
        for start in range(number - LEAST + 1, number + 1)
    )
