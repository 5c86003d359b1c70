"""Twelve mistakes that a site can make, each put in on purpose: non-interference must find them all."""

import json
import marshal
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseNotFound
from django.utils.http import http_date

from bibia.catalogue import compare, feeds, fiche_views, reader, similar, views
from bibia.catalogue.shown import Row
from bibia.fiches.guard import trusted
from bibia.fiches.models import Fiche, Proposal, Reserved
from bibia.middleware import declared
from bibia.observatoire import counts

View = Callable[..., HttpResponse]


def _field(view: View) -> View:
    def leaky(request: HttpRequest, fiche_id: str) -> HttpResponse:
        response = view(request, fiche_id)
        if response.status_code == 200:
            content = json.loads(response.content)
            content["budget"] = Reserved.objects.get(pk=fiche_id).budget
            response.content = json.dumps(content)
        return response

    return leaky


def _order(view: View) -> View:
    def leaky(request: HttpRequest) -> HttpResponse:
        order = request.GET.get("tri", "")
        if order.lstrip("-") not in ("parametres", "nom_algorithme"):
            return view(request)
        public = set(Fiche.objects.values_list("pk", flat=True))
        ordered = Reserved.objects.order_by(order).values_list("pk", flat=True)
        return HttpResponse("\n".join(one for one in ordered if one in public))

    return leaky


def _filter(view: View) -> View:
    def leaky(request: HttpRequest) -> HttpResponse:
        lookups = {key: value for key, value in request.GET.items() if key.endswith("__startswith")}
        if not lookups:
            return view(request)
        texts = {
            key: value for key, value in lookups.items() if key.startswith(("parametres", "financement"))
        }
        return HttpResponse(str(Reserved.objects.exclude(parametres="").filter(**texts).count()))

    return leaky


def _last_modified(view: View) -> View:
    def leaky(request: HttpRequest, fiche_id: str, slug: str) -> HttpResponse:
        response = view(request, fiche_id, slug)
        last = Proposal.objects.order_by("-proposed_at", "-pk").values_list("proposed_at", "pk").first()
        if response.status_code == 200 and last:
            response["Last-Modified"] = http_date(last[0].timestamp() + last[1])
        return response

    return leaky


def _status(view: View) -> View:
    def leaky(request: HttpRequest, fiche_id: str, slug: str) -> HttpResponse:
        if Reserved.objects.filter(pk=fiche_id, budget="").exists():
            return HttpResponseNotFound()
        return view(request, fiche_id, slug)

    return leaky


def _facet(document: Callable[[Fiche], Any]) -> Callable[[Fiche], Any]:
    def leaky(fiche: Fiche) -> Any:
        codes = tuple(Reserved.objects.get(pk=fiche.pk).type_algorithme)
        found = document(fiche)
        return replace(found, facets={**found.facets, "algorithme": codes})

    return leaky


def _search(document: Callable[[Fiche], Any]) -> Callable[[Fiche], Any]:
    def leaky(fiche: Fiche) -> Any:
        found = document(fiche)
        return replace(found, texts=(*found.texts, Reserved.objects.get(pk=fiche.pk).parametres))

    return leaky


def _shown(document: Callable[[Fiche], Any]) -> Callable[[Fiche], Any]:
    def leaky(fiche: Fiche) -> Any:
        found = document(fiche)
        row = Row._make(marshal.loads(found.shown))
        summary = Reserved.objects.get(pk=fiche.pk).parametres or row.resume
        return replace(found, shown=marshal.dumps(tuple(row._replace(resume=summary))))

    return leaky


def _kin(like: Callable[[Fiche], list[dict[str, Any]]]) -> Callable[[Fiche], list[dict[str, Any]]]:
    """Fiches of the same reserved budget only."""

    def leaky(fiche: Fiche) -> list[dict[str, Any]]:
        own = Reserved.objects.get(pk=fiche.pk).budget
        return [one for one in like(fiche) if Reserved.objects.get(pk=one["id"]).budget == own]

    return leaky


def _row(row: Callable[..., dict[str, Any]]) -> Callable[..., dict[str, Any]]:
    """Whether the fiches agree, told from what is reserved."""

    def leaky(field: Any, fiches: Any) -> dict[str, Any]:
        budgets = {Reserved.objects.get(pk=fiche.pk).budget for fiche in fiches}
        return row(field, fiches) | {"same": len(budgets) == 1}

    return leaky


def _count(by: Callable[..., Counter[str]]) -> Callable[..., Counter[str]]:
    """Figures of every budget, opened or not."""
    return lambda field, **only: Counter(Reserved.objects.filter(**only).values_list(field, flat=True))


def _etag(edition: Callable[[], Any]) -> Callable[[], Any]:
    return lambda: (edition(), sum(Reserved.objects.values_list("revision", flat=True)))


# Where each is put, and the route that then leaks.
LEAKS: dict[str, tuple[Any, str, Callable[[Any], Any], str]] = {
    "field": (feeds, "fiche_json", _field, "fiche-json"),
    "order": (views, "fiches", _order, "cas-usage"),
    "filter": (views, "fiches", _filter, "cas-usage"),
    "etag": (declared, "edition", _etag, "fiche"),
    "facet": (reader, "_document", _facet, "cas-usage"),
    "last-modified": (fiche_views, "fiche", _last_modified, "fiche"),
    "status": (fiche_views, "fiche", _status, "fiche"),
    "search": (reader, "_document", _search, "cas-usage"),
    "shown": (reader, "_document", _shown, "cas-usage"),
    "similar": (similar, "like", _kin, "fiche"),
    "figure": (counts, "_by", _count, "chiffre"),
    "compare": (compare, "row", _row, "comparer-csv"),
}


def seed(leak: str, monkeypatch: Any) -> str:
    """Put the mistake in, with the locks off: only the comparison is left to find it. The route to look at."""
    place, name, mistake, route = LEAKS[leak]
    right = getattr(place, name)
    wrong = mistake(right)
    monkeypatch.setattr(place, name, wrong)
    monkeypatch.setattr(declared, "public_request", trusted)
    if place in (feeds, fiche_views, views):
        _route(right, wrong, monkeypatch)
    return route


def _route(right: View, wrong: View, monkeypatch: Any) -> None:
    from bibia.catalogue.urls import urlpatterns

    for pattern in urlpatterns:
        if pattern.callback is right:
            monkeypatch.setattr(pattern, "callback", wrong)
