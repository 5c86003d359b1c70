"""How the files of the corpus are made, always the same bytes, and how a verdict is written."""

import csv
import datetime
import io
import struct
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from xml.sax.saxutils import escape

import xlsxwriter

HEADER = ("coll_nom", "nom_projet", "usage_description", "theme", "date")
# Titles that resemble each other in nothing.
TITLES = (
    "Lire les compteurs d’eau", "Orienter les appels du standard", "Cartographier les toitures", "Trier les déchets verts",
    "Relire les délibérations", "Prévoir les crues", "Compter les vélos", "Décrire les archives", "Surveiller la qualité de l’air",
)  # fmt: skip
ORGANISATION = "Ville de Port-Ambre"
EPOCH = (1980, 1, 1, 0, 0, 0)


@dataclass(frozen=True)
class Case:
    """A file and its verdict: one letter for each row (c created, u unchanged, r refused) and "code place" for each
    finding, the place being a cell, a row, or - for the file. A file that is refused has its kind instead of letters.
    """

    name: str
    make: Callable[[], bytes]
    outcomes: str
    findings: tuple[str, ...] = ()


def rows(*changes: dict) -> list[list[str]]:
    """A table with its header: each row is what differs from a good one; new columns follow in order."""
    names = list(dict.fromkeys((*HEADER, *(name for change in changes for name in change))))
    table = [names]
    for number, change in enumerate(changes):
        good = dict(
            zip(
                HEADER,
                (ORGANISATION, TITLES[number % len(TITLES)], "Le service répond.", "Mobilités", "06/05/2025"),
                strict=True,
            )
        )
        table.append([str((good | change).get(name, "")) for name in names])
    return table


def as_csv(table: list[list[str]], *, delimiter: str = ",", encoding: str = "utf-8") -> bytes:
    file = io.StringIO(newline="")
    csv.writer(file, delimiter=delimiter).writerows(table)
    return file.getvalue().encode(encoding)


def plain(name: str, outcomes: str, findings: str, *changes: dict) -> Case:
    """The usual case: a CSV file; findings separated by commas."""
    said = tuple(part.strip() for part in findings.split(",") if part.strip())
    return Case(name, lambda: as_csv(rows(*changes)), outcomes, said)


def as_xlsx(build: Callable[[xlsxwriter.Workbook], None], **options) -> bytes:
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, {"in_memory": True, "strings_to_numbers": False, **options}) as book:
        book.set_properties({"created": datetime.datetime(2026, 1, 1)})
        build(book)
    return file.getvalue()


def sheet_of(book: xlsxwriter.Workbook, table: list[list[str]], name: str = "Fiches", *, top: int = 0):
    sheet = book.add_worksheet(name)
    for number, cells in enumerate(table):
        for column, cell in enumerate(cells):
            sheet.write_string(top + number, column, cell)
    return sheet


def repacked(data: bytes, change: Callable[[str, bytes], bytes | None]) -> bytes:
    """The same archive with its members changed; None takes one out."""
    file = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(data)) as before,
        zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as after,
    ):
        for name in before.namelist():
            content = change(name, before.read(name))
            if content is not None:
                after.writestr(zipfile.ZipInfo(name, EPOCH), content, zipfile.ZIP_DEFLATED)
    return file.getvalue()


def in_sheet(data: bytes, old: bytes, new: bytes) -> bytes:
    def change(name: str, content: bytes) -> bytes:
        if name != "xl/worksheets/sheet1.xml":
            return content
        assert old in content
        return content.replace(old, new, 1)

    return repacked(data, change)


_ODS = (
    '<?xml version="1.0" encoding="UTF-8"?>{doctype}<office:document-content '
    'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
    'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" xmlns:calcext="urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0" '
    'office:version="1.3"><office:body><office:spreadsheet>{tables}</office:spreadsheet></office:body></office:document-content>'
)

_MANIFEST = (
    '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"><manifest:file-entry '
    'manifest:full-path="content.xml" manifest:media-type="text/xml">{}</manifest:file-entry></manifest:manifest>'
)


