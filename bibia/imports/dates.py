"""Dates that a column writes in its own way: the month before the day, periods, two calendars."""

import datetime
import re
from collections.abc import Iterable
from dataclasses import dataclass

from bibia.ui.text import fold, squeeze

_PAIR = re.compile(r"(\d{1,2})([/.-])(\d{1,2})\2(\d{4})")
# What is a date for a person and no month: a quarter, a half-year, a season, an interval.
_PERIOD = re.compile(
    r"(?:(?:t[1-4]|[1-4](?:er|e|eme)?\s*trim(?:estre|\.)?|trimestre\s*[1-4]|q[1-4]|s[12]|[12](?:er|e|eme)?\s*sem(?:estre|\.)?"
    r"|semestre\s*[12]|hiver|printemps|ete|automne|debut|mi|fin|courant|rentree|annee)[\s/-]*"
    r"(?P<one>(?:19|20)\d{2})|(?P<two>(?:19|20)\d{2})\s*[\s/-]\s*(?:t[1-4]|q[1-4]|s[12])"
    r"|(?P<from>(?:19|20)\d{2})\s*(?:-|–|/|a)\s*(?:19|20)\d{2})"
)
_SHORT_YEAR = re.compile(r"(?:(\d{1,2})[/.-])?(\d{1,2})[/.-](\d{2})")
# As a spreadsheet shows a date in French: "01-mars-24", "janv-24".
_NAMED = re.compile(
    r"(?:(\d{1,2})[ -])?(janv|fev|mars|avr|mai|juin|juil|aout|sept|oct|nov|dec)[a-z]*\.?[ -](\d{2})"
)
_MONTHS = ("janv", "fev", "mars", "avr", "mai", "juin", "juil", "aout", "sept", "oct", "nov", "dec")
_AROUND = re.compile(
    r"(?:(?:lun|mar|mercre|jeu|vendre|same)di|dimanche)[ ,]+(?:le )?(?=\d)| 0?0[:h]00(?::00)?\Z",
    re.IGNORECASE,
)
_SERIAL = re.compile(r"[1-6]\d{4}(?:\.0+)?")
_1904 = datetime.date(1904, 1, 1)


@dataclass(frozen=True)
class Habit:
    """How the dates of one column are written, and which rows show it."""

    month_first: bool = False
    mixed: bool = False
    row: int = 0
    value: str = ""


def bare(cell: str) -> str:
    """Without the day of the week and the midnight, which say nothing more."""
    return _AROUND.sub("", squeeze(cell))


def habit(cells: Iterable[tuple[int, str]]) -> Habit:
    """Decided by the cells that can be read in one way only; day first unless something shows otherwise."""
    day_first = month_first = None
    for row, cell in cells:
        found = _PAIR.fullmatch(bare(cell))
        if not found:
            continue
        first, second = int(found[1]), int(found[3])
        if first > 12 >= second:
            day_first = day_first or (row, cell)
        elif second > 12 >= first:
            month_first = month_first or (row, cell)
    if month_first is None:
        return Habit()
    return Habit(day_first is None, day_first is not None, *month_first)


def reordered(cell: str, habit: Habit) -> str | None:
    """The date with its day first, or None where nothing tells the day from the month."""
    found = _PAIR.fullmatch(squeeze(cell))
    if not found or not (habit.month_first or habit.mixed):
        return cell
    first, mark, second, year = found.groups()
    if int(second) > 12 or (habit.month_first and first != second):
        return f"{second}{mark}{first}{mark}{year}"
    return cell if int(first) > 12 or int(first) == int(second) else None


def period(cell: str) -> str:
    """The year that a period names, all that is certain in it; "" when the cell is no period."""
    found = _PERIOD.fullmatch(fold(squeeze(cell)))
    return (found["one"] or found["two"] or found["from"]) if found else ""


def full_year(cell: str) -> str:
    """The same date with the century that is likely; "" when its year is not of two digits."""
    if named := _NAMED.fullmatch(fold(squeeze(cell))):
        day, month, year = named[1], str(_MONTHS.index(named[2]) + 1), named[3]
    elif found := _SHORT_YEAR.fullmatch(squeeze(cell)):
        day, month, year = found.groups()
    else:
        return ""
    return "/".join(part.zfill(2) for part in (day, month) if part) + f"/20{year}"


def from_1904(cell: str, *, month_only: bool) -> str:
    """What a day number means where days are counted from 1904."""
    if not _SERIAL.fullmatch(cell):
        return ""
    day = _1904 + datetime.timedelta(days=int(float(cell)))
    return day.strftime("%m/%Y" if month_only else "%d/%m/%Y")
