"""Workbooks: read in a limited child process, so that a hostile file ends as a sentence."""

from typing import Any

from bibia.imports.readers import limited
from bibia.imports.readers.table import Book, Marks, NotATable, Sheet

_UNREADABLE = "Ce fichier n’est pas un classeur lisible : enregistrez-le de nouveau en XLSX ou en CSV."
_TOO_BIG = "Ce classeur est trop grand pour être lu sans risque : réduisez-le ou enregistrez-le en CSV."
_SENTENCES = {
    "": "",
    "trop-gros": _TOO_BIG,
    "trop-grande": _TOO_BIG,
    "autre": _UNREADABLE,
    "chevauchement": (
        "Des cellules fusionnées se recouvrent ({place}) : ce classeur est abîmé. Recopiez ses valeurs dans un nouveau classeur."
    ),
    "loin": (
        "La cellule {place} est remplie, très loin de la table : effacez-la, ou recopiez la table seule dans un nouveau classeur."
    ),
    "protege": "Ce classeur est protégé par un mot de passe : enregistrez-le sans protection.",
}


def read(data: bytes) -> Book:
    kind = "xlsx" if data.startswith(b"PK") else "xls"
    answer = limited.ask(data) or {"refused": "autre"}
    if "refused" in answer:
        raise NotATable(_sentence(answer), kind=kind)
    sheets = [
        Sheet(
            one["name"],
            limited.lines(one["lines"], answer["texts"]),
            one["hidden"],
            _marks(one["marks"]),
            _sentence(one),
        )
        for one in answer["sheets"]
    ]
    return Book(answer["kind"], sheets, from_1904=answer["from_1904"])


def _sentence(answer: dict[str, Any]) -> str:
    return _SENTENCES[answer["refused"]].format(place=answer.get("place", ""))


def _marks(said: dict) -> Marks:
    return Marks(
        hidden_rows=tuple(said.get("hidden_rows", ())),
        hidden_columns=tuple(said.get("hidden_columns", ())),
        formulas=frozenset((row, column) for row, column in said.get("formulas", ())),
        errors=tuple((row, column, text) for row, column, text in said.get("errors", ())),
        merged=tuple((top, left, bottom, right) for top, left, bottom, right in said.get("merged", ())),
    )
