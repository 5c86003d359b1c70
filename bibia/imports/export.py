"""Records as a table that an import reads back to the same values: what people correct in a spreadsheet comes home."""

import csv
import io
import json
from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

import xlsxwriter
from django.core.serializers.json import DjangoJSONEncoder

from bibia.fiches.fields import BY_NAME, FIELDS, Access
from bibia.fiches.vocabularies import VOCABULARIES
from bibia.imports.headers import IDENTIFIER, RESERVED_MARK
from bibia.imports.texts import needs_apostrophe

# A logo is an image kept here: a table carries none.
COLUMNS = tuple(field.name for field in FIELDS if field.name != "image_url")
PUBLIC = tuple(name for name in COLUMNS if BY_NAME[name].access is Access.PUBLIC)

Record = tuple[str, Mapping[str, Any]]  # (public identifier or "", values)


def table(records: Iterable[Record], names: Iterable[str] = PUBLIC) -> list[list[str]]:
    """The header, then a row for each record. Who may read these fields is for the caller to say."""
    names = tuple(names)
    return [
        [IDENTIFIER, *map(header, names)],
        *([identifier, *(cell(name, values.get(name)) for name in names)] for identifier, values in records),
    ]


def header(name: str) -> str:
    reserved = BY_NAME[name].access in (Access.RESTRICTED, Access.INTERNAL)
    return f"{name} {RESERVED_MARK}" if reserved else name


def cell(name: str, value: Any) -> str:
    """What a person reads, and what an import reads back."""
    if value in (None, "", [], {}):
        return ""
    kind, column = BY_NAME[name].kind, BY_NAME[name].column
    if kind in ("enum", "enum[]"):
        codes = value if isinstance(value, list) else [value]
        return " ; ".join(VOCABULARIES[column.vocabulary_name].label(code) for code in codes)
    if kind in ("list{}", "object{}"):
        return json.dumps(value, ensure_ascii=False, cls=DjangoJSONEncoder)
    if kind == "insee[]":
        return ", ".join(value)
    if kind == "month":
        return "/".join(reversed(str(value).split("-")))
    if kind == "date":
        return (value if isinstance(value, date) else date.fromisoformat(value)).strftime("%d/%m/%Y")
    if kind in ("number", "integer"):
        return format(Decimal(repr(value)), "f")
    text = str(value)
    return f"'{text}" if kind in ("string", "text") and needs_apostrophe(text) else text


def as_csv(lines: Iterable[Iterable[str]]) -> bytes:
    """As French spreadsheets open it: semicolons, and the mark of UTF-8."""
    file = io.StringIO(newline="")
    csv.writer(file, delimiter=";").writerows(lines)
    return file.getvalue().encode("utf-8-sig")


def as_xlsx(lines: Iterable[Iterable[str]], *, sheet: str = "Fiches") -> bytes:
    """Texts only: a spreadsheet that makes numbers and dates of them would lose digits and days."""
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, {"in_memory": True}) as book:
        page = book.add_worksheet(sheet)
        for row, cells in enumerate(lines):
            for column, text in enumerate(cells):
                page.write_string(row, column, text)
    return file.getvalue()
