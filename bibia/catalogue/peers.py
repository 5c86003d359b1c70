"""Organisations like one, that publish too: same type, same size, those of the region first. Said in words."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Case, Count, F, IntegerField, Q, Value, When
from django.db.models.functions import Abs

from bibia.catalogue.cards import coded
from bibia.fiches.models import Fiche
from bibia.territoires import table
from bibia.territoires.models import Collectivite
from bibia.territoires.strata import UNKNOWN, Stratum, stratum
from bibia.territoires.table import Territoire

LIMIT = 6
_TITLES = 2
# Types whose size tells them apart; others are few enough to be compared whatever their size.
_SIZED = {
    "commune": "commune",
    **dict.fromkeys(
        ("communaute-communes", "communaute-agglomeration", "communaute-urbaine", "metropole", "ept", "epci"),
        "epci",
    ),
}


@dataclass(frozen=True)
class Profile:
    """What makes others alike. Whoever has it need not publish: a row of the table of territories is enough."""

    type: str
    population: int | None
    region: str
    own: Q  # the organisation itself, which is not among its peers

    @classmethod
    def of(cls, found: Collectivite | Territoire, own: Q) -> "Profile":
        return cls(found.type, found.population, found.region, own)


def context(found: Collectivite) -> dict[str, Any]:
    """`peers` and the sentence that says what makes them alike; none for an organisation of unknown type."""
    [group] = groups([Profile.of(found, Q(pk=found.pk))], LIMIT)
    return {"peers": group["peers"], "peers_why": group["why"]}


def groups(profiles: Iterable[Profile], limit: int) -> list[dict[str, Any]]:
    """The peers of each, in one question for each and one for the fiches of all."""
    chosen = [(profile, *_chosen(profile, limit)) for profile in profiles]
    titles = _titles([one for _profile, found, _widened in chosen for one in found])
    return [
        {
            "peers": [_peer(profile, one, titles[one.pk]) for one in found],
            "why": _why(profile, widened=widened),
        }
        for profile, found, widened in chosen
    ]


def _chosen(profile: Profile, limit: int) -> tuple[list[Any], bool]:
    """Those of its size, or else of any size: then they are `widened`."""
    size = _size(profile)
    candidates = list(_candidates(profile, size, limit)) if profile.type else []
    same_size = [one for one in candidates if size.holds(one.population)] if size else candidates
    return same_size or candidates, not same_size


def _size(profile: Profile) -> Stratum | None:
    kind = _SIZED.get(profile.type)
    size = stratum(kind, profile.population) if kind else UNKNOWN
    return None if size is UNKNOWN else size


def _candidates(profile: Profile, size: Stratum | None, limit: int):
    """In one question: the same size before the others, the same region first, then the nearest in size."""
    publishing = Collectivite.objects.filter(type=profile.type).exclude(profile.own)
    order: list[Any] = []
    if size:
        order.append(_first(_held(size)))
    if profile.region:
        order.append(_first(Q(region=profile.region)))
    if profile.population:
        distance = Abs(F("population") - Value(profile.population))
        order.append(distance.asc(nulls_last=True))
    return (
        publishing.annotate(count=Count("fiches"))
        .filter(count__gt=0)
        .order_by(*order, F("folded_name"), F("cle"))[:limit]
    )


def _held(size: Stratum) -> Q:
    held = Q(population__gte=size.low)
    return held if size.high is None else held & Q(population__lt=size.high)


def _first(condition: Q) -> Case:
    return Case(When(condition, then=Value(0)), default=Value(1), output_field=IntegerField())


def _titles(organisations: list[Collectivite]) -> dict[str, list[dict[str, str]]]:
    """The newest fiches of each."""
    found: defaultdict[str, list[dict[str, str]]] = defaultdict(list)
    fiches = Fiche.objects.filter(collectivite__in=organisations).only("nom_projet", "collectivite")
    for fiche in fiches.order_by("-date", "-updated_at", "pk") if organisations else ():
        titles = found[fiche.collectivite_id]
        if len(titles) < _TITLES:
            titles.append({"title": fiche.nom_projet, "url": fiche.get_absolute_url()})
    return found


def _peer(profile: Profile, one: Any, titles: list[dict[str, str]]) -> dict[str, Any]:
    place = table.region_name(one.region) if one.region else ""
    return {
        "name": one.nom_affiche,
        "url": one.get_absolute_url(),
        "place": "même région" if one.region and one.region == profile.region else place,
        "count": one.count,
        "fiches": titles,
    }


def _why(profile: Profile, *, widened: bool) -> str:
    kind, size = coded("coll_type", profile.type)["label"], _size(profile)
    parts = [f"même type ({kind[:1].lower()}{kind[1:]})"]
    if size and not widened:
        parts.append(f"même taille ({size.label[:1].lower()}{size.label[1:]})")
    if profile.region:
        parts.append(f"d’abord la même région ({table.region_name(profile.region)})")
    said = ", ".join(parts)
    note = " Aucune de même taille n’a encore publié." if size and widened else ""
    return f"{said[:1].upper()}{said[1:]}.{note}"
