"""From bytes to rows: what is read, and the sentence that answers what is no table."""

import codecs
import io
import resource
import subprocess
import sys
import zipfile

import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st

from bibia.imports import headers, readers
from bibia.imports.readers import csv, limited
from bibia.imports.readers.table import MAX_CELL, NotATable, Note
from tests.imports.conftest import DATA

HEADER = "coll_nom,nom_projet"


def read(data: bytes | str):
    return readers.read(data.encode() if isinstance(data, str) else data, headers.score)


def refusal(data: bytes | str) -> NotATable:
    with pytest.raises(NotATable) as caught:
        read(data)
    return caught.value


def workbook(*sheets, options=None) -> bytes:
    """A workbook; each sheet is (name, rows, hidden)."""
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, {"in_memory": True, **(options or {})}) as book:
        for name, rows, hidden in sheets:
            sheet = book.add_worksheet(name)
            if hidden:
                sheet.hide()
            for number, row in enumerate(rows):
                sheet.write_row(number, 0, row)
    return file.getvalue()


def patched(data: bytes, old: bytes, new: bytes) -> bytes:
    file = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(data)) as before,
        zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as after,
    ):
        for name in before.namelist():
            content = before.read(name)
            after.writestr(name, content.replace(old, new) if name.endswith("sheet1.xml") else content)
    return file.getvalue()


@pytest.mark.parametrize("mark", [",", ";", "\t"])
def test_the_delimiter_is_the_one_that_gives_known_headers(mark):
    table = read(f'coll_nom{mark}nom_projet{mark}theme\nA{mark}"B, C; D\t"{mark}E\n')
    assert table.header == ("coll_nom", "nom_projet", "theme")
    assert table.rows[0].cells == ("A", "B, C; D\t", "E")


def test_commas_in_a_header_do_not_win_over_semicolons_that_make_sense():
    table = read('coll_nom;nom_projet;"a, b, c, d, e"\nA;B;C\n')
    assert table.header == ("coll_nom", "nom_projet", "a, b, c, d, e")


@pytest.mark.parametrize(
    ("data", "notes"),
    [
        ("coll_nom,nom_projet\nÉlan,Été\n".encode(), ()),
        (codecs.BOM_UTF8 + "coll_nom,nom_projet\nÉlan,Été\n".encode(), ()),
        ("coll_nom,nom_projet\nÉlan,Été\n".encode("utf-16"), ()),
        ("coll_nom,nom_projet\nÉlan,Été\n".encode("cp1252"), (Note("encodage-suppose", "Windows-1252"),)),
    ],
    ids=["utf-8", "utf-8 avec BOM", "utf-16", "cp1252"],
)
def test_every_usual_encoding_reads_the_same(data, notes):
    table = read(data)
    assert table.header == ("coll_nom", "nom_projet") and table.rows[0].cells == ("Élan", "Été")
    assert table.notes == notes


def test_rows_count_as_in_the_table_whatever_the_line_breaks_inside_cells():
    table = read('coll_nom,nom_projet\r\nA,"x\r\ny\nz"\r\n\r\n,\r\nB,t\r\n')
    assert [(row.number, row.cells) for row in table.rows] == [(2, ("A", "x\r\ny\nz")), (5, ("B", "t"))]


def test_rows_keep_the_numbers_that_a_spreadsheet_shows():
    table = read("\n\ncoll_nom,nom_projet\nA,B\n")
    assert table.header_row == 3 and [row.number for row in table.rows] == [4]


def test_empty_columns_at_the_end_are_left_out_of_the_header():
    assert read("coll_nom,nom_projet,,\nA,B,,\n").header == ("coll_nom", "nom_projet")


def test_a_cell_longer_than_pythons_own_limit_is_read():
    assert len(read(f"{HEADER}\nA,{'x' * 200_000}\n").rows[0].cells[1]) == 200_000


