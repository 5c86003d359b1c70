"""The pages of the observatory: computed from the public tables, for an address and a generation of the library."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from bibia.observatoire import coverage_page, presentation
from bibia.observatoire.figures import FIGURES, Figure
from bibia.ui.sheet import sheet


def index(request: HttpRequest) -> HttpResponse:
    return render(request, "observatoire/index.html", presentation.index())


def figure(request: HttpRequest, slug: str) -> HttpResponse:
    return render(request, "observatoire/figure.html", presentation.one(_known(slug)))


def figure_csv(request: HttpRequest, slug: str) -> HttpResponse:
    return _csv(slug, presentation.table(_known(slug)))


def figure_items_csv(request: HttpRequest, slug: str) -> HttpResponse:
    found = _known(slug)
    if not found.names:
        raise Http404
    return _csv(f"{slug}-fiches", presentation.items(found))


def coverage(request: HttpRequest) -> HttpResponse:
    return render(request, "observatoire/coverage.html", coverage_page.context())


def coverage_csv(request: HttpRequest) -> HttpResponse:
    return _csv("couverture", coverage_page.download())


def _known(slug: str) -> Figure:
    if slug not in FIGURES:
        raise Http404
    return FIGURES[slug]


def _csv(name: str, rows: list[list[object]]) -> HttpResponse:
    response = HttpResponse(sheet(rows), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="bibliotheque-ia-{name}.csv"'
    # Public data: any site may read it from a browser.
    response["Access-Control-Allow-Origin"] = "*"
    response["Cross-Origin-Resource-Policy"] = "cross-origin"
    return response
