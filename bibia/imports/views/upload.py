"""Choosing a file, finding one's imports again, taking a template."""

from datetime import timedelta

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from bibia.accounts.requests import PrivateRequest
from bibia.fiches.actions import Refusal
from bibia.imports import actions, listing, template_file
from bibia.imports.forms import UploadForm
from bibia.imports.models import Import
from bibia.imports.views.reach import may_import, to_page
from bibia.ui.filters import typo
from bibia.web import limits
from bibia.web.once import once

_MOST = 30  # files in an hour
_TOO_MANY = "Vous avez déposé beaucoup de fichiers en une heure : attendez un peu avant le suivant."


def index(request: PrivateRequest) -> HttpResponse:
    if request.method == "POST":
        return _receive(request)
    return _page(request, UploadForm(request))


def _page(request: PrivateRequest, form: UploadForm, status: int = 200) -> HttpResponse:
    context = {"form": form, "allowed": may_import(request), "templates": template_file.TIERS}
    return render(request, "imports/index.html", context | listing.page(request), status=status)


def _receive(request: PrivateRequest) -> HttpResponse:
    if not may_import(request):
        raise Http404
    form = UploadForm(request, request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, form, 422)
    if not limits.allow("import", str(request.user.pk), most=_MOST, per=timedelta(hours=1)):
        messages.error(request, typo(_TOO_MANY))
        return HttpResponseRedirect(reverse("importer"))
    try:
        return once(request, lambda: _kept(request, form))
    except Refusal as refusal:
        form.add_error("fichier", str(refusal))
        return _page(request, form, 422)


def _kept(request: PrivateRequest, form: UploadForm) -> HttpResponseRedirect:
    file, publish = form.cleaned_data["fichier"], form.cleaned_data.get("publier") == "1"
    made = actions.receive(
        file.read(), name=file.name or "", by=request.user, siren=form.cleaned_data["siren"]
    )
    actions.ask(made.pk, Import.Task.EXAMINE, by=request.user, publish=publish)
    return to_page(made)


def template(request: PrivateRequest, tier: str, kind: str) -> HttpResponse:
    if tier not in template_file.TIERS:
        raise Http404
    data = template_file.as_csv(tier) if kind == "csv" else template_file.as_xlsx(tier)
    return listing.download(data, f"modele-{tier}.{kind}")
