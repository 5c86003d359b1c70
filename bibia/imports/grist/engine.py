"""The one reading of imported tables, for a row of Grist: this module alone knows how imports are made inside."""

from collections.abc import Mapping

from bibia.fiches.fields import BY_NAME, label
from bibia.imports import doctor, near, organisation, rows
from bibia.imports.headers import NEEDED, Column, named
from bibia.imports.match import Library, Record
from bibia.imports.readers.table import Row, Table
from bibia.imports.run import inspect

__all__ = ["NEEDED", "field_of", "inspect", "line", "look_alikes", "series"]


def field_of(*headers: str) -> str:
    """The field that one of these headers names, the first that does; "" when none does."""
    return next((found for header in headers if (found := named(header)) in BY_NAME), "")


def line(number: int, shown: Mapping[str, str]) -> rows.Line:
    """The cells of one row, by field, read and validated."""
    names = list(shown)
    table = Table("grist", tuple(names), (Row(number, tuple(shown.values())),))
    return rows.parse(table, [Column(index, label(name), name) for index, name in enumerate(names)])[0]


def series(lines: list[rows.Line], library: Library) -> None:
    """The numbers that a spreadsheet made by dragging a cell."""
    doctor.siret_series(lines, library.sirets, organisation.is_official)


def look_alikes(line: rows.Line, library: Library) -> list[Record]:
    """The published records that this row may be about under another title."""
    return near.in_library(line, library, sees=lambda record: record.published)
