"""What is drawn of France: shades, figures and points, as plain values for the template."""

from collections.abc import Mapping
from dataclasses import replace
from math import hypot
from typing import Any

from bibia.catalogue.carte import Figures, MapSearch
from bibia.catalogue.outlines import Box, Outline, Plan, around, carte
from bibia.catalogue.places import Seat
from bibia.catalogue.shades import Scale
from bibia.fiches.display import number
from bibia.territoires import table

# Each organisation is a link: beyond, the page says how to come nearer.
MOST_POINTS = 30
ILE_DE_FRANCE = "11"
# Nobody lives there: said only when something is declared.
_UNINHABITED = ("984", "989")
_MARGIN = 6
_INSET = 9
_AROUND = ((0, -1), (0, 1), (-1, 0), (1, 0), (-0.7, -0.7), (0.7, -0.7), (-0.7, 0.7), (0.7, 0.7))


def fiches(count: int) -> str:
    return f"{number(count)} fiche{'s' if count > 1 else ''}" if count else "aucune fiche"


class Drawing:
    """The plans of one page, and their shapes."""

    def __init__(self, search: MapSearch, figures: Figures, seats: list[Seat] | None) -> None:
        self.search, self.figures = search, figures
        self.scale = Scale.of(figures.departements.values())
        self.seats = seats if seats is not None and len(seats) <= MOST_POINTS else []

    def plans(self) -> dict[str, Any]:
        """The main plan, then those that stand beside it."""
        atlas, zoom = carte(), self.search.zoom
        overseas = {code: plan for code, plan in atlas.overseas.items() if _region(code) == zoom or not zoom}
        if zoom and overseas:
            code, plan = overseas.popitem()
            return {"main": self._plan(plan, table.departement_name(code)), "couronne": None, "overseas": []}
        near = not zoom or zoom == ILE_DE_FRANCE
        return {
            "main": self._mainland(atlas.mainland, zoom, set(atlas.couronne.outlines)),
            "couronne": self._plan(atlas.couronne, "Paris et petite couronne", _INSET) if near else None,
            "overseas": [
                self._plan(plan, table.departement_name(code), _INSET) for code, plan in overseas.items()
            ],
        }

    def _mainland(self, plan: Plan, zoom: str, larger: set[str]) -> dict[str, Any]:
        """Départements that are drawn again, larger, are only shaded here."""
        members = {code: one for code, one in plan.outlines.items() if not zoom or _region(code) == zoom}
        label = table.region_name(zoom) if zoom else "France métropolitaine"
        shown = replace(plan, outlines={code: one for code, one in members.items() if code not in larger})
        frame = around(corner for one in members.values() for corner in (one.box[:2], one.box[2:]))
        small = [self._shape(one, []) for code, one in members.items() if code in larger]
        return {**self._plan(shown, label, frame=frame), "small": small}

    def _plan(self, plan: Plan, label: str, across: int = 38, frame: Box | None = None) -> dict[str, Any]:
        """`across`: how many figures of the size of these would fill the drawing."""
        left, top, right, bottom = frame or (0, 0, plan.width, plan.height)
        text = round(max(right - left, bottom - top) / across)
        # The figures of a small drawing are larger for its size than those of a great one; points need not be.
        points = self._points(plan, text * (0.2 if across == _INSET else 0.28))
        return {
            "frame": (left - _MARGIN, top - _MARGIN, right - left + 2 * _MARGIN, bottom - top + 2 * _MARGIN),
            "text": text,
            "shapes": [self._shape(one, points, text) for one in plan.outlines.values()],
            "small": [],
            "points": points,
            "label": label,
        }

    def _shape(self, outline: Outline, points: list[dict[str, Any]], text: float = 0) -> dict[str, Any]:
        count = self.figures.departements.get(outline.code, 0)
        name = table.departement_name(outline.code)
        x, y = reading_place(outline, points, text) if count and points else outline.centre
        return {
            "code": outline.code,
            "name": name,
            "path": outline.path,
            "count": count,
            "shade": self.scale.shade(count),
            "said": f"{name} : {fiches(count)}",
            "url": self.search.at(departement=outline.code) if count else "",
            "x": x,
            "y": y,
        }

    def _points(self, plan: Plan, radius: float) -> list[dict[str, Any]]:
        """At their coordinates; those of one place are rings around each other: none is hidden, none is moved."""
        drawn: list[dict[str, Any]] = []
        for seat in self.seats:
            if seat.organisation.departement in plan.outlines:
                x, y = (round(value, 1) for value in plan.place(seat.longitude, seat.latitude))
                rank = sum(abs(one["x"] - x) < radius and abs(one["y"] - y) < radius for one in drawn)
                drawn.append(
                    {
                        "x": x,
                        "y": y,
                        "r": round(radius * (1 + rank * 0.8) * (1 + min(seat.count, 10) * 0.06), 1),
                        "said": f"{seat.organisation.nom_affiche} : {fiches(seat.count)}",
                        "url": seat.organisation.get_absolute_url(),
                    }
                )
        return drawn[::-1]


def reading_place(outline: Outline, points: list[dict[str, Any]], text: float) -> tuple[int, int]:
    """Where the figure of a département is not under a point: its centre, or the first place around it."""
    x, y = outline.centre
    steps = [(0.0, 0.0)] + [(dx * far, dy * far) for far in (0.45, 0.9, 1.4) for dx, dy in _AROUND]
    tried = [(round(x + dx * text), round(y + dy * text)) for dx, dy in steps]
    inside = [
        place for place in tried if place == (x, y) or all(map(outline.contains, _corners(place, text)))
    ]

    def room(place: tuple[int, int]) -> float:
        return min(hypot(place[0] - one["x"], place[1] - one["y"]) - one["r"] for one in points)

    return next((place for place in inside if room(place) > text * 0.6), max(inside, key=room))


def _region(departement: str) -> str:
    found = table.departement(departement)
    return found.region if found else ""


def _corners(place: tuple[int, int], text: float) -> list[tuple[float, float]]:
    """Of a figure written there."""
    x, y = place
    return [(x + dx * text, y + dy * text) for dx in (-0.35, 0.35) for dy in (-0.4, 0.4)]


def rows(search: MapSearch, figures: Figures) -> list[dict[str, Any]]:
    """The same figures as a table: each région that has fiches, then its départements that have some."""
    regions = [one for one in table.regions() if figures.regions.get(one.code)]
    return [
        {
            "name": one.nom,
            "count": figures.regions[one.code],
            "url": search.at(region=one.code),
            "zoom_url": search.zoomed(one.code).url,
            "whole": figures.whole_region(one.code),
            "departements": [
                {"name": table.departement_name(code), "count": count, "url": search.at(departement=code)}
                for code, count in figures.of_region(one.code)
            ],
        }
        for one in regions
        if search.zoom in ("", one.code)
    ]


def collectivities(search: MapSearch, counts: Mapping[str, int]) -> list[dict[str, Any]]:
    """The collectivités d’outre-mer, which are in no région: labelled buttons."""
    return [
        {
            "name": one.nom,
            "count": counts.get(one.code, 0),
            "url": search.at(departement=one.code) if counts.get(one.code) else "",
        }
        for one in table.departements()
        if not one.region and (counts.get(one.code) or one.code not in _UNINHABITED)
    ]
