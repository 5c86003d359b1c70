"""A person's own table with what was said of it: remarks and colours on its cells, or a column of remarks."""

import io
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

import xlsxwriter
from django.utils.translation import gettext as _

from bibia.fiches.actions import Refusal
from bibia.imports import files, headers, readers
from bibia.imports.export import as_csv
from bibia.imports.headers import REMARKS
from bibia.imports.models import Import
from bibia.imports.options import Options
from bibia.imports.readers import choice
from bibia.imports.readers.remarks import OURS
from bibia.imports.showing import SEVERITIES, SURE

MOST_COMMENTS = 5_000  # more, and a spreadsheet is slow to open; the list of remarks has them all
_COLOURS = {"erreur": "#F8D7DA", "doute": "#FFF3CD", "info": "#DDEBF7"}
_TITLES = ("Gravité", "Ligne", "Colonne", "Cellule", "Valeur", "Constat", "Proposition", "Certitude")
_WIDTHS = (16, 8, 28, 10, 40, 70, 40, 24)
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_NUMBER = re.compile(r"[-+]?[\d\s.,]*")
_LONGEST = 32_767  # characters of a cell of a workbook
_CUT = (
    " […] (Texte coupé ici : une cellule de classeur n’en tient pas plus. Le fichier déposé l’a en entier.)"
)
_PLACE = re.compile(r"([A-Z]{1,3})(\d+)")

Findings = list[Mapping[str, Any]]


def write(found: Import, kind: str) -> bytes:
    """Raises Refusal, or NotATable, when there is no table to write on."""
    report = found.report
    if not report.get("findings") and not report.get("rows"):
        raise Refusal(_("Ce tableau n’a pas encore été lu."))
    lines = _lines(found)
    return _csv(lines, report) if kind == "csv" else _xlsx(lines, report, found.name)


def _lines(found: Import) -> list[list[str]]:
    """The sheet as it was given, each row at its own place."""
    options = Options.of(found.options)
    try:
        data = readers.load(files.path_of(found.pk))
    except FileNotFoundError:
        raise Refusal(_("Le fichier de cet import n’est plus gardé.")) from None
    book = readers.open_book(data, headers.score)
    table = choice.choose(book, headers.score, sheet=options.sheet, header_row=options.header_row)
    return next(sheet.lines for sheet in book.sheets if sheet.name == table.sheet)


def _csv(lines: list[list[str]], report: Mapping[str, Any]) -> bytes:
    said: dict[int, list[str]] = defaultdict(list)
    for one in report["findings"]:
        said[one["row"]].append(_sentence(one))
    first, width = report["file"]["header_row"], max(map(len, lines), default=0)
    # What is said of whole columns has no row of its own: the first one has it.
    said[first + 1] = [sentence for row in range(first + 1) for sentence in said[row]] + said[first + 1]
    said[first] = [REMARKS]
    rows = []
    for number, cells in enumerate(lines, 1):
        filled = [*cells, *[""] * (width - len(cells))] if number >= first else [*cells]
        remarks = " | ".join(said[number]) if number >= first else ""
        rows.append([*map(_literal, filled), *([remarks] if number >= first else [])])
    return as_csv(rows)


def _literal(cell: str) -> str:
    """Never a formula; a number or a lone sign is none."""
    return f"'{cell}" if cell[:1] in tuple("=+-@\t") and not _NUMBER.fullmatch(cell) else cell


def _sentence(one: Mapping[str, Any]) -> str:
    column = f"{one['column']} : " if one["column"] else ""
    proposal = f" Proposition : {one['proposal']}." if one["proposal"] else ""
    return f"{column}{one['message']}{proposal}"


def _xlsx(lines: list[list[str]], report: Mapping[str, Any], name: str) -> bytes:
    file = io.BytesIO()
    options = {
        "in_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    with xlsxwriter.Workbook(file, options) as book:
        formats = {
            level: book.add_format({"bg_color": colour, "valign": "top"})
            for level, colour in _COLOURS.items()
        }
        _list(book, report["findings"], name, formats)
        _sheet(book, lines, report, formats)
    return file.getvalue()


def _list(book: Any, findings: Findings, name: str, formats: Mapping[str, Any]) -> None:
    page = book.add_worksheet("À corriger")
    bold = book.add_format({"bold": True})
    page.write_string(
        0, 0, _clean(f"{OURS} : remarques sur « {name} »"), book.add_format({"bold": True, "font_size": 14})
    )
    page.freeze_panes(3, 0)
    wrapped = book.add_format({"text_wrap": True, "valign": "top"})
    for column, (title, width) in enumerate(zip(_TITLES, _WIDTHS, strict=True)):
        page.set_column(column, column, width, wrapped)
        page.write_string(2, column, title, bold)
    for row, one in enumerate(findings, 3):
        page.write_string(row, 0, SEVERITIES[one["severity"]], formats[one["severity"]])
        place = str(one["row"] or "")
        said = (
            place,
            one["column"],
            one["cell"],
            one["value"],
            one["message"],
            one["proposal"],
            SURE[one["sure"]],
        )
        for column, text in enumerate(said, 1):
            page.write_string(row, column, _clean(text), wrapped)


def _sheet(book: Any, lines: list[list[str]], report: Mapping[str, Any], formats: Mapping[str, Any]) -> None:
    page = book.add_worksheet("Fiches")
    page.freeze_panes(report["file"]["header_row"], 0)
    said = _by_cell(report["findings"])
    for row, cells in enumerate(lines):
        for column, text in enumerate(cells):
            if (row, column) not in said and text:
                page.write_string(row, column, _clean(text))
    for count, ((row, column), findings) in enumerate(sorted(said.items())):
        text = lines[row][column] if row < len(lines) and column < len(lines[row]) else ""
        level = next(level for level in _COLOURS if any(one["severity"] == level for one in findings))
        page.write_string(row, column, _clean(text), formats[level])
        if not text:
            page.write_blank(row, column, None, formats[level])
        if count < MOST_COMMENTS:
            page.write_comment(
                row, column, _comment(findings), {"author": OURS, "x_scale": 2, "y_scale": 1.5}
            )


def _by_cell(findings: Iterable[Mapping[str, Any]]) -> dict[tuple[int, int], Findings]:
    """What is said of a whole row is said on its first cell; of the file, in the list alone."""
    found: dict[tuple[int, int], Findings] = defaultdict(list)
    for one in findings:
        place = _PLACE.fullmatch(one["cell"])
        if place:
            found[int(place[2]) - 1, _column(place[1])].append(one)
        elif one["row"]:
            found[one["row"] - 1, 0].append(one)
    return found


def _column(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number - 1


def _comment(findings: Findings) -> str:
    return _clean("\n\n".join(f"{SEVERITIES[one['severity']]} : {_sentence(one)}" for one in findings))[
        :2_000
    ]


def _clean(text: str) -> str:
    """What XML and a cell can hold; xlsxwriter leaves out, without a word, a text that is longer."""
    text = _CONTROL.sub("", text).encode("utf-8", "ignore").decode()
    return text if len(text) <= _LONGEST else text[: _LONGEST - len(_CUT)] + _CUT
