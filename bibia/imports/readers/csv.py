"""Text tables: encoding and delimiter are found by what makes sense, never by statistics."""

import codecs
import csv
import io
import re
from itertools import islice

from bibia.imports.readers import limited
from bibia.imports.readers.table import (
    MAX_BYTES,
    TOO_MANY_COLUMNS,
    TOO_MANY_ROWS,
    Book,
    NotATable,
    Note,
    Score,
    Sheet,
)

DELIMITERS = ",;\t|"
LOOKED_AT = 30  # filled rows among which the header is
_SAMPLE = 1 << 18  # characters among which these rows are
_WIDEST = 1_000  # cells of a row that are looked at
# Longer cells than Python's 128 KiB must reach our own limit, which says which cell it is.
csv.field_size_limit(MAX_BYTES)
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f]")
_SENTENCES = {
    "lignes": TOO_MANY_ROWS,
    "colonnes": TOO_MANY_COLUMNS,
    "trop-grande": "Ce fichier est trop grand pour être lu sans risque : découpez-le.",
}


def read(data: bytes, score: Score) -> Book:
    """`score` counts the headers that the library knows: the right delimiter is the one that finds most."""
    text, notes = _decode(data)
    if _CONTROL.search(text):
        raise NotATable("Ce fichier n’est pas une table : c’est un fichier binaire.", kind="binaire")
    sample = text[:_SAMPLE]
    delimiter = max(DELIMITERS, key=lambda mark: _rank(sample, mark, score))
    answer = limited.ask(text.encode(), delimiter=delimiter) or {"refused": "trop-grande"}
    if answer.get("refused") == "malforme":
        raise NotATable(
            f"Ce fichier CSV est mal formé, à partir de la ligne {answer['line']} : un guillemet ouvert n’est pas fermé, "
            "ou l’est au milieu d’une cellule.",
            kind="csv",
        )
    if "refused" in answer:
        raise NotATable(_SENTENCES[answer["refused"]], kind="csv")
    return Book("csv", [Sheet("", limited.lines(answer["lines"], answer["texts"]))], notes)


def _decode(data: bytes) -> tuple[str, tuple[Note, ...]]:
    encoding = "utf-16" if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) else "utf-8-sig"
    try:
        return data.decode(encoding), ()
    except UnicodeDecodeError:
        pass
    try:
        return data.decode("cp1252"), (Note("encodage-suppose", "Windows-1252"),)
    except UnicodeDecodeError:
        raise NotATable("Ce fichier n’est pas une table : son texte est illisible.", kind="binaire") from None


def _rank(sample: str, delimiter: str, score: Score) -> tuple[int, int]:
    """What the best header among the first rows scores; sentences may stand above it."""
    reader = csv.reader(io.StringIO(sample, newline=""), delimiter=delimiter)
    filled = (cells for cells in reader if any(cell.strip() for cell in cells))
    return max(((score(cells[:_WIDEST]), len(cells)) for cells in islice(filled, LOOKED_AT)), default=(0, 0))
