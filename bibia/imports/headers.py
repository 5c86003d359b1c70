"""Which column is which field: by the field's name and by every spelling met in real tables."""

import re
from dataclasses import dataclass
from functools import cache

from bibia.fiches.fields import FIELDS
from bibia.imports.readers.table import NotATable, Table
from bibia.imports.report import Finding
from bibia.ui.text import fold, squeeze

# Without these two no row can say whose project it is.
NEEDED = {"nom_projet": "le nom du projet", "coll_nom": "le nom du porteur"}


@dataclass(frozen=True)
class Column:
    index: int
    header: str
    field: str


def key(header: str) -> str:
    return re.sub(r"[^a-z0-9]+", "_", fold(header)).strip("_")


@cache
def _spellings() -> dict[str, str]:
    spellings = {key(field.name): field.name for field in FIELDS}
    for field in FIELDS:
        for header in field.headers:
            spellings.setdefault(key(header), field.name)
    return spellings


def score(header: list[str]) -> int:
    """How many fields this header names: what tells a delimiter from another."""
    return len({_spellings()[key(cell)] for cell in header if key(cell) in _spellings()})


def match(table: Table) -> tuple[list[Column], list[Finding]]:
    columns: dict[str, Column] = {}
    findings = []
    for index, header in enumerate(table.header):
        name, shown = _spellings().get(key(header), ""), squeeze(header) or f"colonne {index + 1}"
        if name and name not in columns:
            columns[name] = Column(index, shown, name)
        elif name:
            findings.append(Finding("colonne-repetee", 1, shown, name, proposal=columns[name].header))
        elif _holds_something(table, index):
            findings.append(Finding("colonne-inconnue", 1, shown))
    missing = [label for name, label in NEEDED.items() if name not in columns]
    if missing:
        raise NotATable(
            f"Ce fichier n’est pas une table de fiches : il n’a pas de colonne pour {' ni pour '.join(missing)}.",
            kind=table.kind,
        )
    return list(columns.values()), findings


def _holds_something(table: Table, index: int) -> bool:
    return bool(table.header[index].strip()) or any(
        index < len(row.cells) and row.cells[index].strip() for row in table.rows
    )
