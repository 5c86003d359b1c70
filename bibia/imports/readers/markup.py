"""What a reader of values does not say of a workbook: hidden rows and columns, formulas, errors, merged cells.

Run in the child process, beside child.py: it imports nothing of the application. The XML is read as a stream;
a document type, where entities would be declared, is refused. Places are (row, column), from zero.
"""

import re
import zipfile
from xml.parsers import expat

MOST = 20_000  # places of one kind: enough to name every row of a table that is accepted
WIDEST = 16_384
_TELLING = re.compile(
    rb"[\s:<](?:hidden|f|mergeCell|visibility|formula|number-[a-z]+-spanned|value-type)\b|t=.e."
)

# A cell that holds something beyond column ZZ or row 99 999.
_FAR = re.compile(rb"<(?:\w+:)?c\s(?:[^>]*\s)?r=\"([A-Z]{3}[0-9]+|[A-Z]{1,2}[0-9]{6,7})\"[^>]*(?<!/)>(?!</)")


class Hostile(Exception):
    pass


class Overlap(Exception):
    """The two corners of a merged block that covers another: no spreadsheet writes that."""


def separate(merged, lines) -> None:
    """Refuse merged blocks that share a cell of the table; each cell is looked at twice at most."""
    width = max(map(len, lines), default=0)
    free = [bytearray(width) for _ in lines]
    for top, left, bottom, right in merged:
        taken = b"\1" * (min(right + 1, width) - left)
        for row in free[top : bottom + 1] if taken else ():
            if any(row[left : right + 1]):
                raise Overlap(f"{_shown(top, left)}:{_shown(bottom, right)}")
            row[left : right + 1] = taken


class Marks:
    """What is said of one sheet."""

    def __init__(self) -> None:
        self.hidden_rows: list[int] = []
        self.hidden_columns: list[int] = []
        self.formulas: list[tuple[int, int]] = []
        self.errors: list[tuple[int, int, str]] = []
        self.merged: list[tuple[int, int, int, int]] = []
        self.far = ""  # a filled cell so far away that reading up to it would take all the memory

    def as_dict(self) -> dict:
        return {name: places[:MOST] for name, places in vars(self).items()}


def _stream(data: bytes, start, end=None, text=None) -> None:
    parser = expat.ParserCreate()
    parser.StartDoctypeDeclHandler = _refuse
    parser.StartElementHandler = start
    if end:
        parser.EndElementHandler = end
    if text:
        parser.CharacterDataHandler = text
    try:
        parser.Parse(data, True)
    except expat.ExpatError:
        raise Hostile from None


def _refuse(*_declaration) -> None:
    raise Hostile


def _local(name: str) -> str:
    return name.rpartition(":")[2]


def _whole(text, default: int = 1) -> int:
    try:
        return max(int(text), 0)
    except (TypeError, ValueError):
        return default


# Excel


def xlsx(archive: zipfile.ZipFile) -> tuple[dict, bool]:
    """The marks of each sheet by its name, and whether its days are counted from 1904."""
    sheets: list[tuple[str, str]] = []
    flags: list[str] = []

    def workbook(name, attributes):
        if _local(name) == "sheet":
            link = next((v for k, v in attributes.items() if _local(k) == "id" and ":" in k), "")
            sheets.append((attributes.get("name", ""), link))
        elif _local(name) == "workbookPr":
            flags.append(attributes.get("date1904", "0"))

    targets: dict[str, str] = {}

    def relation(_name, attributes):
        if "Id" in attributes:
            targets[attributes["Id"]] = attributes.get("Target", "")

    _stream(archive.read("xl/workbook.xml"), workbook)
    names = set(archive.namelist())
    if "xl/_rels/workbook.xml.rels" in names:
        _stream(archive.read("xl/_rels/workbook.xml.rels"), relation)
    marks = {}
    for name, link in sheets:
        target = targets.get(link, "")
        part = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
        if part in names:
            marks[name] = _xlsx_sheet(archive.read(part)).as_dict()
    return marks, bool(flags) and flags[0] in ("1", "true")


def _xlsx_sheet(data: bytes) -> Marks:
    marks = Marks()
    if b"<!DOCTYPE" in data[:4096]:
        raise Hostile
    if far := _FAR.search(data):
        marks.far = far[1].decode()
    if _TELLING.search(data):
        reader = _Excel(marks)
        _stream(data, reader.start, reader.end, reader.text)
    return marks


