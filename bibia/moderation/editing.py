"""What the templates draw of values to edit: one input each, and for a list one row of inputs for each of its items."""

from collections.abc import Collection, Mapping
from typing import Any

from bibia.fiches.columns import TermColumn, TermsColumn
from bibia.fiches.fields import BY_NAME, GROUPS
from bibia.fiches.lists import PARTS
from bibia.web.values import is_blank, is_items, is_single, rows_of

SPARE = 2  # empty rows, to add items
FEW = 8  # inputs that are read at once


def inputs(
    names: Collection[str], values: Mapping[str, Any], errors: Mapping[str, str] | None = None
) -> list[dict[str, Any]]:
    return [_input(name, values.get(name), (errors or {}).get(name, "")) for name in names]


def groups(inputs: Collection[dict[str, Any]], opened: Collection[str] = ()) -> list[dict[str, Any]]:
    """The same, gathered as in the record where they are many: open where something is refused, or to be seen at once."""
    if len(inputs) <= FEW:
        return [{"label": "", "inputs": inputs}]
    found = {
        label: [one for one in inputs if BY_NAME[one["name"]].group is code] for code, label in GROUPS.items()
    }
    return [
        {
            "label": label,
            "inputs": drawn,
            "filled": sum(not is_blank(one["value"]) for one in drawn),
            "open": any(one["error"] or one["name"] in opened for one in drawn),
        }
        for label, drawn in found.items()
        if drawn
    ]


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
