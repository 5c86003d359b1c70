"""A figure as its pages and its table to download show it."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.urls import reverse

from bibia.observatoire.figures import CHAPTERS, Figure
from bibia.observatoire.measures import HIDDEN, Measure, Row, last_change, shares, told
from bibia.ui.filters import date_fr, number_fr
from bibia.ui.jinja import absolute
from bibia.ui.text import slugify_fr

# Named on the page of a figure; all of them are in a table to download, and in the catalogue.
NAMED = 30
SOURCE = "Bibliothèque d’IA territoriale"
COLUMNS = ("code", "libelle", "valeur", "base", "pourcentage", "unite", "au", "source")
ITEMS = ("fiche", "organisation", "raison", "adresse", "au", "source")


def index() -> dict[str, Any]:
    chapters = [
        {
            "slug": chapter.slug,
            "title": chapter.title,
            "figures": [described(figure) for figure in chapter.figures],
        }
        for chapter in CHAPTERS
    ]
    return {"chapters": chapters, "date": date()}


def one(figure: Figure) -> dict[str, Any]:
    measure = figure.measure()
    shown, day = described(figure, measure), date()
    return {
        "figure": shown,
        "items": measure.items[:NAMED],
        "items_url": reverse("chiffre-fiches-csv", args=[figure.slug]) if measure.items else "",
        "more": max(0, len(measure.items) - NAMED),
        "date": day,
        "citation": _citation(figure, measure, day),
        "permalink": absolute(address(figure)),
    }


def described(figure: Figure, measure: Measure | None = None) -> dict[str, Any]:
    measure = measure or figure.measure()
    return {
        "slug": figure.slug,
        "title": figure.title,
        "definition": figure.definition,
        "column": _column(figure.unit.many),
        "counted": f"{number_fr(measure.base)} {figure.unit.of(measure.base)}",
        "heading": figure.heading,
        "url": address(figure),
        "download": reverse("chiffre-csv", args=[figure.slug]),
        "sentence": measure.sentence,
        "note": measure.note,
        "rows": bars(measure.rows, measure.base),
        "base": measure.base,
    }


def bars(rows: Sequence[Row], base: int) -> list[dict[str, Any]]:
    """Bars are as long as their share of the greatest one."""
    lengths = [_length(row, row.base or base) for row in rows]
    longest = max(lengths, default=0) or 1
    said = iter(shares(told(rows, base)))
    return [
        {
            "label": row.label,
            "url": row.url,
            "theme": row.theme,
            "value": HIDDEN if row.value is None else number_fr(row.value),
            "base": number_fr(row.base or base),
            "share": "" if row.value is None or not (row.base or base) else next(said),
            "width": f"{100 * length / longest:.1f}%",
        }
        for row, length in zip(rows, lengths, strict=True)
    ]


def table(figure: Figure) -> list[list[object]]:
    """What the page shows, to the same unit, with its date and its source on each line."""
    measure = figure.measure()
    return [
        list(COLUMNS),
        *lines_of(measure.rows, measure.base, figure.unit.many, last_day(), absolute(address(figure))),
    ]


def items(figure: Figure) -> list[list[object]]:
    """The fiches that the figure names, all of them."""
    day, source = last_day(), absolute(address(figure))
    lines: list[list[object]] = [
        [item.title, item.organisation, item.text, absolute(item.url), day, source]
        for item in figure.measure().items
    ]
    return [list(ITEMS), *lines]


def lines_of(rows: Iterable[Row], base: int, unit: str, day: str, source: str) -> list[list[object]]:
    return [
        [
            row.code or slugify_fr(row.label),
            row.label,
            HIDDEN if row.value is None else row.value,
            row.base or base,
            _percent(row, row.base or base),
            unit,
            day,
            source,
        ]
        for row in rows
    ]


def _percent(row: Row, base: int) -> str:
    """A number for a spreadsheet in French, more precise than what the page says."""
    return "" if row.value is None or not base else number_fr(round(100 * row.value / base, 4))


def last_day() -> str:
    now = last_change()
    return now.date().isoformat() if now else ""


def address(figure: Figure) -> str:
    return reverse("chiffre", args=[figure.slug])


def date() -> str:
    return date_fr(last_change())


def _citation(figure: Figure, measure: Measure, day: str) -> str:
    return f"{measure.sentence} {SOURCE}, « {figure.title} »{f', état au {day}' if day else ''}."


def _column(unit: str) -> str:
    """A short heading: "Fiches" for the fiches of anyone, on the narrowest screen."""
    return unit.partition(" d")[0].capitalize() if unit.startswith("fiches") else unit.capitalize()


def _length(row: Row, base: int) -> float:
    return row.value / base if row.value and base else 0