class _Excel:
    def __init__(self, marks: Marks) -> None:
        self.marks, self.row, self.column = marks, -1, -1
        self.error: str | None = None

    def start(self, name, attributes):
        handler = getattr(self, "on_" + _local(name), None)
        if handler:
            handler(attributes)

    def on_row(self, attributes):
        self.row, self.column = _whole(attributes.get("r"), self.row + 2) - 1, -1
        if attributes.get("hidden") in ("1", "true"):
            self.marks.hidden_rows.append(self.row)

    def on_col(self, attributes):
        if attributes.get("hidden") in ("1", "true"):
            first, last = _whole(attributes.get("min")), _whole(attributes.get("max"))
            self.marks.hidden_columns += range(first - 1, min(last, WIDEST))

    def on_c(self, attributes):
        place = _place(attributes.get("r", ""))
        self.column = place[1] if place else self.column + 1
        self.error = "" if attributes.get("t") == "e" else None

    def on_f(self, _attributes):
        if len(self.marks.formulas) < MOST:
            self.marks.formulas.append((self.row, self.column))

    def on_mergeCell(self, attributes):
        first, _, last = attributes.get("ref", "").partition(":")
        corners = _place(first), _place(last)
        if corners[0] and corners[1] and len(self.marks.merged) < MOST:
            self.marks.merged.append((*corners[0], *corners[1]))

    def text(self, text):
        if self.error is not None and len(self.error) < 50:
            self.error += text

    def end(self, name):
        if self.error is not None and _local(name) == "c":
            if len(self.marks.errors) < MOST:
                self.marks.errors.append(
                    (self.row, self.column, self.error.rpartition("#")[1] + self.error.rpartition("#")[2])
                )
            self.error = None


def _place(reference: str) -> tuple[int, int] | None:
    found = re.fullmatch(r"\$?([A-Z]{1,3})\$?([0-9]{1,7})", reference)
    if not found:
        return None
    column = 0
    for letter in found[1]:
        column = column * 26 + ord(letter) - 64
    return int(found[2]) - 1, column - 1


def _shown(row: int, column: int) -> str:
    letters, column = "", column + 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return f"{letters}{row + 1}"


# OpenDocument


def ods(archive: zipfile.ZipFile) -> dict:
    reader = _Document()
    _stream(archive.read("content.xml"), reader.start, reader.end, reader.text)
    return {name: marks.as_dict() for name, marks in reader.sheets.items()}


class _Document:
    def __init__(self) -> None:
        self.sheets: dict[str, Marks] = {}
        self.marks, self.row, self.column, self.across = Marks(), 0, 0, 0
        self.high = self.wide = 1
        self.error: str | None = None

    def start(self, name, attributes):
        local = {_local(key): value for key, value in attributes.items()}
        match name:
            case "table:table":
                self.marks = self.sheets.setdefault(local.get("name", ""), Marks())
                self.row = self.across = 0
            case "table:table-column":
                count = min(_whole(local.get("number-columns-repeated")), WIDEST)
                if local.get("visibility") in ("collapse", "filter"):
                    self.marks.hidden_columns += range(self.across, min(self.across + count, WIDEST))
                self.across += count
            case "table:table-row":
                self.high, self.column = _whole(local.get("number-rows-repeated")), 0
                if local.get("visibility") in ("collapse", "filter"):
                    self.marks.hidden_rows += range(self.row, self.row + min(self.high, MOST))
            case "table:table-cell" | "table:covered-table-cell":
                self.wide = _whole(local.get("number-columns-repeated"))
                # Two attributes have this local name; the one of the calculator says what an error is.
                failed = attributes.get("calcext:value-type") == "error"
                self.cell(local, failed)

    def cell(self, local, failed):
        if "formula" in local and len(self.marks.formulas) < MOST:
            self.marks.formulas.append((self.row, self.column))
        down, right = (_whole(local.get(f"number-{way}-spanned")) for way in ("rows", "columns"))
        if (down > 1 or right > 1) and len(self.marks.merged) < MOST:
            self.marks.merged.append((self.row, self.column, self.row + down - 1, self.column + right - 1))
        self.error = "" if failed else None

    def text(self, text):
        if self.error is not None and len(self.error) < 50:
            self.error += text.strip()

    def end(self, name):
        if name in ("table:table-cell", "table:covered-table-cell"):
            if self.error is not None and len(self.marks.errors) < MOST:
                self.marks.errors.append((self.row, self.column, self.error))
            self.error = None
            self.column += self.wide
        elif name == "table:table-row":
            self.row += self.high
