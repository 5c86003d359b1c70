"""Text tables: encoding and delimiter are found by what makes sense, never by statistics."""

import codecs
import csv
import io
import re
from collections.abc import Callable

from bibia.imports.readers.table import MAX_BYTES, NotATable, Table, table

DELIMITERS = ",;\t"
# Longer cells than Python's 128 KiB must reach our own limit, which says which cell it is.
csv.field_size_limit(MAX_BYTES)
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f]")


def read(data: bytes, score: Callable[[list[str]], int]) -> Table:
    """`score` counts the headers that the library knows: the right delimiter is the one that finds most."""
    text, notes = _decode(data)
    if _CONTROL.search(text):
        raise NotATable("Ce fichier n’est pas une table : c’est un fichier binaire.", kind="binaire")
    delimiter = max(DELIMITERS, key=lambda mark: _rank(text, mark, score))
    try:
        lines = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True))
    except csv.Error:
        raise NotATable(
            "Ce fichier CSV est mal formé : un guillemet ouvert n’est pas fermé, ou l’est au milieu d’une cellule.",
            kind="csv",
        ) from None
    return table("csv", lines, notes=notes)


def _decode(data: bytes) -> tuple[str, tuple[tuple[str, str], ...]]:
    encoding = "utf-16" if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) else "utf-8-sig"
    try:
        return data.decode(encoding), ()
    except UnicodeDecodeError:
        pass
    try:
        return data.decode("cp1252"), (("encodage-suppose", "Windows-1252"),)
    except UnicodeDecodeError:
        raise NotATable("Ce fichier n’est pas une table : son texte est illisible.", kind="binaire") from None


def _rank(text: str, delimiter: str, score: Callable[[list[str]], int]) -> tuple[int, int]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    header = next((cells for cells in reader if any(cell.strip() for cell in cells)), [])
    return score(header), len(header)
