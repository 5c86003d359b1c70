"""Organisations like one, that publish too: same type, same size, those of the region first. Said in words."""

from collections import defaultdict
from typing import Any

from django.db.models import Case, Count, F, IntegerField, Q, Value, When
from django.db.models.functions import Abs

from bibia.catalogue.cards import coded
from bibia.fiches.models import Fiche
from bibia.territoires import table
from bibia.territoires.models import Collectivite
from bibia.territoires.strata import UNKNOWN, Stratum, stratum

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


def context(found: Collectivite) -> dict[str, Any]:
    """`peers` and the sentence that says what makes them alike; none for an organisation of unknown type."""
    size = _size(found)
    candidates = list(_candidates(found, size)) if found.type else []
    same_size = [one for one in candidates if size.holds(one.population)] if size else candidates
    chosen = (same_size or candidates)[:LIMIT]
    titles = _titles(chosen)
    return {
        "peers": [_peer(found, one, titles[one.pk]) for one in chosen],
        "peers_why": _why(found, size, widened=not same_size),
    }


def _size(found: Collectivite) -> Stratum | None:
    kind = _SIZED.get(found.type)
    size = stratum(kind, found.population) if kind else UNKNOWN
    return None if size is UNKNOWN else size


def _candidates(found: Collectivite, size: Stratum | None):
    """In one question: the same size before the others, the same region first, then the nearest in size."""
    publishing = Collectivite.objects.filter(type=found.type).exclude(pk=found.pk)
    order: list[Any] = []
    if size:
        order.append(_first(_held(size)))
    if found.region:
        order.append(_first(Q(region=found.region)))
    if found.population:
        distance = Abs(F("population") - Value(found.population))
        order.append(distance.asc(nulls_last=True))
    return (
        publishing.annotate(count=Count("fiches"))
        .filter(count__gt=0)
        .order_by(*order, F("folded_name"), F("cle"))[:LIMIT]
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


def _peer(found: Collectivite, one: Any, titles: list[dict[str, str]]) -> dict[str, Any]:
    place = table.region_name(one.region) if one.region else ""
    return {
        "name": one.nom_affiche,
        "url": one.get_absolute_url(),
        "place": "même région" if one.region and one.region == found.region else place,
        "count": one.count,
        "fiches": titles,
    }


def _why(found: Collectivite, size: Stratum | None, *, widened: bool) -> str:
    kind = coded("coll_type", found.type)["label"]
    parts = [f"même type ({kind[:1].lower()}{kind[1:]})"]
    if size and not widened:
        parts.append(f"même taille ({size.label[:1].lower()}{size.label[1:]})")
    if found.region:
        parts.append(f"d’abord la même région ({table.region_name(found.region)})")
    said = ", ".join(parts)
    note = " Aucune de même taille n’a encore publié." if size and widened else ""
    return f"{said[:1].upper()}{said[1:]}.{note}"
