"""Files that were made to harm, or that something broke; and OpenDocument written by hand."""

import io
import struct
import zipfile

from tests.imports.corpus.kit import (
    EPOCH,
    Case,
    as_csv,
    as_ods,
    as_xls,
    as_xlsx,
    container,
    in_sheet,
    ods_cell,
    ods_row,
    ods_table,
    repacked,
    rows,
    sheet_of,
)

TWO = rows({}, {})


def _ods_marks() -> bytes:
    columns = '<table:table-column/><table:table-column/><table:table-column table:visibility="collapse"/>'
    head = "".join(map(ods_cell, TWO[0]))
    first = [
        ods_cell(cell, ' table:formula="of:=[.A9]"' if index == 2 else "")
        for index, cell in enumerate(TWO[1])
    ]
    second = [ods_cell(cell) for cell in TWO[2]]
    lines = ods_row([head]) + ods_row(first) + ods_row(second, ' table:visibility="filter"')
    return as_ods(f'<table:table table:name="Fiches">{columns}{lines}</table:table>')


def _ods_merged() -> bytes:
    head, first, second = TWO
    spanned = [ods_cell(first[0], ' table:number-rows-spanned="2"'), *map(ods_cell, first[1:])]
    covered = ["<table:covered-table-cell/>", *map(ods_cell, second[1:])]
    lines = ods_row(list(map(ods_cell, head))) + ods_row(spanned) + ods_row(covered)
    return as_ods(f'<table:table table:name="Fiches">{lines}</table:table>')


def _ods_repeated() -> bytes:
    empty = '<table:table-row table:number-rows-repeated="1048000"><table:table-cell table:number-columns-repeated="16384"/></table:table-row>'
    return as_ods(ods_table(TWO).replace("</table:table>", f"{empty}</table:table>"))


def _ods_bomb() -> bytes:
    cell = ods_cell("bombe", ' table:number-columns-repeated="16384"')
    return as_ods(
        ods_table(TWO).replace(
            "</table:table>", ods_row([cell], ' table:number-rows-repeated="1000000"') + "</table:table>"
        )
    )


def _archive(*members: tuple[str, bytes]) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members:
            archive.writestr(zipfile.ZipInfo(name, EPOCH), content, zipfile.ZIP_DEFLATED)
    return file.getvalue()


GOOD = as_xlsx(lambda book: sheet_of(book, TWO))
_BOMB_OPEN = b'<row r="4"><c r="A4" t="inlineStr"><is><t>'
_BOMB_CLOSE = b"</t></is></c></row></sheetData>"


def _cell_bomb(mebibytes: int) -> bytes:
    """Written by pieces: making it must not take what reading it may not."""
    sheet = "xl/worksheets/sheet1.xml"
    with zipfile.ZipFile(io.BytesIO(GOOD)) as archive:
        head, _, tail = archive.read(sheet).partition(b"</sheetData>")
    file = io.BytesIO(repacked(GOOD, lambda name, data: None if name == sheet else data))
    with zipfile.ZipFile(file, "a", zipfile.ZIP_DEFLATED) as archive:
        member = zipfile.ZipInfo(sheet, EPOCH)
        member.compress_type = zipfile.ZIP_DEFLATED
        with archive.open(member, "w") as writing:
            writing.write(head + _BOMB_OPEN)
            for _ in range(mebibytes):
                writing.write(b"A" * 2**20)
            writing.write(_BOMB_CLOSE + tail)
    return file.getvalue()


def _doctype(data: bytes) -> bytes:
    lots = b"".join(b'<!ENTITY l%d "%s">' % (n, b"&l%d;" % (n - 1) * 10) for n in range(1, 10))
    declared = b'<!DOCTYPE lolz [<!ENTITY l0 "lol">' + lots + b"]>"
    return in_sheet(
        in_sheet(data, b"<worksheet", declared + b"<worksheet"),
        b"</sheetData>",
        _BOMB_OPEN + b"&l9;" + _BOMB_CLOSE,
    )


def _external(data: bytes) -> bytes:
    declared = b'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/hostname">]>'
    return in_sheet(
        in_sheet(data, b"<worksheet", declared + b"<worksheet"),
        b"</sheetData>",
        _BOMB_OPEN + b"&e;" + _BOMB_CLOSE,
    )


def _repeated() -> bytes:
    """One long text that eighteen kilobytes have many cells hold."""
    return as_xlsx(
        lambda book: sheet_of(book, rows(*[{"vigilance": "mot " * 4_900, "lecons": "mot " * 4_900}] * 900))
    )


def _merges(*places: str) -> bytes:
    """Written by hand: no library writes merged cells that overlap."""
    cells = "".join(f'<mergeCell ref="{place}"/>' for place in places).encode()
    return in_sheet(GOOD, b"</sheetData>", b"</sheetData><mergeCells>" + cells + b"</mergeCells>")


def _hostile(name: str, make, kind: str = "xlsx") -> Case:
    return Case(name, make, kind, ("pas-une-table -",))