def ods_cell(text: str, attributes: str = "") -> str:
    if not text:
        return f"<table:table-cell{attributes}/>"
    return f'<table:table-cell office:value-type="string"{attributes}><text:p>{escape(text)}</text:p></table:table-cell>'


def ods_row(cells: list[str], attributes: str = "") -> str:
    return f"<table:table-row{attributes}>{''.join(cells)}</table:table-row>"


def as_ods(*tables: str, doctype: str = "", manifest: str = "") -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr(zipfile.ZipInfo("mimetype", EPOCH), "application/vnd.oasis.opendocument.spreadsheet")
        content = _ODS.format(doctype=doctype, tables="".join(tables))
        archive.writestr(zipfile.ZipInfo("content.xml", EPOCH), content, zipfile.ZIP_DEFLATED)
        archive.writestr(zipfile.ZipInfo("META-INF/manifest.xml", EPOCH), _MANIFEST.format(manifest))
    return file.getvalue()


def ods_table(table: list[list[str]], name: str = "Fiches", columns: str = "") -> str:
    lines = "".join(ods_row([ods_cell(cell) for cell in cells]) for cells in table)
    return f'<table:table table:name="{name}">{columns}{lines}</table:table>'


def as_xls(table: list[list[str | float]]) -> bytes:
    """A workbook of 1997: records in a stream, the stream in a container."""

    def record(kind: int, content: bytes) -> bytes:
        return struct.pack("<HH", kind, len(content)) + content

    def cell(row: int, column: int, value: str | float) -> bytes:
        place = struct.pack("<HHH", row, column, 0)
        if isinstance(value, float):
            return record(0x0203, place + struct.pack("<d", value))
        return record(0x0204, place + struct.pack("<HB", len(value), 1) + value.encode("utf-16-le"))

    name = "Fiches".encode("utf-16-le")
    start = record(0x0809, struct.pack("<HHHHII", 0x0600, 0x0005, 0, 1997, 0, 6)) + record(
        0x0042, struct.pack("<H", 1200)
    )
    length = len(start) + 4 + 8 + len(name) + 4
    sheet = record(0x0085, struct.pack("<IBBBB", length, 0, 0, len(name) // 2, 1) + name)
    body = record(0x0809, struct.pack("<HHHHII", 0x0600, 0x0010, 0, 1997, 0, 6))
    body += record(0x0200, struct.pack("<IIHHH", 0, len(table), 0, max(map(len, table)), 0))
    body += b"".join(
        cell(r, c, value) for r, cells in enumerate(table) for c, value in enumerate(cells) if value != ""
    )
    return container("Workbook", start + sheet + record(0x000A, b"") + body + record(0x000A, b""))


def container(stream: str, content: bytes) -> bytes:
    """The smallest compound file that holds one stream."""
    size = max(len(content), 4096)
    count = -(-size // 512)
    free, end, fat_sector, nothing = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD, b"\xff" * 4
    fat = [fat_sector, end, *range(3, count + 2), end]
    fat += [free] * (-len(fat) % 128)
    assert len(fat) == 128
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 16
    header += struct.pack("<HHHHH6xIIIIIIIII", 0x3E, 3, 0xFFFE, 9, 6, 0, 1, 1, 0, 4096, end, 0, end, 0)
    header += struct.pack("<I", 0) + nothing * 108

    def entry(name: str, kind: int, child: int, start: int, length: int) -> bytes:
        text = name.encode("utf-16-le") + b"\0\0"
        return text.ljust(64, b"\0") + struct.pack(
            "<HBBIII16xI16xIQ", len(text), kind, 1, free, free, child, 0, start, length
        )

    folder = entry("Root Entry", 5, 1, end, 0) + entry(stream, 2, free, 2, size)
    folder += (b"\0" * 68 + nothing * 3 + b"\0" * 48) * 2
    return header + struct.pack("<128I", *fat) + folder + content.ljust(count * 512, b"\0")
