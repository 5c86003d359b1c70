"""Figures of animation, as tables and as files; what was published without the association."""

import datetime
from typing import Any

from django.db.models import Q
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from bibia.accounts.requests import PrivateRequest
from bibia.accounts.roles import OF_ASSOCIATION, Role
from bibia.fiches.models import Fiche, Proposal
from bibia.moderation import figures, listing
from bibia.moderation.paging import number, pages
from bibia.moderation.people import Names
from bibia.ui.filters import date_fr
from bibia.ui.sheet import sheet

PER_PAGE = 25
RECENT = datetime.timedelta(days=90)


def index(request: PrivateRequest) -> HttpResponse:
    context = {"tables": figures.tables(), "most": figures.MISSING, "tabs": listing.tabs(request)}
    return render(request, "moderation/statistics.html", context)


def download(request: PrivateRequest, slug: str) -> HttpResponse:
    table = next((table for table in figures.tables() if table.slug == slug), None)
    if table is None:
        raise Http404
    return as_file(f"animation-{slug}", [list(table.head), *(list(row) for row in table.rows)])


def as_file(name: str, rows: list[list[object]]) -> HttpResponse:
    response = HttpResponse(sheet(rows), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    return response


def recent(request: PrivateRequest) -> HttpResponse:
    """What organisations published themselves: to read after them, and correct or withdraw if need be."""
    association = Q(decided_by__role__in=[*(role.value for role in OF_ASSOCIATION), Role.SYSTEME.value])
    accepted = Proposal.objects.filter(
        state=Proposal.State.ACCEPTED, decided_at__gte=timezone.now() - RECENT
    ).exclude(association)
    page = pages(number(request), accepted.count(), PER_PAGE, lambda n: f"?page={n}")
    start = (page["number"] - 1) * PER_PAGE
    found = accepted.select_related("proposed_by", "decided_by").order_by("-decided_at", "-pk")
    context = {
        "lines": _lines(list(found[start : start + PER_PAGE])),
        "page": page,
        "tabs": listing.tabs(request),
    }
    return render(request, "moderation/recent.html", context)


def _lines(proposals: list[Proposal]) -> list[dict[str, Any]]:
    fiches = Fiche.objects.select_related("collectivite").in_bulk([one.fiche_id for one in proposals])
    names = Names()
    return [
        {
            "title": fiches[one.fiche_id].nom_projet,
            "organisation": fiches[one.fiche_id].collectivite.nom_affiche,
            "read": reverse("relire", args=[one.pk]),
            "manage": reverse("gerer", args=[one.fiche_id]),
            "by": names(one.decided_by),
            "at": date_fr(one.decided_at),
        }
        for one in proposals
        if one.fiche_id in fiches
    ]
