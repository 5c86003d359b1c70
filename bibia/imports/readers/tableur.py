"""Workbooks: read in a limited child process, so that a hostile file ends as a sentence."""

import json
import subprocess
import sys
from pathlib import Path

from bibia.imports.readers.table import MAX_CELL, MAX_COLUMNS, MAX_INFLATED, MAX_ROWS, NotATable, Table, table

CHILD = Path(__file__).with_name("child.py")
SECONDS = 60
_UNREADABLE = "Ce fichier n’est pas un classeur lisible : enregistrez-le de nouveau en XLSX ou en CSV."
_TOO_BIG = "Ce classeur est trop grand pour être lu sans risque : réduisez-le ou enregistrez-le en CSV."
_SENTENCES = {
    "trop-gros": _TOO_BIG,
    "trop-grande": _TOO_BIG,
    "autre": _UNREADABLE,
    "vide": "Ce classeur est vide : il n’y a rien à importer.",
    "protege": "Ce classeur est protégé par un mot de passe : enregistrez-le sans protection.",
}


def read(data: bytes) -> Table:
    answer = _ask(data)
    if "refused" in answer:
        raise NotATable(_SENTENCES[answer["refused"]], kind="xlsx")
    notes = tuple(("feuille-ignoree", name) for name in answer["ignored"])
    return table("xlsx", answer["lines"], notes=notes)


def _ask(data: bytes) -> dict:
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
        raise NotATable(_UNREADABLE, kind="xlsx") from None
    return answer