@pytest.mark.parametrize(
    ("data", "kind", "words"),
    [
        (b"", "vide", "vide"),
        (b" \r\n\t\n", "vide", "vide"),
        (codecs.BOM_UTF8, "vide", "vide"),
        (b"%PDF-1.7\n%...", "pdf", "PDF"),
        (b"<html><body>504 Gateway Time-out</body></html>", "html", "page web"),
        (b"\n  <!DOCTYPE HTML><HTML>", "html", "page web"),
        (codecs.BOM_UTF8 + b"<HTML>", "html", "page web"),
        (b"504 Gateway Time-out\n", "html", "page d’erreur"),
        (b"HTTP/1.1 503 Service Unavailable\r\n\r\n", "html", "page d’erreur"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 broken", "xls", "lisible"),
        (b"PK\x03\x04 no archive", "xlsx", "lisible"),
        (b"coll_nom,nom_projet\nA\x00B,C\n", "binaire", "binaire"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "binaire", "binaire"),
        (b"coll_nom,nom_projet\nA,\x81\n", "binaire", "illisible"),
        (b'coll_nom,nom_projet\nA,"never closed\n', "csv", "guillemet"),
    ],
)
def test_what_is_no_table_is_refused_in_french(data, kind, words):
    error = refusal(data)
    assert error.kind == kind
    assert words in str(error)


def test_too_many_rows_or_columns_are_refused():
    assert "10 000 lignes" in str(refusal(HEADER + "\n" + "A,B\n" * 10_001))
    assert len(read(HEADER + "\n" + "A,B\n" * 10_000).rows) == 10_000
    assert "200 colonnes" in str(refusal(HEADER + ",x" * 199 + "\n"))


def test_a_file_too_heavy_is_not_even_read(tmp_path):
    path = tmp_path / "heavy.csv"
    with path.open("wb") as file:
        file.truncate(10 * 1024 * 1024 + 1)
    with pytest.raises(NotATable, match="10 Mio"):
        readers.load(path)


@settings(deadline=None)  # a process each time
@given(st.binary(max_size=400) | st.text(max_size=400).map(str.encode))
def test_any_bytes_give_a_table_or_a_sentence(data):
    if data.startswith(b"PK"):  # the child process is tried apart: it is slow
        return
    try:
        read(data)
    except NotATable as refused:
        assert str(refused).endswith(".")


def test_dates_and_numbers_of_a_workbook_keep_their_meaning():
    table = readers.read((DATA / "2024-12-twin.xlsx").read_bytes(), headers.score)
    cells = dict(zip(table.header, table.rows[0].cells, strict=True))
    assert table.kind == "xlsx" and len(table.rows) == 10
    assert cells["coll_siret"] == "21990000000000" and cells["projet_date"] == "2023-01-01"
    assert cells["date"] == "2024-12-12"


def test_the_first_visible_sheet_is_read_and_the_others_are_named():
    rows = [["coll_nom", "nom_projet"], ["A", True], ["B", 1.5]]
    table = read(
        workbook(
            ("Vide", [], False), ("Cachée", rows, True), ("Liste", rows, False), ("Notes", [["n"]], False)
        )
    )
    assert [row.cells for row in table.rows] == [("A", "oui"), ("B", "1.5")]
    assert table.notes == (Note("feuille-masquee", "Cachée"), Note("feuille-ignoree", "Notes"))


def test_a_hidden_sheet_is_read_when_a_person_chooses_it():
    rows = [["coll_nom", "nom_projet"], ["A", "B"]]
    data = workbook(("Liste", rows, False), ("Cachée", [*rows, ["C", "D"]], True))
    table = readers.read(data, headers.score, sheet="Cachée")
    assert [row.cells for row in table.rows] == [("A", "B"), ("C", "D")]
    assert [(note.code, note.value) for note in table.notes] == [
        ("feuille-masquee", "Cachée"),
        ("feuille-ignoree", "Liste"),
    ]


def test_the_only_table_is_read_where_it_is_hidden_even_if_its_headers_are_unknown():
    table = read(workbook(("Vide", [], False), ("Cachée", [["porteur", "quoi"], ["A", "B"]], True)))
    assert table.sheet == "Cachée" and table.header == ("porteur", "quoi") and len(table.sheets) == 2


def test_a_wrong_dimension_hides_nothing():
    data = workbook(("a", [["coll_nom", "nom_projet"], ["A", "B"], ["C", "D"]], False))
    wrong = patched(data, b'ref="A1:B3"', b'ref="A1:A1"')
    assert wrong != data and [row.cells for row in read(wrong).rows] == [("A", "B"), ("C", "D")]


def test_a_cell_in_the_last_row_and_column_ends_as_a_sentence():
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, {"in_memory": True}) as book:
        sheet = book.add_worksheet()
        sheet.write(0, 0, "coll_nom")
        sheet.write(1_048_575, 16_383, "z")
    assert refusal(file.getvalue()).kind == "xlsx"


def test_a_bomb_ends_as_a_sentence():
    data = workbook(("a", [["coll_nom"]], False))
    cell = (
        b'<row r="2"><c r="A2" t="inlineStr"><is><t>'
        + b"A" * 200_000_000
        + b"</t></is></c></row></sheetData>"
    )
    bomb = patched(data, b"</sheetData>", cell)
    assert len(bomb) < 1_000_000 and "trop grand" in str(refusal(bomb))


def test_a_broken_sheet_ends_as_a_sentence():
    data = workbook(("a", [["coll_nom"]], False))
    assert "lisible" in str(refusal(patched(data, b"</sheetData>", b"</sheet")))


def test_an_archive_that_is_no_workbook_is_refused():
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("coll_nom.csv", HEADER)
    assert "lisible" in str(refusal(file.getvalue()))


def test_a_long_cell_is_cut_just_after_the_limit_so_that_it_is_still_named():
    data = workbook(("a", [["coll_nom", "nom_projet"], ["A", "x" * 30_000]], False))
    assert len(read(data).rows[0].cells[1]) == MAX_CELL + 1


def test_a_reader_that_hangs_is_stopped(monkeypatch, tmp_path):
    sleeper = tmp_path / "child.py"
    sleeper.write_text("import time\ntime.sleep(60)\n")
    monkeypatch.setattr(limited, "CHILD", sleeper)
    monkeypatch.setattr(limited, "SECONDS", 0.5)
    assert refusal(b"PK\x03\x04").kind == "xlsx"


def test_the_child_can_open_neither_a_socket_nor_a_file():
    script = f"""
import runpy, socket
child = runpy.run_path({str(limited.CHILD)!r}, run_name="child")
child["limit"]()
child["close_the_doors"]()
for attempt in (socket.socket, lambda: open({str(limited.CHILD)!r})):
    try:
        attempt()
    except OSError as error:
        print(error.errno)
"""
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["24", "24"]  # EMFILE: no descriptor is left to give


def test_the_limits_are_those_of_the_child_alone():
    before = resource.getrlimit(resource.RLIMIT_NOFILE)
    read(workbook(("a", [["coll_nom", "nom_projet"]], False)))
    assert resource.getrlimit(resource.RLIMIT_NOFILE) == before


def test_every_delimiter_tried_is_declared():
    assert set(csv.DELIMITERS) == {",", ";", "\t", "|"}
