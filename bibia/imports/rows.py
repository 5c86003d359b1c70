"""From the cells of a row to values and findings, through the same fields as the web form."""

import itertools
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from bibia.fiches.fields import BY_NAME
from bibia.imports import cells, dates, texts, words
from bibia.imports.headers import IDENTIFIER, Column, key
from bibia.imports.readers.table import MAX_CELL, Row, Table
from bibia.imports.report import Finding
from bibia.territoires.models import folded_name
from bibia.territoires.organisations import Identification


@dataclass(frozen=True)
class Whole:
    """What a row must know of its table, and what a person decided of it."""

    headers: Mapping[str, str] = field(default_factory=dict)  # field → header
    indexes: Mapping[str, int] = field(default_factory=dict)  # field → column, from zero
    habits: Mapping[str, dates.Habit] = field(default_factory=dict)
    corrections: Mapping[int, Mapping[str, str]] = field(default_factory=dict)
    accepted: Collection[tuple[int, str]] = ()
    from_csv: bool = False
    from_1904: bool = False


_NOTHING = Whole()


@dataclass
class Line:
    """One row on its way to the library."""

    number: int
    values: dict = field(default_factory=dict)  # cleaned; a field that is absent or empty is not here
    raw: dict[str, str] = field(default_factory=dict)  # what the table holds
    findings: list[Finding] = field(default_factory=list)
    refused: bool = False
    whole: Whole = _NOTHING
    cells: dict[str, str] = field(default_factory=dict)  # what is read of it
    literal: set[str] = field(default_factory=set)  # texts that an apostrophe marks as such
    identifier: str = ""
    blocked: bool = False  # something public waits for an answer
    place: Identification | None = None
    _kept: tuple[dict, int, bool, bool] | None = None

    @property
    def headers(self) -> Mapping[str, str]:
        return self.whole.headers

    def say(
        self,
        code: str,
        name: str = "",
        *,
        value: str = "",
        message: str = "",
        proposal: str = "",
        sure: str = "",
    ) -> None:
        self.findings.append(
            Finding(
                code,
                self.number,
                self.whole.headers.get(name, ""),
                name if name in BY_NAME else "",
                value or self.raw.get(name, ""),
                message,
                proposal,
                self.whole.indexes.get(name, -1),
                sure,
            )
        )

    def forget(self, name: str) -> None:
        """What was said of a field before something better is."""
        self.findings = [found for found in self.findings if found.field != name]

    def refuse(self, code: str, name: str = "", **said: str) -> None:
        self.refused = True
        self.say(code, name, **said)

    @property
    def siren(self) -> str:
        return self.values.get("coll_siret", "")[:9]

    @cached_property
    def title(self) -> str:
        return folded_name(self.values.get("nom_projet", ""))

    @cached_property
    def organisation(self) -> str:
        return folded_name(self.values.get("coll_nom", ""))

    def keep(self) -> None:
        """What the table alone says: the library is compared with it as often as needed."""
        self._kept = dict(self.values), len(self.findings), self.refused, self.blocked

    def again(self) -> None:
        if self._kept is not None:
            values, count, self.refused, self.blocked = self._kept
            self.values, self.findings = dict(values), self.findings[:count]


def parse(
    table: Table,
    columns: list[Column],
    *,
    corrections: Mapping[tuple[int, str], str] | None = None,
    accepted: Collection[tuple[int, str]] = (),
    skip: Collection[int] = (),
    progress: Callable[[int, int], None] | None = None,
) -> list[Line]:
    by_row: dict[int, dict[str, str]] = {}
    for (row, name), value in (corrections or {}).items():
        if name in BY_NAME or name == IDENTIFIER:
            by_row.setdefault(row, {})[name] = value
    whole = Whole(
        {column.field: column.header for column in columns},
        {column.field: column.index for column in columns},
        cells.habits(table, columns, by_row),
        by_row,
        frozenset(accepted),
        table.kind == "csv",
        table.from_1904,
    )
    shape = _Shape(table, columns)
    lines = []
    for one in table.rows:
        lines.append(_parse(one, shape, whole, skipped=one.number in skip))
        if progress:
            progress(len(lines), len(table.rows))
    return lines


def of_columns(table: Table, whole: Whole) -> list[Finding]:
    """What is said of whole columns."""
    return [
        Finding(
            "date-jour-mois",
            table.header_row,
            whole.headers[name],
            name,
            habit.value,
            _said(habit),
            index=whole.indexes[name],
        )
        for name, habit in whole.habits.items()
        if habit.month_first
    ]


