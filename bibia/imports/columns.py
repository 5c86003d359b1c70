"""Which sheet, which header, which field for each column: what was found, and what a person says instead."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from bibia.fiches.fields import BY_NAME, FIELDS, GROUPS, Access, label
from bibia.imports.headers import IDENTIFIER
from bibia.imports.options import Options

WHY = {
    "nom": "Reconnue à son en-tête",
    "mémoire": "Comme la dernière fois",
    "choix": "Votre choix",
    "": "Non reconnue",
}
IDENTIFIER_LABEL = "Identifiant de la fiche"
PER_PAGE = 8  # each has a list of every field


def shown(report: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Every column of the table; those that nobody knows first."""
    found = [
        {
            "index": index,
            "header": one["header"],
            "field": one["field"],
            "label": name_of(one["field"]),
            "why": WHY[one["why"] if one["field"] or one["why"] == "choix" else ""],
            "reserved": _reserved(one["field"]),
        }
        for index, one in enumerate(report.get("columns", ()))
    ]
    return sorted(found, key=lambda one: (bool(one["field"]), one["index"]))


def name_of(field: str) -> str:
    return IDENTIFIER_LABEL if field == IDENTIFIER else label(field) if field else ""


def _reserved(field: str) -> bool:
    return field in BY_NAME and BY_NAME[field].access in (Access.RESTRICTED, Access.INTERNAL)


def choices() -> list[tuple[str, list[tuple[str, str]]]]:
    """Every field that a table may bring, by part of the record."""
    groups = [
        (name, [(one.name, one.label) for one in FIELDS if one.group == code and one.name != "image_url"])
        for code, name in GROUPS.items()
    ]
    return [("Reconnaître les fiches", [(IDENTIFIER, IDENTIFIER_LABEL)]), *groups]


def chosen(options: Options, given: Mapping[str, str], report: Mapping[str, Any]) -> Options:
    """What the form says. Another sheet or header starts from what is found again."""
    sheet, row = given.get("feuille", ""), given.get("entete", "")
    file = report.get("file", {})
    moved = _moved(sheet, row, file, report)
    if moved:
        return Options(**moved)
    return replace(options, mapping={**options.mapping, **_mapping(given, report)})


def _moved(sheet: str, row: str, file: Mapping[str, Any], report: Mapping[str, Any]) -> dict[str, Any]:
    names = [one["name"] for one in report.get("sheets", ())]
    if sheet in names and sheet != file.get("sheet", ""):
        return {"sheet": sheet}  # its header is found again
    if row.isascii() and row.isdigit() and len(row) < 6 and 0 < int(row) != file.get("header_row", 0):
        return {"sheet": file.get("sheet") or None, "header_row": int(row)}
    return {}


def _mapping(given: Mapping[str, str], report: Mapping[str, Any]) -> dict[int, str]:
    """Only what differs from what was found: the rest may get better."""
    changed = {}
    for index, one in enumerate(report.get("columns", ())):
        said = given.get(f"colonne-{index}")
        if said is not None and said != one["field"] and (said in BY_NAME or said in ("", IDENTIFIER)):
            changed[index] = said
    return changed


def twice(options: Options, report: Mapping[str, Any]) -> list[str]:
    """The fields that two columns are said to be."""
    found = {index: one["field"] for index, one in enumerate(report.get("columns", ()))}
    said = [name for name in options.mapping.values() if name]
    kept = [name for index, name in found.items() if name and index not in options.mapping]
    return sorted({name_of(name) for name in said if said.count(name) > 1 or name in kept})
