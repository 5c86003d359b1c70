"""From a file to a table, by what the bytes are and not by what the name says."""

import re
from collections.abc import Callable
from pathlib import Path

from bibia.imports.readers import csv, tableur
from bibia.imports.readers.table import MAX_BYTES, NotATable, Table

_MAGIC = (
    (b"%PDF-", "pdf", "Ce fichier est un PDF, pas une table : demandez le tableau d’origine (CSV ou XLSX)."),
    (
        b"\xd0\xcf\x11\xe0",
        "xls",
        "Ce classeur est à l’ancien format XLS ou protégé par un mot de passe : enregistrez-le en XLSX ou en CSV.",
    ),
)
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


def read(data: bytes, score: Callable[[list[str]], int]) -> Table:
    start = data[:4096].removeprefix(b"\xef\xbb\xbf")
    if not start.strip(b"\0 \t\r\n"):
        raise NotATable("Le fichier est vide : il n’y a rien à importer.", kind="vide")
    for magic, kind, sentence in _MAGIC:
        if start.lstrip().startswith(magic):
            raise NotATable(sentence, kind=kind)
    if start.startswith(b"PK"):
        return tableur.read(data)
    if _HTML.match(start) or _ERROR.match(start):
        raise NotATable(_HTML_SENTENCE, kind="html")
    return csv.read(data, score)
