"""The records of a search in a file, as one reader may read them, with their name and the date on it."""

import io
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import xlsxwriter
from django.core.serializers.json import DjangoJSONEncoder
from django.utils import timezone

from bibia.accounts.viewer import Viewer
from bibia.catalogue.documents import day_of
from bibia.catalogue.membres.lists import address
from bibia.fiches import display
from bibia.fiches.access import read_all
from bibia.fiches.fields import BY_NAME, NAMES, label
from bibia.fiches.models import Fiche
from bibia.ui.filters import typo
from bibia.ui.jinja import absolute
from bibia.ui.sheet import sheet
from bibia.ui.text import slugify_fr

WARNING = "Réservé aux membres : à garder dans votre collectivité. Ne pas publier, ne pas transmettre."
FORMATS = {"xlsx": "Classeur (XLSX)", "csv": "Tableau (CSV)", "json": "Données (JSON)"}
_TYPES = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
    "json": "application/json; charset=utf-8",
}


@dataclass(frozen=True)
class Export:
    """What a file holds: for whom, when, of which search, and the records as this reader may read them."""

    whose: str
    at: datetime
    asked: str
    fiches: Sequence[Fiche]
    values: Sequence[dict[str, Any]]

    @property
    def names(self) -> list[str]:
        """The columns: every field that this reader may read of one of the records, in the order of the model."""
        return [name for name in NAMES if any(name in one for one in self.values)]

    @property
    def about(self) -> list[tuple[str, str]]:
        return [
            ("Export demandé par", self.whose),
            ("Date", f"{display.day(day_of(self.at))}, {timezone.localtime(self.at):%H:%M}"),
            ("Recherche", typo(self.asked)),
            ("À savoir", typo(WARNING)),
        ]

    def filename(self, extension: str) -> str:
        return f"cas-usage-{day_of(self.at)}-{slugify_fr(self.whose.replace('@', ' '))[:60]}.{extension}"


def collect(fiches: Sequence[Fiche], viewer: Viewer, *, whose: str, asked: str) -> Export:
    values = [reading.values for reading in read_all(fiches, viewer)]
    return Export(whose, timezone.now(), asked, fiches, values)


def file(export: Export, extension: str) -> tuple[bytes, str]:
    """Its content and its type."""
    write = {"xlsx": _workbook, "csv": _table, "json": _data}[extension]
    return write(export), _TYPES[extension]


def _rows(export: Export) -> Iterator[list[str]]:
    names = export.names
    yield ["Fiche", *(label(name) for name in names)]
    yield ["id", *names]
    for fiche, values in zip(export.fiches, export.values, strict=True):
        yield [fiche.pk, *(display.text(name, values[name]) if name in values else "" for name in names)]


def _table(export: Export) -> bytes:
    return sheet([*export.about, [], *_rows(export)])


def _workbook(export: Export) -> bytes:
    """Two sheets: what the file is, then the records. Every cell is written as text: none is a formula or a link."""
    written = io.BytesIO()
    book = xlsxwriter.Workbook(written, {"in_memory": True})
    book.set_properties(
        {"title": "Cas d’usage des membres", "comments": WARNING, "created": export.at.replace(tzinfo=None)}
    )
    bold = book.add_format({"bold": True})
    about = book.add_worksheet("À lire d’abord")
    about.set_column(0, 0, 24)
    for row, (name, value) in enumerate(export.about):
        about.write_string(row, 0, name, bold)
        about.write_string(row, 1, value)
    table = book.add_worksheet("Fiches")
    table.freeze_panes(2, 1)
    table.set_column(1, len(export.names), 28)
    for row, cells in enumerate(_rows(export)):
        for column, cell in enumerate(cells):
            table.write_string(row, column, _fitting(cell), bold if row == 0 else None)
    book.close()
    return written.getvalue()


def _fitting(text: str) -> str:
    """What a cell of a workbook can hold; beyond, the end is said to be missing."""
    most = 32_767
    return text if len(text) <= most else f"{text[: most - 8]} (coupé)"


def _data(export: Export) -> bytes:
    content = {
        "export": {
            "demande_par": export.whose,
            "date": export.at,
            "recherche": export.asked,
            "avertissement": WARNING,
        },
        "fiches": [
            {"id": fiche.pk, "url": absolute(address(fiche)), "version": fiche.version}
            | {name: values[name] for name in BY_NAME if name in values}
            for fiche, values in zip(export.fiches, export.values, strict=True)
        ],
    }
    return json.dumps(content, cls=DjangoJSONEncoder, ensure_ascii=False, indent=1).encode()
