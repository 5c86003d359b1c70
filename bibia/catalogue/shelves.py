"""The animators' collections: their index, one page each, and where a fiche stands among them."""

import re
from typing import Any

from bibia.catalogue.cards import cards
from bibia.catalogue.shown import by_ids
from bibia.fiches.models import Fiche, Shelf

ON_HOME = 3
_SENTENCE_END = re.compile(r"(?<=[.!?])\s+")


def listing() -> list[dict[str, Any]]:
    """Every shelf that still holds a fiche, the last edited first."""
    shelves = list(Shelf.objects.all())
    wanted = {one for shelf in shelves for one in shelf.fiches}
    published = set(Fiche.objects.filter(pk__in=wanted).values_list("pk", flat=True)) if wanted else set()
    described = [
        {
            "title": shelf.title,
            "url": shelf.get_absolute_url(),
            "lead": shelf.text.split("\n\n")[0],
            "count": sum(one in published for one in shelf.fiches),
        }
        for shelf in shelves
    ]
    return [shelf for shelf in described if shelf["count"]]


def on_home() -> list[dict[str, Any]]:
    """The first of them, each with its first sentence."""
    return [shelf | {"lead": _SENTENCE_END.split(shelf["lead"], 1)[0]} for shelf in listing()[:ON_HOME]]


def holding(fiche_id: str) -> list[dict[str, str]]:
    """The shelves where a fiche stands."""
    return [
        {"title": shelf.title, "url": shelf.get_absolute_url()}
        for shelf in Shelf.objects.all()
        if fiche_id in shelf.fiches
    ]


def page(shelf: Shelf) -> dict[str, Any]:
    return {"shelf": shelf, "cards": cards(by_ids(shelf.fiches))}