def _said(habit: dates.Habit) -> str:
    return (
        f"Les dates de cette colonne sont lues avec le mois avant le jour : « {habit.value} », ligne {habit.row}, "
        "ne peut pas se lire autrement."
    )


class _Shape:
    def __init__(self, table: Table, columns: list[Column]) -> None:
        self.table, self.columns, self.width = table, columns, len(table.header)
        self.header = [key(cell) for cell in table.header]
        self.broken = _broken(table) if table.kind == "csv" else set()
        self.covered = {
            column.field: table.covered(column.index) for column in columns if column.field in _MISSING
        }  # an exchange with Grist reads one column at a time: a name may have none

    def odd(self, row: Row) -> tuple[str, str] | None:
        """(code, message) of a row that is no record."""
        if self._shifted(row):
            return (
                "ligne-decalee",
                f"Cette ligne a {len(row.cells)} cellules et l’en-tête {self.width} : elle est refusée.",
            )
        if all(key(cell) == name for cell, name in zip(row.cells, self.header, strict=False)):
            return "entete-repete", ""
        if words.is_total([cell.strip() for cell in row.cells if cell.strip()]):
            return "ligne-total", ""
        return None

    def _shifted(self, row: Row) -> bool:
        """In a text, a separator that is no separator pushes the cells right, and a line break cuts a row in two.

        A workbook shifts nothing; a row that only lacks its empty end is whole.
        """
        if self.table.kind != "csv":
            return False
        if row.cells[self.width : self.width + 1] and row.cells[self.width].strip():
            return True
        return row.number in self.broken

    def beside(self, row: Row) -> Iterator[Finding]:
        """What stands to the right of the table, told once for the row: a whole other table may stand there."""
        columns = [column for column in range(self.width, len(row.cells)) if row.cells[column].strip()]
        if columns:
            many = f"{len(columns)} cellules sont à droite de la table : elles ne sont pas lues."
            said, text = many if len(columns) > 1 else "", row.cells[columns[0]].strip()
            yield Finding("cellule-a-cote", row.number, value=text, message=said, index=columns[0])


def _broken(table: Table) -> set[int]:
    """Rows that follow each other and make one row of the right width together: a line break cut it."""
    width, broken = len(table.header), set()
    for one, other in itertools.pairwise(table.rows):
        together = len(one.cells) + len(other.cells) - 1
        if other.number == one.number + 1 and max(len(one.cells), len(other.cells)) < width == together:
            broken |= {one.number, other.number}
    return broken


def _parse(row: Row, shape: _Shape, whole: Whole, *, skipped: bool) -> Line:
    line = Line(row.number, whole=whole)
    if skipped:
        line.refuse("ligne-ecartee")
        return line
    if odd := shape.odd(row):
        line.refuse(odd[0], message=odd[1])
        return line
    line.findings += shape.beside(row)
    cells_of = dict(enumerate(row.cells))
    line.raw = {column.field: cells_of.get(column.index, "").strip() for column in shape.columns}
    line.raw |= whole.corrections.get(row.number, {})
    for name, cell in line.raw.items():
        if len(cell) > MAX_CELL:
            line.say("cellule-trop-longue", name)
        elif cell:
            line.cells[name] = _cleaned(line, name, cell)
    line.identifier = line.cells.pop(IDENTIFIER, "").lower()
    for name, cell in line.cells.items():
        if cell:
            cells.read(line, name, cell)
    _require_names(line, shape)
    return line


def _cleaned(line: Line, name: str, cell: str) -> str:
    cleaned = texts.clean(cell, from_csv=line.whole.from_csv)
    for code, message, proposal in cleaned.said:
        line.say(code, name, message=message, proposal=proposal, sure="certain" if proposal else "")
    if cleaned.literal:
        line.literal.add(name)
    return "" if cleaned.lost else cleaned.text


_MISSING: dict[str, Any] = {"nom_projet": "Le nom du projet manque", "coll_nom": "Le nom du porteur manque"}


def _require_names(line: Line, shape: _Shape) -> None:
    for name, missing in _MISSING.items():
        if not line.values.get(name):
            # A merged block shows this text over the row: it is proposed, never copied.
            proposal = shape.covered.get(name, {}).get(line.number, "")
            line.refuse(
                "champ-manquant", name, message=f"{missing} : la ligne est refusée.", proposal=proposal
            )
