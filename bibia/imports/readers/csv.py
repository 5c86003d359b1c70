"""Text tables: encoding and delimiter are found by what makes sense, never by statistics."""

import codecs
import csv
import io
import re
from itertools import islice

from bibia.imports.readers.table import MAX_BYTES, Book, NotATable, Note, Score, Sheet

DELIMITERS = ",;\t"
LOOKED_AT = 30  # filled rows among which the header is
# Longer cells than Python's 128 KiB must reach our own limit, which says which cell it is.
csv.field_size_limit(MAX_BYTES)
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f]")


def read(data: bytes, score: Score) -> Book:
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
    return Book("csv", [Sheet("", lines)], notes)


def _decode(data: bytes) -> tuple[str, tuple[Note, ...]]:
    encoding = "utf-16" if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) else "utf-8-sig"
    try:
        return data.decode(encoding), ()
    except UnicodeDecodeError:
        pass
    try:
        return data.decode("cp1252"), (Note("encodage-suppose", "Windows-1252"),)
    except UnicodeDecodeError:
        raise NotATable("Ce fichier n’est pas une table : son texte est illisible.", kind="binaire") from None


def _rank(text: str, delimiter: str, score: Score) -> tuple[int, int]:
    """What the best header among the first rows scores; sentences may stand above it."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    filled = (cells for cells in reader if any(cell.strip() for cell in cells))
    return max(((score(cells), len(cells)) for cells in islice(filled, LOOKED_AT)), default=(0, 0))
