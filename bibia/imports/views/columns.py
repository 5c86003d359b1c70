"""The sheet, the header and the columns, as they were found and as a person corrects them."""

from collections.abc import Mapping

from django.http import HttpResponse
from django.shortcuts import render

from bibia.accounts.requests import PrivateRequest
from bibia.imports import actions, columns
from bibia.imports.models import Import
from bibia.imports.options import Options
from bibia.imports.views.reach import theirs, to_page, told


def columns_page(request: PrivateRequest, import_id: str) -> HttpResponse:
    found = theirs(request, import_id)
    if found.task or found.state in (Import.State.DONE, Import.State.UNDONE):
        return to_page(found)
    if request.method == "POST":
        return _correct(request, found)
    return _page(request, found, {})


def _page(request: PrivateRequest, found: Import, given: Mapping[str, str], fault: str = "") -> HttpResponse:
    context = {
        "it": found,
        "report": found.report,
        "columns": columns.shown(found.report, given),
        "labels": columns.labels(),
        "fault": fault,
    }
    return render(request, "imports/columns.html", context, status=422 if fault else 200)


def _correct(request: PrivateRequest, found: Import) -> HttpResponse:
    given = {name: value.strip() for name, value in request.POST.items() if isinstance(value, str)}
    options = columns.chosen(Options.of(found.options), given, found.report)
    if fault := columns.fault(options, given, found.report):
        return _page(request, found, given, fault)

    def ask() -> HttpResponse:
        actions.ask(found.pk, Import.Task.EXAMINE, by=request.user, options=options)
        return to_page(found)

    return told(request, found, ask)
