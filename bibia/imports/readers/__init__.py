"""From a file to a table, by what the bytes are and not by what the name says."""

import re
from pathlib import Path

from bibia.imports.readers import choice, csv, tableur
from bibia.imports.readers.table import MAX_BYTES, Book, NotATable, Score, Table

_PDF = "Ce fichier est un PDF, pas une table : demandez le tableau d’origine (CSV ou XLSX)."
_OLD_CONTAINER = b"\xd0\xcf\x11\xe0"  # a workbook of 1997, or one that a password protects
_HTML = re.compile(rb"\s*<(?:!doctype|html|head|body|center|h1|\?xml|!--)", re.IGNORECASE)
_ERROR = re.compile(
    rb"\s*(?:HTTP/\S+ )?[45]\d\d\b[^,;\t\n]{0,80}(?:gateway|time-?out|error|unavailable|erreur)",
    re.IGNORECASE,
)
_HTML_SENTENCE = "Ce fichier n’est pas une table : c’est une page web, sans doute une page d’erreur."


def load(path: Path) -> bytes:
    if path.stat().st_size > MAX_BYTES:
        raise NotATable("Ce fichier dépasse 10 Mio : découpez-le.", kind="trop-gros")
    return path.read_bytes()


def read(data: bytes, score: Score, *, sheet: str | None = None, header_row: int | None = None) -> Table:
    """The table of a file; its sheet and its header row are found, or those that a person chose."""
    return choice.choose(open_book(data, score), score, sheet=sheet, header_row=header_row)


def open_book(data: bytes, score: Score) -> Book:
    """Every sheet of a file: what lets a person choose another one."""
    start = data[:4096].removeprefix(b"\xef\xbb\xbf")
    if not start.strip(b"\0 \t\r\n"):
        raise NotATable("Le fichier est vide : il n’y a rien à importer.", kind="vide")
    if start.lstrip().startswith(b"%PDF-"):
        raise NotATable(_PDF, kind="pdf")
    if start.startswith((b"PK", _OLD_CONTAINER)):
        return tableur.read(data)
    if _HTML.match(start) or _ERROR.match(start):
        raise NotATable(_HTML_SENTENCE, kind="html")
    return csv.read(data, score)
