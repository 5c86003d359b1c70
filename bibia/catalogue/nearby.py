"""Near my home: from a postcode or a name to a commune, and what those who decide there declare."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Case, Count, F, IntegerField, Q, When, Window
from django.db.models.functions import RowNumber
from django.urls import reverse

from bibia.catalogue import peers
from bibia.catalogue.cards import card, coded
from bibia.catalogue.levels import Level, full_name, levels
from bibia.catalogue.query import Search, readable
from bibia.catalogue.shown import Row, from_database
from bibia.fiches.display import number
from bibia.fiches.models import Fiche
from bibia.territoires import areas, lookup, table
from bibia.territoires.models import Collectivite
from bibia.territoires.table import Territoire
from bibia.territoires.types import FAMILIES
from bibia.ui.text import slugify_fr

SHOWN = 3
OTHERS = 6
ALIKE = 4
# Organisations that are no place of their own; those without a known type are among them.
_OTHER_TYPES = ("", *(code for code, family in FAMILIES.items() if family in ("Syndicat mixte", "Opérateur")))


def address(row: Territoire) -> str:
    return reverse("commune", args=[row.commune, slugify_fr(row.nom)])


def question(asked: str) -> dict[str, Any]:
    """What was understood of the words; `only` is the address of the single answer."""
    text = readable(asked, lookup.LONGEST)
    wider = areas.find(text) if text else []
    found = lookup.find("Paris" if areas.is_paris(text) else text) if text else lookup.Found()
    if wider and not any(table.name_key(row.nom) == table.name_key(text) for row in found.communes):
        found = lookup.Found()  # only communes whose name is near: a whole territory has exactly that one
    return {
        "asked": text,
        "areas": [_area(one) for one in wider],
        "only": address(found.communes[0]) if len(found.communes) == 1 and not wider else "",
        "choices": [_choice(row) for row in found.communes],
        "is_partial": found.is_partial,
        "nearest": [_choice(row) for row in found.nearest],
    }


def _area(one: areas.Area) -> dict[str, Any]:
    """A territory above the commune: its fiches and its map, or, for a grouping, its communes."""
    chosen = {one.kind: (one.code,)}
    count = (
        0 if one.kind == "epci" else Fiche.objects.filter(**{f"collectivite__{one.kind}": one.code}).count()
    )
    return {
        "name": full_name(one.name),
        "code": one.code if one.kind == "departement" else "",
        "kind": one.kind,
        "count": count,
        "url": Search(filters=chosen).url,
        "map_url": Search(filters=chosen).address("carte"),
        "communes": [_choice(row) for row in one.communes[: lookup.MOST]],
        "more": max(0, len(one.communes) - lookup.MOST),
    }


def _choice(row: Territoire) -> dict[str, str]:
    facts = [f"{table.departement_name(row.departement)} ({row.departement})"]
    if row.codes_postaux:
        facts.append(row.codes_postaux[0] + ("…" if len(row.codes_postaux) > 1 else ""))
    return {"label": row.nom, "url": address(row), "detail": ", ".join(facts)}


def answer(row: Territoire) -> dict[str, Any]:
    steps = levels(row)
    bodies = _bodies(steps)
    fiches = _newest(body.pk for body in bodies)
    shown = [
        _level(step, [body for body in bodies if body.rank == rank], fiches)
        for rank, step in enumerate(steps)
    ]
    return {
        "commune": row,
        "address": address(row),
        "where": _where(row),
        "levels": shown,
        "total": sum(body.count for body in bodies),
        "deciding": sum(body.deciding for body in bodies),
        "place": _departement(row),
        "alike": _alike(row, steps),
        "others": _others(row.departement),
        "around": _around(row, bodies),
        "around_url": Search(filters={"departement": (row.departement,)}).url,
        "is_overseas": not row.region,
    }


def _around(row: Territoire, bodies: list[Any]) -> int:
    """How many fiches the département has, or 0 when the page shows them all already."""
    here = sum(body.count for body in bodies if body.departement == row.departement)
    count = Fiche.objects.filter(collectivite__departement=row.departement).count()
    return count if count > here else 0


def _where(row: Territoire) -> str:
    parts = [] if row.population is None else [f"{number(row.population)} habitants"]
    parts += [_departement(row)] if row.region else [table.departement_name(row.departement)]
    if row.region and table.region_name(row.region) != table.departement_name(row.departement):
        parts.append(table.region_name(row.region))
    return ", ".join(parts)


def _departement(row: Territoire) -> str:
    return f"{table.departement_name(row.departement)} ({row.departement})"


def _bodies(steps: list[Level]) -> list[Any]:
    """The organisations of these levels that declare, each with the `rank` of its level."""
    ranks = Case(
        *(When(step.own, then=rank) for rank, step in enumerate(steps) if step.own is not None),
        output_field=IntegerField(),
    )
    found = Collectivite.objects.annotate(rank=ranks).exclude(rank=None)
    deciding = Count("fiches", filter=Q(fiches__decision_individuelle="oui"))
    found = found.annotate(count=Count("fiches"), deciding=deciding).filter(count__gt=0)
    return list(found.order_by("folded_name", "cle"))


def _newest(bodies: Iterable[str]) -> list[Row]:
    """A few fiches of each, in one question to the database however many there are."""
    order = (F("date").desc(nulls_last=True), F("updated_at").desc(), F("pk").asc())
    place = Window(RowNumber(), partition_by="collectivite", order_by=order)
    fiches = Fiche.objects.filter(collectivite__in=list(bodies)).annotate(place=place)
    return from_database(fiches.filter(place__lte=SHOWN).order_by("place", "pk"))


def _level(step: Level, bodies: list[Any], fiches: list[Row]) -> dict[str, Any]:
    own = {body.pk for body in bodies}
    shown = [card(fiche) for fiche in fiches if fiche.cle in own][:SHOWN]
    total = sum(body.count for body in bodies)
    return {
        "code": step.code,
        "title": step.title,
        "name": step.name,
        "role": step.role,
        "cards": shown,
        "total": total,
        "pages": [
            {
                "label": f"Les {number(body.count)} fiches de {body.nom_affiche}",
                "url": body.get_absolute_url(),
            }
            for body in bodies
            if total > len(shown) and body.count > 1
        ],
    }


def _alike(row: Territoire, steps: list[Level]) -> list[dict[str, Any]]:
    """For those who govern here: who publishes among communes like this one, and among groupings like its own."""
    rows = {"commune": row, "epci": table.by_code("epci", row.epci) if row.epci else None}
    own = [(step.name, place, step.own) for step in steps if step.own and (place := rows.get(step.code))]
    found = peers.groups([peers.Profile.of(place, mine) for _name, place, mine in own], ALIKE)
    named = [group | {"name": name} for (name, _place, _mine), group in zip(own, found, strict=True)]
    return [group for group in named if group["peers"]]


def _others(departement: str) -> list[dict[str, Any]]:
    """Syndicats, établissements, opérateurs that stand in the département and declare."""
    found = Collectivite.objects.filter(departement=departement, type__in=_OTHER_TYPES)
    found = found.annotate(count=Count("fiches")).filter(count__gt=0).order_by("-count", "folded_name", "cle")
    return [
        {
            "name": one.nom_affiche,
            "url": one.get_absolute_url(),
            "type": coded("coll_type", one.type)["label"],
            "count": one.count,
        }
        for one in found[:OTHERS]
    ]
