"""Suppliers' templates: the list, one form, and a page before it goes."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from bibia.accounts.requests import PrivateRequest
from bibia.fiches import suppliers
from bibia.fiches.actions import Refusal
from bibia.fiches.models import SupplierTemplate
from bibia.fiches.suppliers import KNOWN, put_template, remove_template
from bibia.moderation import editing, listing
from bibia.moderation.views.records import carry_out
from bibia.ui.filters import typo
from bibia.web.once import once
from bibia.web.values import cleaned, is_blank, posted, typed


def index(request: PrivateRequest) -> HttpResponse:
    context = {"templates": SupplierTemplate.objects.all(), "tabs": listing.tabs(request)}
    return render(request, "moderation/suppliers.html", context)


def _template(pk: int) -> SupplierTemplate:
    template = SupplierTemplate.objects.filter(pk=pk).first()
    if template is None:
        raise Http404
    return template


def edit(request: PrivateRequest, pk: int | None = None) -> HttpResponse:
    template = _template(pk) if pk else None
    if request.method == "POST":
        return _save(request, template)
    values = suppliers.values_of(template) if template else {}
    written = {name: typed(name, values.get(name)) for name in KNOWN}
    names = {"title": template.title, "supplier": template.supplier} if template else {}
    return _form(request, template, names, written, {})


def _form(
    request: PrivateRequest,
    template: SupplierTemplate | None,
    names: dict,
    written: dict,
    errors: dict,
    status: int = 200,
) -> HttpResponse:
    inputs = editing.inputs(KNOWN, written, errors)
    filled = [name for name, value in written.items() if not is_blank(value)]
    context = {
        "template": template,
        "names": {"title": "", "supplier": "", **names},
        "inputs": inputs,
        "groups": editing.groups(inputs, opened=filled),
        "refused": bool(errors),
        "tabs": listing.tabs(request),
    }
    return render(request, "moderation/supplier.html", context, status=status)


def _save(request: PrivateRequest, template: SupplierTemplate | None) -> HttpResponse:
    names = {name: request.POST.get(name, "") for name in ("title", "supplier")}
    written = posted(KNOWN, request.POST)
    good, errors = cleaned(written)
    if errors:
        return _form(request, template, names, written, errors, 422)
    pk = template.pk if template else None

    def done() -> HttpResponseRedirect:
        put_template(pk=pk, values=good, by=request.user, **names)
        messages.success(request, typo("Le modèle est enregistré."))
        return HttpResponseRedirect(reverse("moderation-modeles"))

    try:
        return once(request, done)
    except Refusal as refusal:
        messages.error(request, typo(str(refusal)))
        return _form(request, template, names, written, {}, 422)


def delete(request: PrivateRequest, pk: int) -> HttpResponse:
    template = _template(pk)
    if request.method == "POST":
        after = reverse("moderation-modeles")
        return carry_out(
            request, lambda: remove_template(pk=pk, by=request.user), "Le modèle est supprimé.", after, after
        )
    context: dict[str, Any] = {
        "title": "Supprimer ce modèle ?",
        "name": str(template),
        "lines": [
            "Il n’est plus proposé aux contributeurs.",
            "Les fiches écrites à partir de lui ne changent pas.",
        ],
        "button": "Supprimer le modèle",
        "back": reverse("modele-fournisseur", args=[pk]),
        "tabs": listing.tabs(request),
    }
    return render(request, "moderation/delete.html", context)
