"""What every reader gives: a header and numbered rows of text; and what none of them accepts."""

from dataclasses import dataclass, field

MIB = 1024 * 1024
MAX_BYTES = 10 * MIB
MAX_INFLATED = 100 * MIB
MAX_ROWS = 10_000
MAX_COLUMNS = 200
MAX_CELL = 20_000


class NotATable(Exception):
    """The file changes nothing; the message is the French sentence that says why."""

    def __init__(self, message: str, *, kind: str = "inconnu"):
        super().__init__(message)
        self.kind = kind


@dataclass(frozen=True)
class Row:
    number: int  # row of the table: the header is 1, whatever the line breaks inside cells
    cells: tuple[str, ...]


@dataclass(frozen=True)
class Table:
    kind: str
    header: tuple[str, ...]
    rows: tuple[Row, ...]
    notes: tuple[tuple[str, str], ...] = field(
        default=()
    )  # (finding code, value): doubts of the reader itself


def table(kind: str, lines: list[list[str]], *, notes: tuple[tuple[str, str], ...] = ()) -> Table:
    """The first line that holds something is the header; empty lines keep their number and are left out."""
    filled = [index for index, cells in enumerate(lines) if any(cell.strip() for cell in cells)]
    if not filled:
        raise NotATable("Le fichier est vide : il n’y a rien à importer.", kind="vide")
    first = filled[0]
    header = trimmed(lines[first])
    if len(filled) - 1 > MAX_ROWS:
        raise NotATable("La table dépasse 10 000 lignes : découpez-la.", kind=kind)
    if len(header) > MAX_COLUMNS:
        raise NotATable("La table dépasse 200 colonnes : retirez celles qui ne servent pas.", kind=kind)
    rows = tuple(Row(index - first + 1, tuple(lines[index])) for index in filled[1:])
    return Table(kind, header, rows, notes)


def trimmed(cells: list[str]) -> tuple[str, ...]:
    """Without the empty cells of the end, which a spreadsheet leaves behind it."""
    last = max((index for index, cell in enumerate(cells) if cell.strip()), default=-1)
    return tuple(cells[: last + 1])
