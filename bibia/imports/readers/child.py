"""Reads one workbook from standard input, in a process of its own that may do nothing else.

Run by path, alone: it imports nothing of the application. A hostile file can only end this process.
The answer is one JSON object: every sheet that holds something, as text, and what is said of its cells.
No answer at all means that the file broke the reader.
"""

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
    """The reason, a word of tableur.py."""


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


def lines_of(sheet, room: list[int]) -> list[list[str]]:
    """Every line as text; `room` is what is left of the characters that all the sheets may hold."""
    if sheet.start is None:
        return []
    if sheet.height + sheet.start[0] > LIMITS["rows"] + 1000 or sheet.end[1] >= LIMITS["columns"]:
        raise Refused("trop-grande")
    lines = []
    for row in sheet.to_python(skip_empty_area=False):
        # One character more than the limit is enough for the parent to say which cell is too long.
        lines.append([text(cell)[: LIMITS["cell"] + 1] for cell in row])
        room[0] -= sum(map(len, lines[-1]))
        if room[0] < 0:
            raise Refused("trop-gros")
    return lines


def main(data: bytes) -> dict:
    kind, marks, from_1904 = opened(data)
    book = load_workbook(io.BytesIO(data))
    room, sheets = [LIMITS["inflated"]], []
    for meta in book.sheets_metadata:
        if meta.typ != SheetTypeEnum.WorkSheet:
            continue
        sheet = {
            "name": meta.name,
            "hidden": meta.visible != SheetVisibleEnum.Visible,
            "lines": [],
            "refused": "",
        }
        try:
            sheet["lines"] = lines_of(book.get_sheet_by_name(meta.name), room)
        except Refused as refusal:
            sheet["refused"] = str(refusal)
        sheet["marks"] = marks.get(meta.name, {})
        sheets.append(sheet)
    return {"kind": kind, "from_1904": from_1904, "sheets": sheets}


if __name__ == "__main__":
    limit()
    from python_calamine import PasswordError, SheetTypeEnum, SheetVisibleEnum, load_workbook

    MARKUP = runpy.run_path(str(Path(__file__).with_name("markup.py")))
    LIMITS = json.loads(sys.argv[1])
    content = sys.stdin.buffer.read()
    close_the_doors()
    try:
        answer = main(content)
    except MemoryError:
        answer = {"refused": "trop-grande"}
    except PasswordError:
        answer = {"refused": "protege"}
    except Refused as refusal:
        answer = {"refused": str(refusal)}
    except MARKUP["Hostile"]:
        answer = {"refused": "autre"}
    sys.stdout.write(json.dumps(answer))
