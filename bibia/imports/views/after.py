"""Taking back, deleting, and taking away the file as it is or with its remarks."""

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from bibia.accounts.requests import PrivateRequest
from bibia.fiches.actions import Refusal
from bibia.imports import actions, annotated, files, listing
from bibia.imports.models import Import
from bibia.imports.readers.table import NotATable
from bibia.imports.views.reach import theirs, to_page, told
from bibia.ui.filters import typo


def undo(request: PrivateRequest, import_id: str) -> HttpResponse:
    found = theirs(request, import_id, kept=False)
    if found.task or found.state != Import.State.DONE:
        return to_page(found)
    if request.method == "GET":
        return render(request, "imports/undo.html", {"it": found, "counts": found.report["counts"]})

    def act() -> HttpResponse:
        actions.ask(found.pk, Import.Task.UNDO, by=request.user)
        return to_page(found)

    return told(request, found, act)


def delete(request: PrivateRequest, import_id: str) -> HttpResponse:
    found = theirs(request, import_id)
    if request.method == "GET":
        return render(request, "imports/delete.html", {"it": found})

    def act() -> HttpResponse:
        gone = actions.delete_import(found.pk, by=request.user)
        messages.success(request, typo("Le fichier et son rapport sont effacés."))
        return HttpResponseRedirect(reverse("importer")) if gone else to_page(found)

    return told(request, found, act)


def file(request: PrivateRequest, import_id: str) -> HttpResponse:
    found = theirs(request, import_id)
    try:
        data = files.path_of(found.pk).read_bytes()
    except FileNotFoundError:
        raise Http404 from None
    return listing.download(data, found.name)


def with_remarks(request: PrivateRequest, import_id: str, kind: str) -> HttpResponse:
    found = theirs(request, import_id)
    try:
        data = annotated.write(found, kind)
    except (Refusal, NotATable) as refusal:
        messages.error(request, typo(str(refusal)))
        return to_page(found)
    return listing.download(data, f"{found.name.rpartition('.')[0] or found.name}-remarques.{kind}")
