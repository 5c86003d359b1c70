"""What of the public library can be followed: a fiche, an organisation, any search (so a theme, a territory)."""

from collections.abc import Iterable, Sequence

from django.http import QueryDict
from django.urls import reverse

from bibia.catalogue import listing, voices
from bibia.catalogue.atom import matching
from bibia.catalogue.cards import named
from bibia.catalogue.query import Search, parse
from bibia.fiches.models import Change, Fiche, Withdrawn
from bibia.territoires.models import Collectivite
from bibia.ui.text import squeeze
from bibia.web.following import Followed, News, Source

_SAID = {"published": "Nouvelle fiche", "updated": "Mise à jour", "exchange": "Question, réponse ou échange"}


class FollowedFiche:
    subject = "fiche"

    def understand(self, asked: QueryDict) -> Followed | None:
        return self.again(asked.get(self.subject, ""))

    def again(self, criteria: str) -> Followed | None:
        fiche = Fiche.objects.filter(pk=criteria).first()
        if fiche is None:
            return None
        label, url = f"la fiche « {fiche.nom_projet} »", fiche.get_absolute_url()
        return Followed(self.subject, fiche.pk, label, url, reverse("fiche-atom", args=[fiche.pk]))

    def news(self, criteria: str, changes: Sequence[Change]) -> list[News]:
        kinds = list(dict.fromkeys(change.kind for change in changes if change.fiche_id == criteria))
        fiche = Fiche.objects.filter(pk=criteria).first()
        if fiche is None:
            gone = Withdrawn.objects.filter(pk=criteria).first() if kinds else None
            url = reverse("fiche", args=[criteria, "retiree"])
            return [News(gone.title, f"Fiche retirée : {gone.reason}", url)] if gone else []
        return [
            News(
                fiche.nom_projet,
                _SAID[kind],
                voices.address(fiche) if kind == "exchange" else fiche.get_absolute_url(),
            )
            for kind in kinds
            if kind in _SAID
        ]


class FollowedOrganisation:
    subject = "collectivite"

    def understand(self, asked: QueryDict) -> Followed | None:
        return self.again(asked.get(self.subject, ""))

    def again(self, criteria: str) -> Followed | None:
        found = Collectivite.objects.by_key(criteria).first() if criteria else None
        if found is None:
            return None
        atom = reverse("collectivite-atom", args=[found.key])
        return Followed(self.subject, found.cle, found.nom_affiche, found.get_absolute_url(), atom)

    def news(self, criteria: str, changes: Sequence[Change]) -> list[News]:
        own = Fiche.objects.filter(collectivite_id=criteria).values_list("pk", flat=True)
        return _fiches(changes, set(own))


class FollowedSearch:
    subject = "recherche"

    def understand(self, asked: QueryDict) -> Followed | None:
        return self._followed(parse(asked))

    def again(self, criteria: str) -> Followed | None:
        return self._followed(parse(QueryDict(criteria)))

    def news(self, criteria: str, changes: Sequence[Change]) -> list[News]:
        search = parse(QueryDict(criteria))
        if not search.text and not search.filters:
            return _fiches(changes, {change.fiche_id for change in changes})
        return _fiches(changes, matching(search))

    def _followed(self, search: Search) -> Followed:
        search = search.but(sort="")
        said = [choice["value"] for choice in listing.removable(search)]
        label = f"la recherche « {squeeze(', '.join(said))} »" if said else "toute la bibliothèque"
        criteria = search.url.partition("?")[2]
        return Followed(self.subject, criteria, label, search.url, search.address("flux"))


SOURCES: tuple[Source, ...] = (FollowedFiche(), FollowedOrganisation(), FollowedSearch())


def _fiches(changes: Iterable[Change], wanted: set[str]) -> list[News]:
    """Each fiche once, as new when it came, as changed otherwise."""
    kinds: dict[str, str] = {}
    for change in changes:
        if change.fiche_id in wanted and change.kind in ("published", "updated"):
            kinds.setdefault(change.fiche_id, change.kind)
    found = named().in_bulk(list(kinds))
    return [
        News(
            found[key].nom_projet,
            f"{_SAID[kind]}, {found[key].collectivite.nom_affiche}",
            found[key].get_absolute_url(),
        )
        for key, kind in kinds.items()
        if key in found
    ]
