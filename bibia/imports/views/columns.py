"""The sheet, the header and the columns, as they were found and as a person corrects them."""

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render

from bibia.accounts.requests import PrivateRequest
from bibia.imports import actions, columns
from bibia.imports.models import Import
from bibia.imports.options import Options
from bibia.imports.views.reach import theirs, to_page, told
from bibia.ui import paging
from bibia.ui.filters import typo


def columns_page(request: PrivateRequest, import_id: str) -> HttpResponse:
    found = theirs(request, import_id)
    if found.task or found.state in (Import.State.DONE, Import.State.UNDONE):
        return to_page(found)
    if request.method == "POST":
        return _correct(request, found)
    every = columns.shown(found.report)
    asked = paging.understood(request.GET.get("page", "")) or 1
    number = min(asked, paging.last_page(len(every), columns.PER_PAGE))
    start = (number - 1) * columns.PER_PAGE
    context = {
        "it": found,
        "report": found.report,
        "columns": every[start : start + columns.PER_PAGE],
        "total": len(every),
        "choices": columns.choices(),
        "page": paging.pagination(
            number, len(every), columns.PER_PAGE, lambda one: f"{request.path}?page={one}"
        ),
    }
    return render(request, "imports/columns.html", context)


def _correct(request: PrivateRequest, found: Import) -> HttpResponse:
    given = {name: value for name, value in request.POST.items() if isinstance(value, str)}
    options = columns.chosen(Options.of(found.options), given, found.report)
    if double := columns.twice(options, found.report):
        said = f"Une seule colonne peut donner « {double[0]} » : laissez l’autre de côté."
        messages.error(request, typo(said))
        return HttpResponseRedirect(request.get_full_path())

    def ask() -> HttpResponse:
        actions.ask(found.pk, Import.Task.EXAMINE, by=request.user, options=options)
        return to_page(found)

    return told(request, found, ask)
