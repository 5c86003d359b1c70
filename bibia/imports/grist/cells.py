"""Cells of Grist, both ways: to the text that an import reads, and from a value to what the column holds.

Nothing is written before it was read back: a form that would not give the same value again is not used.
"""

import json
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.core.exceptions import ValidationError

from bibia.fiches.fields import BY_NAME
from bibia.fiches.forms import clean_value
from bibia.fiches.vocabularies import VOCABULARIES, Vocabulary
from bibia.imports.grist import engine
from bibia.imports.match import plain
from bibia.imports.report import Finding

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class Unreadable(Exception):
    """A cell that says nothing certain; the message is the French sentence that says why."""


@dataclass(frozen=True)
class Column:
    id: str
    label: str
    type: str  # Text, Numeric, Int, Bool, Date, DateTime:zone, Choice, ChoiceList, Ref:…, Any…
    computed: bool = False  # a formula: Grist refuses to write there

    @property
    def kind(self) -> str:
        return self.type.split(":")[0]

    @property
    def zone(self) -> ZoneInfo:
        return _zone(self.type.partition(":")[2])


def _zone(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name or "UTC")
    except (ZoneInfoNotFoundError, ValueError):
        return ZoneInfo("UTC")


def read(name: str, column: Column, cell: Any) -> tuple[Any, list[Finding]]:
    """The value of one cell as JSON keeps it, by the same reading as any table; None when there is none."""
    shown = text(name, column, cell)
    line = engine.line(0, {name: shown})
    if name == "image_url":
        line.values |= image(shown)
    return plain(line.values).get(name), line.findings


def image(shown: str) -> dict[str, str]:
    """A table of files brings no image; Grist gives back the name of one that the library keeps."""
    with suppress(ValidationError):
        return {"image_url": clean_value("image_url", shown)} if shown else {}
    return {}


def text(name: str, column: Column, cell: Any) -> str:
    """What an import would find in this cell. Raises Unreadable."""
    if cell is None or cell == "":
        return ""
    if column.kind in ("Ref", "RefList", "Attachments"):
        raise Unreadable("Cette colonne renvoie à une autre table : elle n’est pas lue.")
    if isinstance(cell, list):
        return _coded(name, column, cell)
    if isinstance(cell, bool):
        # A box that nobody ticked does not say no.
        return "oui" if cell else ""
    if isinstance(cell, int | float):
        return _number(name, column, cell)
    if isinstance(cell, str):
        return cell
    raise Unreadable("Cette valeur n’est pas d’un type connu : elle n’est pas lue.")


def _coded(name: str, column: Column, cell: list) -> str:
    """A value that Grist wraps: its first item says what it is."""
    code, items = (cell[0], cell[1:]) if cell else ("L", [])
    if code == "L":
        return _list(name, items)
    if code in ("d", "D") and items and isinstance(items[0], int | float):
        zone = _zone(items[1]) if code == "D" and len(items) > 1 else ZoneInfo("UTC")
        return _day(name, items[0], zone)
    if code == "C":
        raise Unreadable("Cette cellule est cachée à la clé d’API : elle n’est pas lue.")
    if code == "E":
        raise Unreadable("Cette cellule contient une erreur de formule : elle n’est pas lue.")
    raise Unreadable("Cette valeur n’est pas d’un type connu : elle n’est pas lue.")


def _list(name: str, items: list) -> str:
    kind = BY_NAME[name].kind
    if kind in ("list{}", "object{}"):
        return json.dumps(items, ensure_ascii=False) if items else ""
    return " ; ".join(str(item) for item in items)


def _number(name: str, column: Column, cell: float) -> str:
    if column.kind == "Date":
        return _day(name, cell, ZoneInfo("UTC"))
    if column.kind == "DateTime":
        return _day(name, cell, column.zone)
    if cell == 0:
        # What Grist puts in a numeric column of a new row: nobody said zero. One that is meant is a text.
        return ""
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < 1e15:
        cell = int(cell)
    return str(cell)


def _day(name: str, seconds: float, zone: ZoneInfo) -> str:
    """Grist counts seconds since 1970; a timedelta reaches the years that a time stamp does not."""
    try:
        day = (_EPOCH + timedelta(seconds=seconds)).astimezone(zone).date()
    except (OverflowError, ValueError):
        raise Unreadable("Cette date n’existe pas.") from None
    return day.strftime("%m/%Y" if BY_NAME[name].kind == "month" else "%d/%m/%Y")


def write(name: str, column: Column, value: Any) -> Any:
    """What to put in the column for this value: the first form that gives it back. Raises Unreadable."""
    if value in ("", None, [], {}):
        return "" if column.kind in ("Text", "Choice", "Any") else None
    doubtful = []
    for form in _forms(name, column, value):
        try:
            found, findings = read(name, column, form)
        except Unreadable:
            continue
        if found == value and not any(finding.field == name for finding in findings):
            return form
        if found == value:
            doubtful.append(form)
    if doubtful:  # a doubt about the words themselves, which no other form would spare
        return doubtful[-1]
    raise Unreadable("Cette valeur ne peut pas être écrite dans cette colonne.")


def _forms(name: str, column: Column, value: Any) -> Iterator[Any]:
    """The ways to write this value, the most natural first, the surest last."""
    field = BY_NAME[name]
    if field.kind in ("enum", "enum[]"):
        yield from _labels(column, value, VOCABULARIES[field.column.vocabulary_name])
    elif field.kind == "date":
        yield from _dates(column, date.fromisoformat(value))
    elif field.kind == "month":
        yield from _months(column, value)
    elif field.kind == "insee[]":
        yield ["L", *value] if column.kind == "ChoiceList" else ", ".join(value)
    elif isinstance(value, list):
        first = [next(iter(item.values())) for item in value]
        yield ["L", *first] if column.kind == "ChoiceList" else " ; ".join(map(str, first))
    elif isinstance(value, int | float) and column.kind in ("Numeric", "Int", "Any"):
        yield value
    yield str(value) if isinstance(value, str | int | float) else json.dumps(value, ensure_ascii=False)


def _labels(column: Column, value: Any, vocabulary: Vocabulary) -> Iterator[Any]:
    labels = [vocabulary.label(code) for code in ([value] if isinstance(value, str) else value)]
    if column.kind == "Bool":
        yield True
    yield ["L", *labels] if column.kind == "ChoiceList" else " ; ".join(labels)
    yield " ; ".join([value] if isinstance(value, str) else value)


def _dates(column: Column, day: date) -> Iterator[Any]:
    if column.kind in ("Date", "DateTime"):
        zone = column.zone if column.kind == "DateTime" else ZoneInfo("UTC")
        yield int((datetime.combine(day, time(), zone) - _EPOCH).total_seconds())
    yield day.strftime("%d/%m/%Y")


def _months(column: Column, value: str) -> Iterator[Any]:
    if len(value) != 7:
        return
    if column.kind in ("Date", "DateTime"):
        yield from _dates(column, date.fromisoformat(f"{value}-01"))
    yield f"{value[5:]}/{value[:4]}"
