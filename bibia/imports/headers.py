"""Which column is which field: by what a person said, by the field's name, its label and every spelling met."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache

from rapidfuzz import fuzz, process

from bibia.fiches.fields import BY_NAME, FIELDS, Access
from bibia.imports.readers.choice import ENOUGH
from bibia.imports.readers.table import NotATable, Table
from bibia.imports.report import Finding
from bibia.ui.text import fold, squeeze

# Without these two no row can say whose project it is.
NEEDED = {"nom_projet": "le nom du projet", "coll_nom": "le nom du porteur"}
# The identifier of a record is no field of it: a table that comes back says with it which record a row is.
IDENTIFIER = "identifiant"
_IDENTIFIERS = ("identifiant", "id", "uid", "id_fiche", "identifiant_fiche")
# The column that our annotated CSV files add: it comes back, and says nothing of the record.
REMARKS = "Remarques (Bibliothèque d’IA territoriale)"
# How a header says by itself that its column is not for the public: our own templates and exports do.
RESERVED_MARK = "(réservé)"
_RESERVED = re.compile(
    r"\s*[(\[](?:réservée?|restreinte?|interne|espace de confiance)[)\]]\s*$", re.IGNORECASE
)


@dataclass(frozen=True)
class Column:
    index: int
    header: str
    field: str


@dataclass
class Matching:
    columns: list[Column]
    # Every column of the table, in its order: (header, field or "", why), what a person may correct.
    choices: list[tuple[str, str, str]]
    findings: list[Finding] = field(default_factory=list)


def key(header: str) -> str:
    return re.sub(r"[^a-z0-9]+", "_", fold(_RESERVED.sub("", header))).strip("_")


@cache
def _spellings() -> dict[str, str]:
    spellings = {key(one.name): one.name for one in FIELDS}
    spellings |= dict.fromkeys(_IDENTIFIERS, IDENTIFIER)
    for one in FIELDS:
        for header in (*one.headers, one.label):
            spellings.setdefault(key(header), one.name)
    return spellings


def score(header: list[str]) -> int:
    """How many fields this header names, and ENOUGH more when a table can be read with it."""
    named = {_spellings()[key(cell)] for cell in header if len(cell) < 200 and key(cell) in _spellings()}
    return len(named) + ENOUGH * (named >= set(NEEDED))


def match(
    table: Table, *, mapping: Mapping[int, str] | None = None, memory: Mapping[str, str] | None = None
) -> Matching:
    """`mapping` is what a person says now of some columns ("" leaves one out), `memory` what was said before."""
    columns: dict[str, Column] = {}
    found = Matching([], [])
    chosen = {name for name in (mapping or {}).values() if name}
    for index, header in enumerate(table.header):
        shown = squeeze(header) or f"colonne {index + 1}"
        name, why = _field(index, header, mapping or {}, memory or {})
        if why != "choix" and name in chosen:  # a person gave this field another column
            name, why = "", "choix"
        if name and name in columns:
            found.findings.append(
                Finding(
                    "colonne-repetee",
                    table.header_row,
                    shown,
                    name,
                    proposal=columns[name].header,
                    index=index,
                )
            )
            name = ""
        elif name:
            columns[name] = Column(index, shown, name)
        elif why != "choix" and key(header) != key(REMARKS) and _holds_something(table, index):
            found.findings.append(_unknown(table, index, shown))
        found.choices.append((shown, name, why))
    _require_needed(columns, table)
    found.columns = list(columns.values())
    found.findings += _not_for_all(table, found.columns)
    return found


def _field(index: int, header: str, mapping: Mapping[int, str], memory: Mapping[str, str]) -> tuple[str, str]:
    if index in mapping:
        return _known(mapping[index]), "choix"
    if key(header) in memory:
        return _known(memory[key(header)]), "mémoire"
    name = _spellings().get(key(header), "")
    return name, "nom" if name else ""


def _known(name: str) -> str:
    """A field that is no more, or never was, leaves its column out."""
    return name if name in BY_NAME or name == IDENTIFIER else ""


def _require_needed(columns: Mapping[str, Column], table: Table) -> None:
    missing = [label for name, label in NEEDED.items() if name not in columns]
    if missing:
        raise NotATable(
            f"Ce fichier n’est pas une table de fiches : il n’a pas de colonne pour {' ni pour '.join(missing)}.",
            kind=table.kind,
        )


def _unknown(table: Table, index: int, shown: str) -> Finding:
    near = process.extractOne(key(shown), _spellings().keys(), scorer=fuzz.ratio, score_cutoff=85)
    proposal = _spellings()[near[0]] if near else ""
    return Finding("colonne-inconnue", table.header_row, shown, proposal=proposal, index=index)


def _not_for_all(table: Table, columns: list[Column]) -> list[Finding]:
    """Columns of the trusted space in a table that does not say so: their values must not surprise anybody."""
    return [
        Finding("colonne-reservee", table.header_row, column.header, column.field, index=column.index)
        for column in columns
        if column.field in BY_NAME
        and BY_NAME[column.field].access in (Access.RESTRICTED, Access.INTERNAL)
        and not _RESERVED.search(table.header[column.index])
        and _holds_something(table, column.index, header=False)
    ]


def _holds_something(table: Table, index: int, *, header: bool = True) -> bool:
    return bool(header and table.header[index].strip()) or any(
        index < len(row.cells) and row.cells[index].strip() for row in table.rows
    )
