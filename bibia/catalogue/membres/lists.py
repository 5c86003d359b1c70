"""What the lists of members show: the same cards as the public's, that answer with reserved values too."""

from collections.abc import Collection, Sequence
from typing import Any

from django.urls import reverse

from bibia.catalogue.cards import cards as public_cards
from bibia.catalogue.documents import document
from bibia.catalogue.door import PUBLIC, Door
from bibia.catalogue.excerpt import excerpt, holds
from bibia.catalogue.membres.facets import MEMBERS_FACETS
from bibia.catalogue.membres.reader import members_reader
from bibia.catalogue.membres.records import of_members
from bibia.catalogue.query import Search
from bibia.fiches.models import Fiche

MEMBERS = Door("espace-cas-usage", MEMBERS_FACETS, members_reader)


def address(fiche: Fiche, route: str = "espace-fiche") -> str:
    return reverse(route, args=[fiche.pk, fiche.slug])


def cards(ids: Sequence[str], wanted: Collection[str] = ()) -> list[dict[str, Any]]:
    """Those of the public, leading to the pages of members; with the reserved passage that answers when no other does."""
    fiches = {fiche.pk: fiche for fiche in Fiche.objects.select_related("collectivite").filter(pk__in=ids)}
    made = [one for one in public_cards(ids, wanted) if one["id"] in fiches]
    silent = [
        one["id"]
        for one in made
        if wanted and "<mark>" not in one["excerpt"] and not holds(one["title"], wanted)
    ]
    passages = {
        fiche.pk: excerpt(document(fiche).texts, wanted)
        for fiche in of_members([fiches[one] for one in silent])
    }
    for one in made:
        one["url"] = address(fiches[one["id"]])
        if "<mark>" in passages.get(one["id"], ""):
            one["excerpt"] = passages[one["id"]]
    return made


def outside(search: Search) -> Search:
    """The same question asked of the public library, without what only members can choose."""
    public = {name: codes for name, codes in search.filters.items() if name in PUBLIC.by_name}
    return search.but(door=PUBLIC, filters=public)
