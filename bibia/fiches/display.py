"""The values of a record in French words, for pages, histories and search."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from bibia.fiches.columns import ItemsColumn, TermColumn, TermsColumn
from bibia.fiches.fields import BY_NAME
from bibia.fiches.lists import PARTS, Part
from bibia.ui.filters import date_fr
from bibia.ui.filters import month_fr as month
from bibia.ui.filters import number_fr as number

_SPEAKERS = {"collectivite": "selon la collectivité", "editeur": "selon l’éditeur", "tiers": "selon un tiers"}


@dataclass(frozen=True)
class Shown:
    """One line of a value: its text, its link if it has one, and what is said of it between brackets."""

    text: str
    url: str = ""
    details: tuple[str, ...] = ()

    @property
    def words(self) -> str:
        return _bracketed(self.text, self.details)


def display(name: str, value: Any) -> list[Shown]:
    """The lines that show this value; none when there is nothing to show."""
    column = BY_NAME[name].column
    if value in (None, "", [], {}):
        return []
    if isinstance(column, ItemsColumn):
        items = [value] if isinstance(value, dict) else value
        return [_result(item) if column.parts == "resultats" else _item(column.parts, item) for item in items]
    if isinstance(column, TermsColumn):
        return [Shown(_term(column, code)) for code in value]
    if isinstance(value, list):
        return [Shown(str(item)) for item in value]
    if isinstance(column, TermColumn):
        return [Shown(_term(column, value))]
    return [Shown(scalar(column.kind, value), url=value if column.kind == "url" else "")]


def text(name: str, value: Any) -> str:
    """The same on one line with its links, for a history or a text export."""
    return ", ".join(
        _bracketed(one.text, [*one.details, *([one.url] if one.url not in ("", one.text) else [])])
        for one in display(name, value)
    )


def _bracketed(text: str, details: Sequence[str]) -> str:
    said = " ; ".join(details)
    return f"{text} ({said})" if text and said else text or said


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


def _item(parts: str, item: dict[str, Any]) -> Shown:
    """An item of a list as a reader says it: its name, then the rest between brackets."""
    filled = [part for part in PARTS[parts] if item.get(part.name) not in (None, "")]
    first, link = PARTS[parts][0], next((item[part.name] for part in filled if part.kind == "url"), "")
    said = {
        part.name: part.said.format(_part(part, item[part.name])) for part in filled if part.kind != "url"
    }
    return Shown(said.pop(first.name, ""), link, tuple(said.values()))


def _result(item: dict[str, Any]) -> Shown:
    """A figure is worth what is known of who says it."""
    figure = f"{item.get('valeur') or ''} {item.get('unite') or ''}".strip()
    value = " : ".join(filter(None, (item.get("indicateur"), figure)))
    details = [
        month(item["date"]) if item.get("date") else "",
        f"source : {item['source']}" if item.get("source") else "",
        _SPEAKERS.get(item.get("qui") or "", "sans dire qui l’affirme"),
    ]
    return Shown(value, details=tuple(filter(None, details)))


def _part(part: Part, value: Any) -> str:
    if part.kind == "field":
        return BY_NAME[value].label if value in BY_NAME else str(value)
    if part.kind == "choice":
        return str(dict(part.choices).get(value, value))
    return scalar(part.kind, value) if value != "" else ""
