"""Which sheet, which header, which field for each column: what was found, and what a person says instead."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from bibia.fiches.fields import BY_NAME, FIELDS, Access, label
from bibia.imports import headers
from bibia.imports.headers import IDENTIFIER, key
from bibia.imports.options import Options

WHY = {
    "nom": "Reconnue à son en-tête",
    "courant": "Reconnue à un nom courant : à vérifier",
    "mémoire": "Comme la dernière fois",
    "choix": "Votre choix",
    "": "Non reconnue",
}
IDENTIFIER_LABEL = "Identifiant de la fiche"


def shown(report: Mapping[str, Any], given: Mapping[str, str] | None = None) -> list[dict[str, Any]]:
    """Every column of the table, with what was typed for it; those that nobody knows first."""
    found = [
        {
            "index": index,
            "header": one["header"],
            "field": one["field"],
            "text": (given or {}).get(f"colonne-{index}", name_of(one["field"])),
            "why": WHY[one["why"] if one["field"] or one["why"] == "choix" else ""],
            "reserved": _reserved(one["field"]),
            "examples": one.get("examples", ()),
            "usual": one["why"] == "courant",
        }
        for index, one in enumerate(report.get("columns", ()))
    ]
    return sorted(found, key=lambda one: (bool(one["field"]), not one["usual"], one["index"]))


def name_of(field: str) -> str:
    return IDENTIFIER_LABEL if field == IDENTIFIER else label(field) if field else ""


def _reserved(field: str) -> bool:
    return field in BY_NAME and BY_NAME[field].access in (Access.RESTRICTED, Access.INTERNAL)


def labels() -> list[str]:
    """Every field that a table may bring: one list for all the columns of a page, however many they are."""
    return [IDENTIFIER_LABEL, *(one.label for one in FIELDS if one.name != "image_url")]


def understood(text: str) -> str:
    """The field that was typed, by its label or any name known for it; "" when there is none."""
    return IDENTIFIER if key(text) == key(IDENTIFIER_LABEL) else headers.understood(text)


def needed(report: Mapping[str, Any]) -> dict[str, str]:
    """What no column gives, in a table whose columns were read."""
    found = report.get("columns") or ()
    return headers.missing(one["field"] for one in found) if found else {}


def chosen(options: Options, given: Mapping[str, str], report: Mapping[str, Any]) -> Options:
    """What the form says. Another sheet or header starts from what is found again."""
    sheet, row = given.get("feuille", ""), given.get("entete", "")
    file = report.get("file", {})
    moved = _moved(sheet, row, file, report)
    if moved:
        return Options(**moved)
    changed = _mapping(given, report)
    # A field that is read in another column has other texts: what was answered of them is asked again.
    fields = {report["columns"][index]["field"] for index in changed} | set(changed.values())
    accepted = frozenset(place for place in options.accepted if place[1] not in fields)
    return replace(options, mapping={**options.mapping, **changed}, accepted=accepted)


def _moved(sheet: str, row: str, file: Mapping[str, Any], report: Mapping[str, Any]) -> dict[str, Any]:
    names = [one["name"] for one in report.get("sheets", ())]
    if sheet in names and sheet != file.get("sheet", ""):
        return {"sheet": sheet}  # its header is found again
    if row.isascii() and row.isdigit() and len(row) < 6 and 0 < int(row) != file.get("header_row", 0):
        return {"sheet": file.get("sheet") or None, "header_row": int(row)}
    return {}


def _mapping(given: Mapping[str, str], report: Mapping[str, Any]) -> dict[int, str]:
    """Only what differs from what was found: the rest may get better."""
    columns, changed = report.get("columns", ()), {}
    for index, one in enumerate(columns):
        text = given.get(f"colonne-{index}")
        said = understood(text) if text else text
        if said is not None and said != one["field"]:
            changed[index] = said
    for name in headers.NEEDED:
        column = given.get(f"champ-{name}", "")
        if column.isascii() and column.isdigit() and len(column) < 4 and int(column) < len(columns):
            changed[int(column)] = name
    return changed


def fault(options: Options, given: Mapping[str, str], report: Mapping[str, Any]) -> str:
    """Why this cannot be kept, or ""."""
    for index, one in enumerate(report.get("columns", ())):
        text = given.get(f"colonne-{index}", "")
        if text and not understood(text):
            return f"« {text[:80]} » n’est pas un champ : pour la colonne « {one['header']} », choisissez dans la liste."
    if double := _twice(options, report):
        return f"Une seule colonne peut donner « {double[0]} » : laissez l’autre de côté."
    return ""


def _twice(options: Options, report: Mapping[str, Any]) -> list[str]:
    """The fields that two columns are said to be."""
    found = {index: one["field"] for index, one in enumerate(report.get("columns", ()))}
    said = [name for name in options.mapping.values() if name]
    kept = [name for index, name in found.items() if name and index not in options.mapping]
    return sorted({name_of(name) for name in said if said.count(name) > 1 or name in kept})
