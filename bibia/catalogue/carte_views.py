"""The map: depends on its address and on the public library, on nothing else."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from bibia.catalogue import carte, listing, places
from bibia.catalogue.drawing import MOST_POINTS, Drawing, collectivities, fiches, rows
from bibia.catalogue.facets import BY_NAME, FACETS
from bibia.territoires import table

# The drawing itself narrows by place.
_PLACES = ("region", "departement")


def page(request: HttpRequest) -> HttpResponse:
    search = carte.read(request.GET)
    result, figures = carte.run(search)
    context = {
        "search": search,
        "result": result,
        **listing.asked(search, result),
        "heading": listing.heading(search.narrowed, result.total, at_least=result.at_least),
    }
    if search.whole:
        context["facet"] = listing.facet(search.but(), result, BY_NAME[search.whole], shown=None)
        return render(request, "catalogue/facet.html", context)
    return render(request, "catalogue/carte.html", context | _around(search, result) | _map(search, figures))


def _around(search: carte.MapSearch, result: Any) -> dict[str, Any]:
    """What narrows the map, and the way to the list."""
    hidden = listing.choices(search)["hidden"]
    useful = [one for one in FACETS if one.name not in _PLACES]
    return {
        "hidden": [*hidden, ("zoom", search.zoom)] if search.zoom else hidden,
        "kept": [*hidden, ("q", search.text)] if search.text else hidden,
        "facets": [
            listing.facet(search, result, one)
            for one in useful
            if len(result.facets[one.name]) > 1 or search.filters.get(one.name)
        ],
        "regions": [(one.code, one.nom) for one in table.regions()],
        "region": table.region_name(search.zoom) if search.zoom else "",
        "ways_out": [] if result.total else listing.ways_out(search, result),
    }


def _map(search: carte.MapSearch, figures: carte.Figures) -> dict[str, Any]:
    ids = carte.shown(search)
    counts = None if ids is None else places.counts(ids)
    seats = None if counts is None else places.seats(counts)
    drawing = Drawing(search, figures, seats)
    outside = [] if search.zoom else collectivities(search, figures.departements)
    return drawing.plans() | {
        "legend": drawing.scale.legend,
        "placed": bool(drawing.seats),
        "in_france": fiches(carte.in_france(search)) if search.zoom else "",
        "points_said": _points_said(counts, seats, bool(search.zoom)),
        "collectivities": outside,
        "others": [one for one in outside if one["count"]],
        "rows": rows(search, figures),
        "nowhere": 0 if search.zoom else figures.nowhere,
    }


def _points_said(counts: Any, seats: list[places.Seat] | None, zoomed: bool) -> str:
    """What the points show, and what they do not."""
    if counts is None or seats is None or len(seats) > MOST_POINTS:
        nearer = "choisissez un thème" if zoomed else "agrandissez une région"
        return f"Les organisations sont trop nombreuses pour être montrées une à une : {nearer}."
    if not counts:
        return ""
    if not seats:
        return "Aucune organisation n’a donné les coordonnées de son siège : ses fiches comptent dans son département."
    without = len(counts) - len(seats)
    said = "Chaque point est le siège d’une organisation, là où ses fiches le disent."
    if without:
        said += f" {without} organisation{'s' if without > 1 else ''} sans siège sûr " + (
            "comptent dans leur département." if without > 1 else "compte dans son département."
        )
    return said
