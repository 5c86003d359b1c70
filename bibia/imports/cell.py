"""One cell of a table under examination, whole: a report quotes only its beginning."""

from typing import Any

from bibia.fiches.fields import BY_NAME, label
from bibia.fiches.vocabularies import VOCABULARIES
from bibia.imports import files, run
from bibia.imports.models import Import
from bibia.imports.options import Options
from bibia.imports.readers.table import NotATable
from bibia.imports.showing import place


def of(found: Import, row: int, name: str) -> dict[str, Any] | None:
    """None when the table has no such cell."""
    if name not in BY_NAME or row not in {one["row"] for one in found.report.get("rows", ())}:
        return None
    options = Options.of(found.options)
    corrected = options.corrections.get((row, name))
    field = BY_NAME[name]
    said = [one for one in found.report["findings"] if one["row"] == row and one["field"] == name]
    return {
        "row": row,
        "name": name,
        "label": label(name),
        "help": field.help,
        "example": field.column.example,
        "value": _held(found, options, row, name) if corrected is None else corrected,
        "corrected": corrected is not None,
        "labels": _labels(name),
        "one": field.kind == "enum",
        "findings": [
            {"message": one["message"], "place": place(one), "proposal": one["proposal"]} for one in said
        ],
    }


def _labels(name: str) -> list[str]:
    field = BY_NAME[name]
    if field.kind not in ("enum", "enum[]"):
        return []
    return [term.label for term in VOCABULARIES[field.column.vocabulary_name].terms]


def _held(found: Import, options: Options, row: int, name: str) -> str:
    column = next((index for index, one in enumerate(found.report["columns"]) if one["field"] == name), -1)
    if column < 0:
        return ""
    try:
        table = run.read(files.path_of(found.pk), sheet=options.sheet, header_row=options.header_row)
    except NotATable:
        return ""
    cells = next((one.cells for one in table.rows if one.number == row), ())
    return cells[column] if column < len(cells) else ""
