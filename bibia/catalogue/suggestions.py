"""Suggestions while a question is typed: a page for everyone, the same in JSON for the script that shows them."""

from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render

from bibia.catalogue import cards
from bibia.catalogue.completing import Completed, complete
from bibia.catalogue.query import LONGEST_TEXT, Search, readable
from bibia.catalogue.reader import reader


def suggest(text: str) -> list[dict[str, Any]]:
    """Families of suggestions, without those that are empty."""
    found: Completed = reader.look(lambda index: complete(index, text))
    fiches = cards.named().in_bulk({*found.fiches, *found.organisations})
    families = (
        ("Mots", [{"text": one, "url": Search(text=one).url} for one in found.texts]),
        (
            "Fiches",
            [
                {
                    "text": fiches[id].nom_projet,
                    "url": fiches[id].get_absolute_url(),
                    "of": fiches[id].collectivite.nom_affiche,
                }
                for id in found.fiches
                if id in fiches
            ],
        ),
        (
            "Organisations",
            [
                {
                    "text": fiches[id].collectivite.nom_affiche,
                    "url": fiches[id].collectivite.get_absolute_url(),
                }
                for id in found.organisations
                if id in fiches
            ],
        ),
    )
    return [{"label": label, "items": items} for label, items in families if items]


def page(request: HttpRequest) -> HttpResponse:
    search = Search(text=_asked(request))
    context = {"search": search, "families": suggest(search.text)}
    return render(request, "catalogue/suggestions.html", context)


def data(request: HttpRequest) -> HttpResponse:
    text = _asked(request)
    content = {"question": text, "familles": suggest(text)}
    return JsonResponse(content, json_dumps_params={"ensure_ascii": False})


def _asked(request: HttpRequest) -> str:
    return readable(request.GET.get("q", ""), LONGEST_TEXT)
