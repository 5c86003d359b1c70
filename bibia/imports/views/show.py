"""Where an import is: at work, to be verified, done."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from bibia.accounts.requests import PrivateRequest
from bibia.imports import columns, done, files, jobs, showing
from bibia.imports.models import Import
from bibia.imports.views.reach import theirs

_EVERY = (1, 2, 5)  # seconds between two looks: soon at first


def show(request: PrivateRequest, import_id: str) -> HttpResponse:
    found = theirs(request, import_id, kept=False)
    if found.task:
        return _working(request, found)
    if found.state in (Import.State.DONE, Import.State.UNDONE):
        return render(request, "imports/done.html", done.page(request, found))
    if not found.is_kept:
        return render(request, "imports/forgotten.html", {"it": found})
    if found.state == Import.State.RECEIVED or found.report.get("refused"):
        return _unread(request, found)
    asked = showing.Asked(request.GET, found.report, request.path)
    context = {
        "it": found,
        "report": found.report,
        "asked": asked,
        "may_publish": request.viewer.may("accept"),
    }
    return render(request, "imports/trial.html", context | _counts(found) | showing.page(found, asked))


def _unread(request: PrivateRequest, found: Import) -> HttpResponse:
    report = found.report
    context = {"it": found, "report": report, "needed": columns.needed(report)}
    return render(request, "imports/unread.html", context | {"columns": columns.shown(report)})


def _counts(found: Import) -> dict[str, Any]:
    counts = found.report["counts"]
    unknown = [one["header"] for one in found.report["columns"] if not one["field"] and one["why"] != "choix"]
    return {"counts": counts, "to_do": counts["created"] + counts["updated"], "unknown": unknown}


def _working(request: PrivateRequest, found: Import) -> HttpResponse:
    jobs.start(found.pk)
    assert found.asked_at is not None  # a CHECK of the table says so
    seconds = int((timezone.now() - found.asked_at).total_seconds())
    rows, total = files.progress_of(found.pk)
    alone = request.GET.get("actualiser") == "non"
    context = {"it": found, "seconds": seconds, "rows": rows, "total": total, "alone": alone}
    response = render(request, "imports/working.html", context)
    if not alone:
        response["Refresh"] = str(_EVERY[0] if seconds < 5 else _EVERY[1] if seconds < 30 else _EVERY[2])
    return response
