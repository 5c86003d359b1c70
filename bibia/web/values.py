"""Values as they are typed: kept whatever they are, shown again as they were, cleaned only when they are sent."""

import datetime
import hashlib
import json
import re
from collections.abc import Iterable, Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.core.serializers.json import DjangoJSONEncoder
from django.http import QueryDict

from bibia.fiches.columns import Column, ItemColumn, ItemsColumn, PlacesColumn, TermsColumn
from bibia.fiches.fields import BY_NAME
from bibia.fiches.forms import clean_value
from bibia.fiches.lists import PARTS
from bibia.ui.text import squeeze

Values = dict[str, Any]
MOST_ROWS = 60
LONGEST = 20_000  # characters typed in one place; a browser's form can hold no more usefully


# Null bytes and halves of characters: no database keeps them, and nobody typed them.
_NEVER = re.compile(r"[\x00\ud800-\udfff]")


def said(text: str) -> str:
    """What was typed, as it was, but for what cannot be kept."""
    return _NEVER.sub("", text[:LONGEST]).replace("\r\n", "\n")


def column(name: str) -> Column:
    return BY_NAME[name].column


def is_items(name: str) -> bool:
    return isinstance(column(name), ItemsColumn)


def is_single(name: str) -> bool:
    return isinstance(column(name), ItemColumn)


def posted(names: Iterable[str], post: QueryDict) -> Values:
    """What a form brought for these fields; a field that was not in the form is left out."""
    found: Values = {}
    for name in names:
        if is_items(name):
            found[name] = _rows(name, post)
        elif isinstance(column(name), TermsColumn):
            found[name] = [said(term) for term in post.getlist(name)[:MOST_ROWS]]
        elif name in post:
            found[name] = said(post.get(name, ""))
    return found


def _rows(name: str, post: QueryDict) -> Any:
    """The rows of a list in their order, without those where nothing is written."""
    parts = PARTS[column(name).parts]
    rows = []
    for rank in range(MOST_ROWS):
        row = {part.name: squeeze(said(post.get(f"{name}-{rank}-{part.name}", ""))) for part in parts}
        if any(row.values()):
            rows.append({key: text for key, text in row.items() if text})
    return (rows[0] if rows else {}) if is_single(name) else rows


def rows_of(name: str, raw: Any) -> list[dict[str, str]]:
    """What is typed in a list or an object, always as rows."""
    items = [raw] if isinstance(raw, dict) else raw or []
    return [
        item if isinstance(item, dict) else {PARTS[column(name).parts][0].name: str(item)}
        for item in items
        if item
    ]


def typed(name: str, value: Any) -> Any:
    """A clean value, as somebody would type it."""
    if value is None:
        return ""
    if is_items(name):
        kinds = {part.name: part.kind for part in PARTS[column(name).parts]}
        rows = [
            {key: _text(kinds.get(key, "line"), part) for key, part in row.items()}
            for row in rows_of(name, value)
        ]
        return (rows[0] if rows else {}) if is_single(name) else rows
    if isinstance(column(name), PlacesColumn):
        return ", ".join(value) if isinstance(value, list) else str(value)
    if isinstance(value, list):
        return list(value)
    return _text(column(name).kind, value)


def _text(kind: str, value: Any) -> str:
    if isinstance(value, datetime.date):
        return value.strftime("%d/%m/%Y")
    text = str(value)
    if kind == "date" and len(text) == 10:
        year, month, day = text.split("-")
        return f"{day}/{month}/{year}"
    if kind == "month" and len(text) == 7:
        return f"{text[5:]}/{text[:4]}"
    if kind in ("number", "integer"):
        return text.removesuffix(".0").replace(".", ",")
    return text


def is_blank(raw: Any) -> bool:
    return raw in (None, "", [], {}) or (isinstance(raw, str) and not raw.strip())


def cleaned(values: Mapping[str, Any]) -> tuple[Values, dict[str, str]]:
    """What is understood, and for each field that is not, the sentence that says why."""
    good: Values = {}
    refused: dict[str, str] = {}
    for name, raw in values.items():
        try:
            good[name] = clean_value(name, raw)
        except ValidationError as error:
            refused[name] = " ".join(error.messages)
    return good, refused


def emptied(values: Mapping[str, Any]) -> Values:
    """Every field of a record, empty where these clean values say nothing."""
    return {name: values.get(name, field.column.empty) for name, field in BY_NAME.items()}


def digest(raw: Any) -> str:
    """A short mark of what was shown in a form: it tells whether a text changed meanwhile."""
    said = "" if is_blank(raw) else raw
    text = json.dumps(said, sort_keys=True, cls=DjangoJSONEncoder, ensure_ascii=False)
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:12]
