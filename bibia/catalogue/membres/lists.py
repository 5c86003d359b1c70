"""What the lists of members show: the same cards as the public's, that answer with reserved values too."""

from collections.abc import Collection, Iterator, Sequence
from typing import Any

from django.urls import reverse

from bibia.catalogue.cards import cards as public_cards
from bibia.catalogue.documents import said
from bibia.catalogue.door import PUBLIC, Door
from bibia.catalogue.membres.facets import MEMBERS_FACETS, MEMBERS_TOPICS
from bibia.catalogue.membres.reader import members_reader
from bibia.catalogue.membres.records import of_members
from bibia.catalogue.query import Search
from bibia.catalogue.reasons import Asked, Said
from bibia.catalogue.shown import by_ids
from bibia.fiches.models import Fiche

MEMBERS = Door("espace-cas-usage", MEMBERS_FACETS, members_reader)


def address(fiche: Fiche, route: str = "espace-fiche") -> str:
    return reverse(route, args=[fiche.pk, fiche.slug])


def cards(ids: Sequence[str], asked: Asked = ()) -> list[dict[str, Any]]:
    """Those of the public, leading to the pages of members, that say why they answer from what is reserved too."""
    fiches = {fiche.pk: fiche for fiche in Fiche.objects.select_related("collectivite").filter(pk__in=ids)}

    def read(names: Collection[str]) -> Iterator[tuple[str, Said]]:
        found = of_members([fiches[name] for name in names if name in fiches])
        return ((fiche.pk, said(fiche, MEMBERS_TOPICS)) for fiche in found)

    made = [one for one in public_cards(by_ids(ids), asked, read) if one["id"] in fiches]
    return [one | {"url": address(fiches[one["id"]])} for one in made]


def outside(search: Search) -> Search:
    """The same question asked of the public library, without what only members can choose."""
    public = {name: codes for name, codes in search.filters.items() if name in PUBLIC.by_name}
    return search.but(door=PUBLIC, filters=public)
