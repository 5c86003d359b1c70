"""Which column is which field: by what a person said, by the field's name, its label and every spelling met."""

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache

from rapidfuzz import fuzz, process

from bibia.fiches.fields import BY_NAME, FIELDS, Access, label
from bibia.imports.readers.choice import ENOUGH
from bibia.imports.readers.table import NotATable, Table
from bibia.imports.report import Finding
from bibia.imports.usual import USUAL
from bibia.territoires.ids import ID
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


class NoSuchColumn(Exception):
    """The table has not one column of this name: whoever asked for it made a mistake."""


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


@cache
def _usual() -> dict[str, str]:
    return {key(header): name for name, headers in USUAL.items() for header in headers}


def named(header: str) -> str:
    """The field that this header names for certain, or ""."""
    return _spellings().get(key(header), "")


def understood(text: str) -> str:
    """The field that a person means, however they write it, or ""."""
    return named(text) or _usual().get(key(text), "")


def score(header: list[str]) -> int:
    """How many fields this header names, and ENOUGH more when a table can be read with it."""
    found = {understood(cell) for cell in header if len(cell) < 200} - {""}
    return len(found) + ENOUGH * (found >= set(NEEDED))


def match(
    table: Table, *, mapping: Mapping[int, str] | None = None, memory: Mapping[str, str] | None = None
) -> Matching:
    """`mapping` is what a person says now of some columns ("" leaves one out), `memory` what was said before."""
    columns: dict[str, Column] = {}
    found = Matching([], [])
    chosen = {name for name in (mapping or {}).values() if name}
    fields, rivals = _fields(table, mapping or {}, memory or {})
    for index, header in enumerate(table.header):
        shown = squeeze(header) or f"colonne {index + 1}"
        name, why = fields[index]
        if why != "choix" and name in chosen:  # a person gave this field another column
            name, why = "", "choix"
        if name == IDENTIFIER and why == "nom" and not _has_identifiers(table, index):
            found.findings.append(_numbers_of_its_own(table, index, shown))
            name, why = "", "valeurs"
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
        elif (
            why not in ("choix", "valeurs") and key(header) != key(REMARKS) and _holds_something(table, index)
        ):
            found.findings.append(_unknown(table, index, shown, rivals))
        found.choices.append((shown, name, why))
    found.columns = list(columns.values())
    found.findings += _not_for_all(table, found.columns)
    return found


def _fields(
    table: Table, mapping: Mapping[int, str], memory: Mapping[str, str]
) -> tuple[list[tuple[str, str]], set[str]]:
    """(field, why) of each column, and the fields that several usual headers may name: a person says which."""
    said = [_field(index, header, mapping, memory) for index, header in enumerate(table.header)]
    taken = {name for name, _ in said}
    usual = [
        _usual().get(key(header), "") if not why else ""
        for header, (_, why) in zip(table.header, said, strict=True)
    ]
    free = {name for name in usual if name and name not in taken}
    rivals = {name for name in free if usual.count(name) > 1}
    fields = [
        (name, "courant") if name in free - rivals else one for name, one in zip(usual, said, strict=True)
    ]
    return fields, rivals


def _field(index: int, header: str, mapping: Mapping[int, str], memory: Mapping[str, str]) -> tuple[str, str]:
    if index in mapping:
        return _known(mapping[index]), "choix"
    if key(header) in memory:
        return _known(memory[key(header)]), "mémoire"
    name = named(header)
    return name, "nom" if name else ""


def _has_identifiers(table: Table, index: int) -> bool:
    """Many tables number their rows under "ID"; an empty column is whatever its header says."""
    cells = [cell for row in table.rows if index < len(row.cells) and (cell := row.cells[index].strip())]
    return not cells or any(ID.fullmatch(cell.lower()) for cell in cells)


def _known(name: str) -> str:
    """A field that is no more, or never was, leaves its column out."""
    return name if name in BY_NAME or name == IDENTIFIER else ""


def places(table: Table, said: Mapping[str, str]) -> dict[int, str]:
    """Header → field, as column → field; raises NoSuchColumn."""
    keys = [key(header) for header in table.header]
    for header in said:
        if keys.count(key(header)) != 1:
            raise NoSuchColumn(
                f"Une seule colonne doit s’appeler « {header} » : {keys.count(key(header))} trouvées."
            )
    return {keys.index(key(header)): name for header, name in said.items()}


def require(matching: Matching, table: Table) -> None:
    """Raises NotATable for a table that names no project or nobody; its columns may still be said."""
    if lacking := missing(one for _, one, _ in matching.choices):
        raise NotATable(
            f"Ce fichier n’est pas une table de fiches : il n’a pas de colonne pour {' ni pour '.join(lacking.values())}.",
            kind=table.kind,
        )


def missing(fields: Iterable[str]) -> dict[str, str]:
    """What no row could say with these columns."""
    known = set(fields)
    return {name: said for name, said in NEEDED.items() if name not in known}


def _unknown(table: Table, index: int, shown: str, rivals: Collection[str]) -> Finding:
    rival = _usual().get(key(shown), "")
    if rival in rivals:
        message = (
            f"Plusieurs colonnes peuvent donner « {label(rival)} » : dites laquelle. Aucune n’est importée."
        )
        return Finding(
            "colonne-inconnue", table.header_row, shown, message=message, proposal=rival, index=index
        )
    near = process.extractOne(key(shown), _spellings().keys(), scorer=fuzz.ratio, score_cutoff=85)
    proposal = _spellings()[near[0]] if near else ""
    return Finding("colonne-inconnue", table.header_row, shown, proposal=proposal, index=index)


def _numbers_of_its_own(table: Table, index: int, shown: str) -> Finding:
    message = (
        "Aucune valeur n’a la forme d’un identifiant de la bibliothèque : cette colonne n’est pas importée."
    )
    return Finding("colonne-inconnue", table.header_row, shown, message=message, index=index)


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
