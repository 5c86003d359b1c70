"""What a person decides of the rows: proposals, other values, personal data, rows left out; then the import itself."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import render

from bibia.accounts.requests import PrivateRequest
from bibia.imports import actions, answers, cell
from bibia.imports.models import Import
from bibia.imports.views.reach import theirs, to_page, told
from bibia.ui.filters import typo


def decide(request: PrivateRequest, import_id: str) -> HttpResponse:
    found = theirs(request, import_id)
    query = request.POST.get("retour", "")[:200]
    answer = answers.read(request.POST, found)
    if answer is None:
        messages.error(request, typo("Cette page n’était plus à jour : vérifiez, puis recommencez."))
        return to_page(found, query)

    def ask() -> HttpResponse:
        actions.ask(
            found.pk, Import.Task.EXAMINE, by=request.user, options=answer.options, publish=answer.publish
        )
        messages.success(request, typo(answer.said))
        return to_page(found, query)

    return told(request, found, ask, query)


def cell_page(request: PrivateRequest, import_id: str, row: int, name: str) -> HttpResponse:
    """One cell, whole: what the table holds, what is said of it, what is read instead."""
    found = theirs(request, import_id)
    if found.task or found.state != Import.State.EXAMINED:
        return to_page(found)
    shown = cell.of(found, row, name)
    if shown is None:
        raise Http404
    return render(
        request, "imports/cell.html", {"it": found, "cell": shown, "query": request.GET.urlencode()}
    )


def carry_out(request: PrivateRequest, import_id: str) -> HttpResponse:
    found = theirs(request, import_id)
    if found.task:  # pressed twice
        return to_page(found)

    def ask() -> HttpResponse:
        actions.ask(found.pk, Import.Task.CARRY_OUT, by=request.user)
        return to_page(found)

    return told(request, found, ask)
