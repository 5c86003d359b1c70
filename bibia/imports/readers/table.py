"""What every reader gives: sheets of text, then one table with its header; and what none of them accepts."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

MIB = 1024 * 1024
MAX_BYTES = 10 * MIB
MAX_INFLATED = 100 * MIB
MAX_TEXT = 30 * MIB  # characters in all the cells: three times what a text of MAX_BYTES holds
MAX_ROWS = 10_000
MAX_COLUMNS = 200
MAX_CELL = 20_000
TOO_MANY_ROWS = "La table dépasse 10 000 lignes : découpez-la."
TOO_MANY_COLUMNS = "La table dépasse 200 colonnes : retirez celles qui ne servent pas."

Score = Callable[[list[str]], int]


class NotATable(Exception):
    """The file changes nothing; the message is the French sentence that says why."""

    def __init__(self, message: str, *, kind: str = "inconnu"):
        super().__init__(message)
        self.kind = kind


@dataclass(frozen=True)
class Row:
    number: int  # the one that a spreadsheet shows, whatever the line breaks inside cells
    cells: tuple[str, ...]


@dataclass(frozen=True)
class Note:
    """What the reader itself has to say: a finding code, and where."""

    code: str
    value: str = ""
    row: int = 0  # 0: the file
    column: int = -1  # -1: the row
    message: str = ""
    proposal: str = ""


@dataclass(frozen=True)
class Marks:
    """What is said of the cells of a sheet; places count from zero."""

    hidden_rows: tuple[int, ...] = ()
    hidden_columns: tuple[int, ...] = ()
    formulas: frozenset[tuple[int, int]] = frozenset()
    errors: tuple[tuple[int, int, str], ...] = ()
    merged: tuple[tuple[int, int, int, int], ...] = ()


@dataclass(frozen=True)
class Sheet:
    name: str
    lines: list[list[str]]
    hidden: bool = False
    marks: Marks = Marks()
    too_big: str = ""  # the sentence that says why it cannot be read

    @cached_property
    def filled(self) -> list[int]:
        return [index for index, cells in enumerate(self.lines) if any(cell.strip() for cell in cells)]


@dataclass(frozen=True)
class Book:
    kind: str
    sheets: list[Sheet]
    notes: tuple[Note, ...] = ()
    from_1904: bool = False


@dataclass(frozen=True)
class Listed:
    """A sheet that a person may choose instead."""

    name: str
    hidden: bool
    rows: int


@dataclass(frozen=True)
class Candidate:
    """A row that may be the header: how many fields it names, and its first cells."""

    row: int
    known: int
    cells: tuple[str, ...]


@dataclass(frozen=True)
class Block:
    """Cells merged into one, and what it says; rows as shown, columns from zero. Two blocks never overlap."""

    top: int
    left: int
    bottom: int
    right: int
    text: str


@dataclass(frozen=True)
class Table:
    kind: str
    header: tuple[str, ...]
    rows: tuple[Row, ...]
    notes: tuple[Note, ...] = ()
    sheet: str = ""
    sheets: tuple[Listed, ...] = ()
    header_row: int = 1
    candidates: tuple[Candidate, ...] = ()
    from_1904: bool = False
    blocks: tuple[Block, ...] = ()

    def covered(self, column: int) -> dict[int, str]:
        """What merged blocks show over the cells of this column: the row → the text of the first cell."""
        return {
            row: block.text
            for block in self.blocks
            if block.left <= column <= block.right
            for row in range(block.top + (column == block.left), block.bottom + 1)
        }


def trimmed(cells: list[str]) -> tuple[str, ...]:
    """Without the empty cells of the end, which a spreadsheet leaves behind it."""
    last = max((index for index, cell in enumerate(cells) if cell.strip()), default=-1)
    return tuple(cells[: last + 1])
