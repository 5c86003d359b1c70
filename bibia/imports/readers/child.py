"""Reads one file from standard input, a workbook or a text, in a process of its own that may do nothing else.

Run by path, alone: it imports nothing of the application. A hostile file can only end this process.
The answer is one JSON object: every sheet, as text, and what is said of its cells. A line is a list of numbers, the
places of its texts in `texts`: what a small file repeats a million times is kept once.
No answer at all means that the file broke the reader.
"""

import csv
import datetime
import encodings.cp437  # noqa: F401 - zipfile would load it when no file can be opened any more
import io
import json
import resource
import runpy
import sys
import zipfile
from pathlib import Path

MEMORY = 1024 * 1024 * 1024
CPU_SECONDS = 20
MOST_MEMBERS = 2_000
SPREADSHEET = 1_048_576  # lines of a sheet: a text with more empty ones was made to keep us busy
ABOVE = 1_000  # lines that a table may have above it or empty
# Name of a stream that only a protected workbook has, as an old container writes it.
PROTECTED = "EncryptedPackage".encode("utf-16-le")


def limit() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def close_the_doors() -> None:
    """No new descriptor: from here no file can be opened and no socket made."""
    resource.setrlimit(resource.RLIMIT_NOFILE, (0, 0))


def text(value) -> str:
    if isinstance(value, bool):
        return "oui" if value else "non"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else repr(value)
    if isinstance(value, datetime.datetime):
        return value.date().isoformat() if value.time() == datetime.time() else value.isoformat(" ")
    if isinstance(value, datetime.date):
        return value.isoformat()
    return str(value)


class Refused(Exception):
    """The reason, a word of tableur.py or csv.py, and what its sentence names."""

    def __init__(self, reason: str, **said) -> None:
        super().__init__(reason)
        self.said = {"refused": reason, **said}


class Texts(dict):
    """Each text once, with its number; `room` is what is left of the characters that a file may fill cells with."""

    def __init__(self) -> None:
        super().__init__({"": 0})
        self.room = LIMITS["text"]

    def line(self, cells: list[str]) -> list[int]:
        self.room -= sum(map(len, cells))
        if self.room < 0:
            raise Refused("trop-grande")
        return [self.setdefault(cell, len(self)) for cell in cells]


def inflate(archive: zipfile.ZipFile) -> None:
    """Bytes once inflated, counted while inflating: what the archive declares may lie."""
    total = 0
    if len(archive.infolist()) > MOST_MEMBERS:
        raise Refused("trop-gros")
    for member in archive.infolist():
        with archive.open(member) as file:
            while block := file.read(1 << 16):
                total += len(block)
                if total > LIMITS["inflated"]:
                    raise Refused("trop-gros")


def opened(data: bytes) -> tuple[str, dict, bool]:
    """The kind of a workbook, what is said of its sheets, and whether its days are counted from 1904."""
    if not data.startswith(b"PK"):
        if PROTECTED in data:
            raise Refused("protege")
        return "xls", {}, False
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        inflate(archive)
        names = archive.namelist()
        if "xl/workbook.xml" in names:
            return "xlsx", *MARKUP["xlsx"](archive)
        if "content.xml" in names:
            if b"encryption-data" in (
                archive.read("META-INF/manifest.xml") if "META-INF/manifest.xml" in names else b""
            ):
                raise Refused("protege")
            return "ods", MARKUP["ods"](archive), False
    raise Refused("autre")


def lines_of(sheet, texts: Texts) -> list[list[int]]:
    if sheet.start is None:
        return []
    if sheet.height + sheet.start[0] > LIMITS["rows"] + ABOVE or sheet.end[1] >= LIMITS["columns"]:
        raise Refused("trop-grande")
    # One character more than the limit is enough for the parent to say which cell is too long.
    return [
        texts.line([text(cell)[: LIMITS["cell"] + 1] for cell in row])
        for row in sheet.to_python(skip_empty_area=False)
    ]


def workbook(data: bytes) -> dict:
    kind, marks, from_1904 = opened(data)
    book = load_workbook(io.BytesIO(data))
    texts, sheets = Texts(), []
    for meta in book.sheets_metadata:
        if meta.typ != SheetTypeEnum.WorkSheet:
            continue
        said = marks.get(meta.name, {})
        sheet = {
            "name": meta.name,
            "hidden": meta.visible != SheetVisibleEnum.Visible,
            "lines": [],
            "refused": "",
        }
        try:
            if said.get("far"):
                raise Refused("loin", place=said["far"])
            sheet["lines"] = lines_of(book.get_sheet_by_name(meta.name), texts)
            MARKUP["separate"](said.get("merged", ()), sheet["lines"])
        except Refused as refusal:
            sheet |= {"lines": [], **refusal.said}
        except MARKUP["Overlap"] as overlap:
            sheet |= {"lines": [], "refused": "chevauchement", "place": str(overlap)}
        sheet["marks"] = said
        sheets.append(sheet)
    return {"kind": kind, "from_1904": from_1904, "sheets": sheets, "texts": list(texts)}


def table(data: bytes, delimiter: str) -> dict:
    """The lines of a text, up to what a table may hold; the empty ones at the end are left out."""
    lines: list[list[int]] = []
    texts, empty, before = Texts(), 0, 0
    csv.field_size_limit(LIMITS["bytes"])
    reader = csv.reader(io.StringIO(data.decode(), newline=""), delimiter=delimiter, strict=True)
    try:
        for cells in reader:
            before = reader.line_num
            if not any(map(str.strip, cells)):
                empty += 1
                if empty < SPREADSHEET:
                    continue
            if len(lines) + empty > LIMITS["rows"] + ABOVE:
                raise Refused("lignes")
            if any(map(str.strip, cells[LIMITS["columns"] :])):
                raise Refused("colonnes")
            lines += [[]] * empty
            lines.append(texts.line(cells[: LIMITS["columns"]]))
            empty = 0
    except csv.Error:
        raise Refused("malforme", line=before + 1) from None
    return {"lines": lines, "texts": list(texts)}


if __name__ == "__main__":
    limit()
    LIMITS = json.loads(sys.argv[1])
    if "delimiter" not in LIMITS:  # a text needs none of these
        from python_calamine import PasswordError, SheetTypeEnum, SheetVisibleEnum, load_workbook

        MARKUP = runpy.run_path(str(Path(__file__).with_name("markup.py")))
    else:
        MARKUP, PasswordError = {"Hostile": Refused}, Refused  # type: ignore[misc, assignment]
    content = sys.stdin.buffer.read()
    close_the_doors()
    try:
        answer = table(content, LIMITS["delimiter"]) if "delimiter" in LIMITS else workbook(content)
    except MemoryError:
        answer = {"refused": "trop-grande"}
    except Refused as refusal:
        answer = refusal.said
    except PasswordError:
        answer = {"refused": "protege"}
    except MARKUP["Hostile"]:
        answer = {"refused": "autre"}
    sys.stdout.write(json.dumps(answer))