def _long_cell() -> bytes:
    return as_xlsx(lambda book: sheet_of(book, rows({"vigilance": "mot " * 6_000})))


CASES = [
    Case("ods-marques", _ods_marks, "cc", ("ligne-masquee 3", "colonne-masquee C1", "formule C2")),
    Case("ods-fusion", _ods_merged, "cr", ("cellules-fusionnees A2", "champ-manquant A3")),
    Case("ods-lignes-repetees-vides", _ods_repeated, "cc"),
    Case("dimension-fausse", lambda: in_sheet(GOOD, b'ref="A1:E3"', b'ref="A1:A1"'), "cc"),
    Case("dimension-immense", lambda: in_sheet(GOOD, b'ref="A1:E3"', b'ref="A1:XFD1048576"'), "cc"),
    Case("cellule-longue", _long_cell, "c", ("cellule-trop-longue F2",)),
    _hostile("ods-bombe", _ods_bomb, "xlsx"),
    _hostile("ods-protege", lambda: as_ods(ods_table(TWO), manifest="<manifest:encryption-data/>")),
    _hostile("ods-entites", lambda: as_ods(ods_table(TWO), doctype='<!DOCTYPE x [<!ENTITY e "e">]>')),
    _hostile("bombe-400-mo", lambda: _cell_bomb(400)), _hostile("bombe-150-mo", lambda: _cell_bomb(150)),
    _hostile("bombe-membres", lambda: _archive(*((f"{n}.xml", b"x") for n in range(3_000)))),
    _hostile("entites", lambda: _doctype(GOOD)), _hostile("entite-externe", lambda: _external(GOOD)),
    _hostile("xml-casse", lambda: in_sheet(GOOD, b"</sheetData>", b"</sheet")),
    _hostile("tronque", lambda: GOOD[: len(GOOD) // 2]), _hostile("tronque-a-la-fin", lambda: GOOD[:-30]),
    _hostile("sans-feuille", lambda: repacked(GOOD, lambda name, data: None if "sheet1" in name else data), "xlsx"),
    _hostile("sans-classeur", lambda: repacked(GOOD, lambda name, data: None if name == "xl/workbook.xml" else data)),
    _hostile("zip-quelconque", lambda: _archive(("coll_nom.csv", as_csv(TWO)))),
    _hostile("chemin-evade", lambda: _archive(("../../etc/cron.d/x", b"*"))),
    _hostile("classeur-protege", lambda: container("EncryptedPackage", b"\x00" * 5_000), "xls"),
    _hostile("xls-tronque", lambda: as_xls(TWO)[:1_500], "xls"), _hostile("xls-aleatoire", lambda: b"\xd0\xcf\x11\xe0" + bytes(range(256)) * 20, "xls"),
    Case("xls-boucle", lambda: _looping_chain(), "cr", ("champ-manquant B3",)),
    _hostile("fusions-superposees", lambda: _merges(*["A1:GR10001"] * 20_000)), _hostile("fusions-qui-se-recouvrent", lambda: _merges("A2:B3", "B3:C3")),
    Case("fusion-immense", lambda: _merges("F1:XFD1048576"), "cc"),
    _hostile("texte-de-lignes-vides", lambda: as_csv(TWO) + b"\n" * (9 * 2**20) + b"a", "csv"), _hostile("texte-de-virgules", lambda: as_csv(TWO) + b"a" + b",x" * 2**20, "csv"),
    _hostile("texte-de-lignes", lambda: as_csv(TWO) + b"x\n" * 2**20, "csv"),
    _hostile("cellules-repetees", lambda: _repeated()),
    _hostile("nul", lambda: as_csv(TWO) + b"\0", "binaire"), _hostile("image", lambda: b"\x89PNG\r\n\x1a\n\0\0", "binaire"),
    _hostile("octets-illisibles", lambda: b"coll_nom,nom_projet\nA,\x81\n", "binaire"),
    _hostile("vide", lambda: b"", "vide"), _hostile("blanc", lambda: b" \r\n\t\n", "vide"), _hostile("zeros", lambda: b"\0" * 5_000, "vide"),
    _hostile("pdf", lambda: b"%PDF-1.7\n", "pdf"), _hostile("page-504", lambda: b"<html><h1>504 Gateway Time-out</h1></html>", "html"),
    _hostile("page-xml", lambda: b'<?xml version="1.0"?><Error><Code>AccessDenied</Code></Error>', "html"),
    _hostile("erreur-nue", lambda: b"502 Bad Gateway\n", "html"), _hostile("json", lambda: b'{"error": "No access"}', "csv"),
    _hostile("trop-lourd", lambda: b"a" * (10 * 2**20 + 1), "trop-gros"),
]  # fmt: skip


def _looping_chain() -> bytes:
    """A sector that is its own successor: a reader that trusts it never ends."""
    data = bytearray(as_xls(TWO))
    data[512 + 2 * 4 : 512 + 3 * 4] = struct.pack("<I", 2)
    return bytes(data)
