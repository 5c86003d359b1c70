"""Reads one workbook from standard input, in a process of its own that may do nothing else.

Run by path, alone: it imports nothing of the application. A hostile file can only end this process.
The answer is one JSON object: the lines of the first visible sheet that holds something, as text.
No answer at all means that the file broke the reader.
"""

import datetime
import encodings.cp437  # noqa: F401 - zipfile would load it when no file can be opened any more
import io
import json
import resource
import sys
import zipfile

MEMORY = 1024 * 1024 * 1024
CPU_SECONDS = 20


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


def inflated(data: bytes) -> int:
    """Bytes once inflated, counted while inflating: what the archive declares may lie."""
    total = 0
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for member in archive.infolist():
            with archive.open(member) as file:
                while block := file.read(1 << 16):
                    total += len(block)
                    if total > LIMITS["inflated"]:
                        return total
    return total


def filled(sheet) -> bool:
    return sheet.start is not None and any(cell != "" for row in sheet.iter_rows() for cell in row)


def main(data: bytes) -> dict:
    if "xl/workbook.xml" not in zipfile.ZipFile(io.BytesIO(data)).namelist():
        return {"refused": "autre"}
    if inflated(data) > LIMITS["inflated"]:
        return {"refused": "trop-gros"}
    book = load_workbook(io.BytesIO(data))
    visible: list = []
    hidden: list = []
    for meta in book.sheets_metadata:
        if meta.typ != SheetTypeEnum.WorkSheet:
            continue
        sheet = book.get_sheet_by_name(meta.name)
        if filled(sheet):
            (visible if meta.visible == SheetVisibleEnum.Visible else hidden).append((meta.name, sheet))
    if not visible:
        return {"refused": "vide"}
    (_, sheet), *others = visible
    if sheet.height + sheet.start[0] > LIMITS["rows"] + 1000 or sheet.end[1] >= LIMITS["columns"]:
        return {"refused": "trop-grande"}
    lines, size = [], 0
    for row in sheet.to_python(skip_empty_area=False):
        # One character more than the limit is enough for the parent to say which cell is too long.
        lines.append([text(cell)[: LIMITS["cell"] + 1] for cell in row])
        size += sum(map(len, lines[-1]))
        if size > LIMITS["inflated"]:
            return {"refused": "trop-gros"}
    return {"lines": lines, "ignored": [name for name, _ in others + hidden]}


if __name__ == "__main__":
    limit()
    from python_calamine import PasswordError, SheetTypeEnum, SheetVisibleEnum, load_workbook

    LIMITS = json.loads(sys.argv[1])
    content = sys.stdin.buffer.read()
    close_the_doors()
    try:
        answer = main(content)
    except MemoryError:
        answer = {"refused": "trop-grande"}
    except PasswordError:
        answer = {"refused": "protege"}
    sys.stdout.write(json.dumps(answer))
