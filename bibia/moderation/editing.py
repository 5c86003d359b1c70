"""What the template draws of values to edit: one input each, and for a list one row of inputs for each of its items."""

from collections.abc import Collection, Mapping
from typing import Any

from bibia.fiches.columns import TermColumn, TermsColumn
from bibia.fiches.fields import BY_NAME
from bibia.fiches.lists import PARTS
from bibia.web.values import is_items, is_single, rows_of

SPARE = 2  # empty rows, to add items


def inputs(
    names: Collection[str], values: Mapping[str, Any], errors: Mapping[str, str] | None = None
) -> list[dict[str, Any]]:
    return [_input(name, values.get(name), (errors or {}).get(name, "")) for name in names]


def _input(name: str, value: Any, error: str) -> dict[str, Any]:
    field, column = BY_NAME[name], BY_NAME[name].column
    found = {"name": name, "label": field.label, "help": field.help, "error": error, "value": value or ""}
    if is_items(name):
        parts = PARTS[column.parts]
        items = rows_of(name, value)
        items = items or [{}] if is_single(name) else [*items, *([{}] * SPARE)]
        rows = [[_part(name, rank, part, item) for part in parts] for rank, item in enumerate(items)]
        return found | {"kind": "rows", "rows": rows}
    if isinstance(column, TermsColumn):
        return found | {"kind": "terms", "choices": column.vocabulary.choices, "value": value or []}
    if isinstance(column, TermColumn):
        return found | {"kind": "term", "choices": [("", "—"), *column.vocabulary.choices]}
    return found | {"kind": "text" if column.kind == "text" else "line"}


def _part(name: str, rank: int, part: Any, item: Mapping[str, str]) -> dict[str, Any]:
    return {
        "name": f"{name}-{rank}-{part.name}",
        "label": f"{part.label}" if not rank else f"{part.label}, ligne {rank + 1}",
        "value": item.get(part.name, ""),
        "choices": [("", "—"), *part.choices] if part.kind == "choice" else [],
    }
