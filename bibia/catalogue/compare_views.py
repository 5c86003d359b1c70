"""Comparing fiches: the page, and the same for a spreadsheet and for a program."""

from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render

from bibia.catalogue import compare, similar
from bibia.catalogue.compare import Choice
from bibia.ui.jinja import absolute
from bibia.ui.sheet import sheet


def page(request: HttpRequest) -> HttpResponse:
    choice = compare.choice(request.GET)
    groups = compare.groups(choice.fiches) if choice.enough else []
    context = {
        "choice": choice,
        "canonical": compare.address(choice.ids),
        "columns": compare.columns(choice.fiches),
        "groups": groups,
        "different": sum(len(group["different"]) for group in groups),
        "same": sum(len(group["same"]) for group in groups),
        "fewest": compare.FEWEST,
        "most": compare.MOST,
        "near": _near(choice),
        "exports": [
            {"label": label, "url": compare.address(choice.ids, route)}
            for label, route in (("en tableau (CSV)", "comparer-csv"), ("en JSON", "comparer-json"))
        ],
    }
    return render(request, "catalogue/comparer.html", context)


def _near(choice: Choice) -> list[dict[str, Any]]:
    """Fiches like the first one, to add with one press, while there is room."""
    if not choice.fiches or len(choice.fiches) == compare.MOST:
        return []
    return [
        one | {"url": compare.address([*choice.ids, one["id"]])}
        for one in similar.like(choice.fiches[0])
        if one["id"] not in choice.ids
    ]


def as_csv(request: HttpRequest) -> HttpResponse:
    choice = compare.choice(request.GET)
    response = HttpResponse(sheet(compare.table(choice.fiches)), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="comparaison.csv"'
    return response


def as_json(request: HttpRequest) -> HttpResponse:
    choice = compare.choice(request.GET)
    content = {
        "url": absolute(compare.address(choice.ids)),
        **compare.as_json(choice.fiches),
        "ecartees": [fiche.pk for fiche in choice.left_out],
        "retirees": [
            {"id": one.pk, "titre": one.title, "motif": one.reason, "date": one.withdrawn_at}
            for one in choice.withdrawn
        ],
        "inconnues": list(choice.unknown),
    }
    response = JsonResponse(content, json_dumps_params={"ensure_ascii": False, "indent": 1})
    response["Content-Type"] = "application/json; charset=utf-8"
    # Public data: any site may read it from a browser.
    response["Access-Control-Allow-Origin"] = "*"
    response["Cross-Origin-Resource-Policy"] = "cross-origin"
    return response
