"""Rows and records that may be one project under two titles: shown side by side, never joined."""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable

from rapidfuzz import fuzz

from bibia.imports.match import Library, Record
from bibia.imports.rows import Line

ALIKE = 88  # of 100; measured on the real tables: two projects of one organisation stay below
_COMPARED = 12  # neighbours in alphabetical order, where an organisation has very many rows
_MANY = 300


def among_rows(lines: Iterable[Line]) -> None:
    """Said of the later of two rows."""
    groups: dict[tuple[str, tuple[str, ...]], list[Line]] = defaultdict(list)
    for line in lines:
        if not line.refused:
            groups[line.siren or line.organisation, _numbers(line.title)].append(line)
    for group in groups.values():
        for line, other in _pairs(sorted(group, key=lambda line: (line.title, line.number))):
            if line.title != other.title and alike(line.title, other.title):
                first, later = sorted((line, other), key=lambda one: one.number)
                title = first.values["nom_projet"]
                message = f"Cette ligne ressemble beaucoup à la ligne {first.number}, « {title} » : s’agit-il du même projet ?"
                later.say("doublon-probable", "nom_projet", message=message)


def _pairs(group: list[Line]) -> Iterable[tuple[Line, Line]]:
    reach = len(group) if len(group) <= _MANY else _COMPARED
    for index, line in enumerate(group):
        for other in group[index + 1 : index + 1 + reach]:
            yield line, other


def in_library(line: Line, library: Library, *, sees: Callable[[Record], bool]) -> list[Record]:
    """The records of the same organisation whose title is nearly this one, among those that the person may see."""
    numbers = _numbers(line.title)
    found = [
        record
        for record in library.of_organisation(line)[:_MANY]
        if not record.withdrawn and record.title != line.title
        if _numbers(record.title) == numbers and alike(line.title, record.title) and sees(record)
    ]
    return sorted(found, key=lambda record: (-fuzz.token_sort_ratio(line.title, record.title), record.id))[:3]


def alike(one: str, other: str) -> bool:
    return fuzz.token_sort_ratio(one, other, score_cutoff=ALIKE) > 0


def _numbers(title: str) -> tuple[str, ...]:
    """Two lots, two years or two versions are two projects."""
    return tuple(re.findall(r"\d+", title))
