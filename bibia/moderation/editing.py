"""Editing values in a form: one input each, and for a list one row of inputs for each of its items."""

from collections.abc import Collection, Iterable, Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.http import QueryDict

from bibia.fiches.columns import ItemsColumn, PlacesColumn, TermColumn, TermsColumn
from bibia.fiches.fields import BY_NAME
from bibia.fiches.forms import clean_value
from bibia.fiches.lists import PARTS
from bibia.ui.text import squeeze

SPARE = 2  # empty rows, to add items
_MOST = 60


def typed(name: str, value: Any) -> Any:
    """A clean value as a form shows it."""
    column = BY_NAME[name].column
    if isinstance(column, ItemsColumn):
        items = [value] if isinstance(value, dict) and value else value or []
        return [{key: str(part) for key, part in item.items()} for item in items]
    if isinstance(column, TermsColumn):
        return list(value or [])
    if isinstance(column, PlacesColumn):
        return ", ".join(value or [])
    return "" if value is None else str(value)


def posted(names: Iterable[str], post: QueryDict) -> dict[str, Any]:
    """What the form brought, as it was typed."""
    found: dict[str, Any] = {}
    for name in names:
        column = BY_NAME[name].column
        if isinstance(column, ItemsColumn):
            found[name] = _rows(name, post)
        elif isinstance(column, TermsColumn):
            found[name] = post.getlist(name)[:_MOST]
        else:
            found[name] = post.get(name, "").replace("\r\n", "\n")
    return found


def _rows(name: str, post: QueryDict) -> list[dict[str, str]]:
    parts = PARTS[BY_NAME[name].column.parts]
    rows = []
    for rank in range(_MOST):
        row = {part.name: squeeze(post.get(f"{name}-{rank}-{part.name}", "")) for part in parts}
        if any(row.values()):
            rows.append({key: text for key, text in row.items() if text})
    return rows


def cleaned(values: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, str]]:
    """The values that are understood, and why the others are not."""
    good: dict[str, Any] = {}
    errors: dict[str, str] = {}
    for name, raw in values.items():
        try:
            good[name] = clean_value(name, raw)
        except ValidationError as error:
            errors[name] = " ".join(error.messages)
    return good, errors


def inputs(
    names: Collection[str], values: Mapping[str, Any], errors: Mapping[str, str] | None = None
) -> list[dict[str, Any]]:
    """What the template draws for each field."""
    return [_input(name, values.get(name), (errors or {}).get(name, "")) for name in names]


def _input(name: str, value: Any, error: str) -> dict[str, Any]:
    field, column = BY_NAME[name], BY_NAME[name].column
    found = {"name": name, "label": field.label, "help": field.help, "error": error, "value": value or ""}
    if isinstance(column, ItemsColumn):
        parts = PARTS[column.parts]
        items = [*(value or []), *([{}] * SPARE)] if _is_list(name) else [*(value or [{}])][:1]
        rows = [[_part(name, rank, part, item) for part in parts] for rank, item in enumerate(items)]
        return found | {"kind": "rows", "rows": rows}
    if isinstance(column, TermsColumn):
        return found | {"kind": "terms", "choices": column.vocabulary.choices, "value": value or []}
    if isinstance(column, TermColumn):
        return found | {"kind": "term", "choices": [("", "—"), *column.vocabulary.choices]}
    return found | {"kind": "text" if column.kind == "text" else "line"}


def _is_list(name: str) -> bool:
    return isinstance(BY_NAME[name].column.empty, list)


def _part(name: str, rank: int, part: Any, item: Mapping[str, str]) -> dict[str, Any]:
    return {
        "name": f"{name}-{rank}-{part.name}",
        "label": f"{part.label}" if not rank else f"{part.label}, ligne {rank + 1}",
        "value": item.get(part.name, ""),
        "choices": [("", "—"), *part.choices] if part.kind == "choice" else [],
    }
