"""The values of a record in French words, for pages, histories and search."""

import datetime
from dataclasses import dataclass
from typing import Any

from bibia.fiches.columns import ItemsColumn, TermColumn, TermsColumn
from bibia.fiches.fields import BY_NAME
from bibia.fiches.lists import PARTS, Part
from bibia.ui.filters import date_fr
from bibia.ui.filters import month_fr as month
from bibia.ui.filters import number_fr as number


@dataclass(frozen=True)
class Shown:
    """One line of a value: its text, its link if it is one, and its parts (label, text, link)."""

    text: str
    url: str = ""
    parts: tuple[tuple[str, str, str], ...] = ()


def display(name: str, value: Any) -> list[Shown]:
    """The lines that show this value; none when there is nothing to show."""
    column = BY_NAME[name].column
    if value in (None, "", [], {}):
        return []
    if isinstance(column, ItemsColumn):
        items = [value] if isinstance(value, dict) else value
        return [_item(PARTS[column.parts], item) for item in items]
    if isinstance(column, TermsColumn):
        return [Shown(_term(column, code)) for code in value]
    if isinstance(value, list):
        return [Shown(str(item)) for item in value]
    if isinstance(column, TermColumn):
        return [Shown(_term(column, value))]
    return [Shown(scalar(column.kind, value), url=value if column.kind == "url" else "")]


def text(name: str, value: Any) -> str:
    """The same on one line, for a history or a text export."""
    lines = []
    for shown in display(name, value):
        parts = " ; ".join(f"{label} : {part}" for label, part, _url in shown.parts)
        lines.append(f"{shown.text} ({parts})" if parts else shown.text)
    return ", ".join(lines)


def scalar(kind: str, value: Any) -> str:
    if kind == "date":
        return day(value)
    if kind == "month":
        return month(value)
    if kind in ("number", "integer"):
        return number(value)
    if kind == "siret":
        return f"{value[:3]} {value[3:6]} {value[6:9]} {value[9:]}".rstrip()
    return str(value)


def day(value: datetime.date | str) -> str:
    """A date, or its ISO text, as "5 mars 2025"."""
    return date_fr(datetime.date.fromisoformat(value) if isinstance(value, str) else value)


def _term(column: TermColumn | TermsColumn, code: str) -> str:
    return column.vocabulary.label(code) if code in column.vocabulary.codes else code


def _item(parts: tuple[Part, ...], item: dict[str, Any]) -> Shown:
    first, *others = parts
    shown = [
        (str(part.label), _part(part, item[part.name]), item[part.name] if part.kind == "url" else "")
        for part in others
        if item.get(part.name) not in (None, "")
    ]
    return Shown(_part(first, item.get(first.name, "")), parts=tuple(shown))


def _part(part: Part, value: Any) -> str:
    if part.kind == "field":
        return BY_NAME[value].label if value in BY_NAME else str(value)
    if part.kind == "choice":
        return str(dict(part.choices).get(value, value))
    return scalar(part.kind, value) if value != "" else ""
