"""The collections of the animators: words, an ordered choice with its buttons, what it looks like, and its end."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from bibia.accounts.requests import PrivateRequest
from bibia.fiches.actions import Refusal
from bibia.fiches.models import Fiche, Shelf
from bibia.fiches.shelves import LONGEST_SLUG, MOST, put_shelf, remove_shelf
from bibia.moderation import arranging, listing
from bibia.moderation.views.records import carry_out
from bibia.ui.filters import typo
from bibia.ui.text import slugify_fr
from bibia.web.once import once


def index(request: PrivateRequest) -> HttpResponse:
    context = {"shelves": Shelf.objects.all(), "tabs": listing.tabs(request)}
    return render(request, "moderation/shelves.html", context)


def _shelf(slug: str) -> Shelf:
    shelf = Shelf.objects.filter(pk=slug).first()
    if shelf is None:
        raise Http404
    return shelf


def edit(request: PrivateRequest, slug: str = "") -> HttpResponse:
    shelf = _shelf(slug) if slug else None
    if request.method == "POST":
        written = arranging.read(request.POST)
        if request.POST.get("geste") == "enregistrer":
            return _save(request, shelf, written)
        return _form(request, shelf, arranging.arranged(written, request.POST.get("geste", "")))
    start = arranging.Written(shelf.title, shelf.text, list(shelf.fiches)) if shelf else arranging.Written()
    return _form(request, shelf, start)


def _form(
    request: PrivateRequest, shelf: Shelf | None, written: arranging.Written, status: int = 200
) -> HttpResponse:
    known = Fiche.objects.select_related("collectivite").in_bulk(written.choice)
    context: dict[str, Any] = {
        "shelf": shelf,
        "written": written,
        "chosen": [known[one] for one in written.choice if one in known],
        "lost": [one for one in written.choice if one not in known],
        "found": arranging.found(written),
        "most": MOST,
        "tabs": listing.tabs(request),
    }
    return render(request, "moderation/shelf.html", context, status=status)


def _save(request: PrivateRequest, shelf: Shelf | None, written: arranging.Written) -> HttpResponse:
    slug = shelf.slug if shelf else slugify_fr(written.title)[:LONGEST_SLUG].strip("-")

    def done() -> HttpResponseRedirect:
        if shelf is None and Shelf.objects.filter(pk=slug).exists():
            raise Refusal("Une étagère porte déjà presque ce titre : choisissez-en un autre.")
        put_shelf(slug=slug, title=written.title, text=written.text, fiches=written.choice, by=request.user)
        messages.success(request, typo("L’étagère est publiée."))
        return HttpResponseRedirect(reverse("moderation-etagere", args=[slug]))

    try:
        return once(request, done)
    except Refusal as refusal:
        messages.error(request, typo(str(refusal)))
        return _form(request, shelf, written, 422)


def delete(request: PrivateRequest, slug: str) -> HttpResponse:
    shelf = _shelf(slug)
    if request.method == "POST":
        after = reverse("moderation-etageres")
        return carry_out(
            request,
            lambda: remove_shelf(slug=slug, by=request.user),
            "L’étagère est supprimée.",
            after,
            after,
        )
    context = {
        "title": "Supprimer cette étagère ?",
        "name": shelf.title,
        "lines": ["Son adresse publique ne répondra plus.", "Les fiches qu’elle présente ne changent pas."],
        "button": "Supprimer l’étagère",
        "back": reverse("moderation-etagere", args=[slug]),
        "tabs": listing.tabs(request),
    }
    return render(request, "moderation/delete.html", context)
