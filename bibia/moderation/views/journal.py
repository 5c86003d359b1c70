"""Everything that was done: searched, read page by page, taken away as a file."""

import datetime
from typing import Any

from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.http import urlencode

from bibia.accounts.requests import PrivateRequest
from bibia.fiches.models import Journal
from bibia.moderation import journal, listing
from bibia.moderation.paging import number, pages
from bibia.moderation.views.statistics import as_file
from bibia.ui.text import squeeze

PER_PAGE = 50
MOST = 50_000  # lines of a file
ASKED = ("fiche", "verbe", "compte", "du", "au")


def index(request: PrivateRequest) -> HttpResponse:
    asked = _asked(request)
    found = _found(asked)
    page = pages(
        number(request), found.count(), PER_PAGE, lambda n: f"?{urlencode({**_said(asked), 'page': str(n)})}"
    )
    start = (page["number"] - 1) * PER_PAGE
    context = {
        "asked": asked,
        "verbs": _verbs(),
        "query": urlencode(_said(asked)),
        "lines": journal.described(found[start : start + PER_PAGE]),
        "page": page,
        "tabs": listing.tabs(request),
    }
    return render(request, "moderation/journal.html", context)


def download(request: PrivateRequest) -> HttpResponse:
    rows: list[list[object]] = [["Date", "Action", "Fiche", "Proposition", "Par", "Détail"]]
    for line in journal.described(_found(_asked(request))[:MOST]):
        at = timezone.localtime(line["at"]).strftime("%Y-%m-%d %H:%M:%S")
        rows.append([at, line["verb"], line["fiche_id"], line["proposal"] or "", line["by"], line["detail"]])
    return as_file("journal", rows)


def _asked(request: PrivateRequest) -> dict[str, str]:
    asked = {name: squeeze(request.GET.get(name, ""))[:100] for name in ASKED}
    # A field of the page takes no other day.
    return asked | {name: asked[name] if _day(asked[name]) else "" for name in ("du", "au")}


def _said(asked: dict[str, str]) -> dict[str, str]:
    return {name: value for name, value in asked.items() if value}


def _found(asked: dict[str, str]) -> QuerySet[Journal]:
    """What is not understood is left out."""
    tests: dict[str, Any] = {
        "fiche_id": asked["fiche"].lower(),
        "verb": asked["verbe"],
        "by__handle__icontains": asked["compte"].replace("\x00", ""),
        "at__gte": _day(asked["du"]),
        "at__lt": _day(asked["au"], after=1),
    }
    tests["fiche_id"] = tests["fiche_id"].replace("\x00", "")
    tests["verb"] = tests["verb"] if tests["verb"] in _verbs() else ""
    lines = Journal.objects.select_related("by").order_by("-pk")
    return lines.filter(**{name: value for name, value in tests.items() if value})


def _day(text: str, *, after: int = 0) -> datetime.datetime | None:
    try:
        day = parse_date(text)
    except ValueError:
        return None
    if day is None or not 2000 <= day.year <= 2200:
        return None
    start = datetime.datetime.combine(day + datetime.timedelta(days=after), datetime.time.min)
    return timezone.make_aware(start)


def _verbs() -> dict[str, str]:
    used = Journal.objects.order_by("verb").values_list("verb", flat=True).distinct()
    return {code: journal.verb(code) for code in used}
