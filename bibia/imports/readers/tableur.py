"""Workbooks: read in a limited child process, so that a hostile file ends as a sentence."""

import json
import subprocess
import sys
from pathlib import Path

from bibia.imports.readers.table import (
    MAX_CELL,
    MAX_COLUMNS,
    MAX_INFLATED,
    MAX_ROWS,
    Book,
    Marks,
    NotATable,
    Sheet,
)

CHILD = Path(__file__).with_name("child.py")
SECONDS = 60
_UNREADABLE = "Ce fichier n’est pas un classeur lisible : enregistrez-le de nouveau en XLSX ou en CSV."
_TOO_BIG = "Ce classeur est trop grand pour être lu sans risque : réduisez-le ou enregistrez-le en CSV."
_SENTENCES = {
    "": "",
    "trop-gros": _TOO_BIG,
    "trop-grande": _TOO_BIG,
    "autre": _UNREADABLE,
    "protege": "Ce classeur est protégé par un mot de passe : enregistrez-le sans protection.",
}


def read(data: bytes) -> Book:
    kind = "xlsx" if data.startswith(b"PK") else "xls"
    answer = _ask(data, kind)
    if "refused" in answer:
        raise NotATable(_SENTENCES[answer["refused"]], kind=kind)
    sheets = [
        Sheet(one["name"], one["lines"], one["hidden"], _marks(one["marks"]), _SENTENCES[one["refused"]])
        for one in answer["sheets"]
    ]
    return Book(answer["kind"], sheets, from_1904=answer["from_1904"])


def _marks(said: dict) -> Marks:
    return Marks(
        hidden_rows=tuple(said.get("hidden_rows", ())),
        hidden_columns=tuple(said.get("hidden_columns", ())),
        formulas=frozenset((row, column) for row, column in said.get("formulas", ())),
        errors=tuple((row, column, text) for row, column, text in said.get("errors", ())),
        merged=tuple((top, left, bottom, right) for top, left, bottom, right in said.get("merged", ())),
    )


def _ask(data: bytes, kind: str) -> dict:
    limits = json.dumps(
        {"inflated": MAX_INFLATED, "rows": MAX_ROWS, "columns": MAX_COLUMNS, "cell": MAX_CELL}
    )
    try:
        done = subprocess.run(
            [sys.executable, "-I", str(CHILD), limits],
            input=data,
            capture_output=True,
            env={},
            close_fds=True,
            timeout=SECONDS,
            check=False,
        )
        answer = json.loads(done.stdout)
    except (subprocess.TimeoutExpired, ValueError):
        raise NotATable(_UNREADABLE, kind=kind) from None
    return answer
