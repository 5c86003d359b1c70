"""Who declares: an index, and one page for each organisation. Never who does not."""

from collections import Counter
from typing import Any

from django.db.models import Count
from django.urls import reverse

from bibia.catalogue import peers
from bibia.catalogue.cards import card, coded
from bibia.catalogue.query import PER_PAGE, Search
from bibia.catalogue.shown import from_database
from bibia.fiches.display import number
from bibia.fiches.models import Fiche
from bibia.territoires import table
from bibia.territoires.models import Collectivite
from bibia.ui.paging import last_page, pagination, understood
from bibia.ui.text import fold

PER_INDEX_PAGE = 40


def page(asked: str) -> dict[str, Any]:
    """Organisations that have at least one fiche today."""
    declaring = Collectivite.objects.annotate(count=Count("fiches")).filter(count__gt=0)
    # By the name that is shown, without accents: no database sorts like that.
    names = {
        key: fold(official or typed)
        for key, official, typed in declaring.values_list("pk", "nom_officiel", "nom")
    }
    bearing = Counter(names.values())
    ordered = sorted(names, key=lambda key: (names[key], key))
    number_, first = _window(asked, len(ordered), PER_INDEX_PAGE)
    listed = declaring.in_bulk(ordered[first : first + PER_INDEX_PAGE])
    url = reverse("collectivites")
    return {
        "total": len(ordered),
        "rows": [
            {
                "name": one.nom_affiche,
                "url": one.get_absolute_url(),
                "type": _kind(one, alone=bearing[names[key]] == 1),
                "count": one.count,
            }
            for key in ordered[first : first + PER_INDEX_PAGE]
            if (one := listed.get(key))
        ],
        "page": pagination(number_, len(ordered), PER_INDEX_PAGE, lambda n: _paged(url, n)),
        "canonical": _paged(url, number_),
    }


def _kind(one: Collectivite, *, alone: bool) -> str:
    """Its type; beside another of the same name, also that nothing proves which it is."""
    unproven = "" if alone or one.siren else "sans numéro SIREN"
    return ", ".join(filter(None, (coded("coll_type", one.type)["label"], unproven)))


def organisation(found: Collectivite, asked: str) -> dict[str, Any]:
    fiches = Fiche.objects.filter(collectivite=found).order_by("-date", "-updated_at", "pk")
    total = fiches.count()
    number_, first = _window(asked, total, PER_PAGE)
    same_name = list(
        Collectivite.objects.filter(folded_name=found.folded_name, fiches__isnull=False)
        .exclude(pk=found.pk)
        .order_by("cle")
        .distinct()[:PER_PAGE]
    )
    url = found.get_absolute_url()
    return {
        "organisation": found,
        "facts": facts(found),
        "cards": [card(row) for row in from_database(fiches[first : first + PER_PAGE])],
        "same_name": [
            {"label": f"{other.nom_affiche} ({other.key})", "url": other.get_absolute_url()}
            for other in same_name
        ],
        "all_proven": all(one.siren for one in (found, *same_name)),
        **peers.context(found),
        "page": pagination(number_, total, PER_PAGE, lambda n: _paged(url, n)),
        "canonical": _paged(url, number_),
    }


def facts(found: Collectivite) -> list[dict[str, str]]:
    """What is known of it; a place is also a way to its neighbours."""
    rows = []
    if fold(found.nom) != fold(found.nom_affiche):
        rows.append({"label": "Nom déclaré", "value": found.nom})
    if found.type:
        rows.append({"label": "Type", **_filter("type", found.type, coded("coll_type", found.type)["label"])})
    if found.departement:
        name = table.departement_name(found.departement)
        rows.append({"label": "Département", **_filter("departement", found.departement, name)})
    if found.region:
        rows.append({"label": "Région", **_filter("region", found.region, table.region_name(found.region))})
    if found.population:
        rows.append({"label": "Population", "value": f"{number(found.population)} habitants"})
    if found.siren:
        rows.append({"label": "SIREN", "value": f"{found.siren[:3]} {found.siren[3:6]} {found.siren[6:]}"})
    return rows


def place(found: Collectivite) -> list[dict[str, Any]]:
    """The same facts, as the rows of a fiche."""
    return [
        {"label": fact["label"], "value": {"text": fact["value"], "url": fact.get("url", "")}}
        for fact in facts(found)
    ]


def _filter(name: str, code: str, label: str) -> dict[str, str]:
    return {"value": label, "url": Search(filters={name: (code,)}).url}


def _window(asked: str, total: int, size: int) -> tuple[int, int]:
    """The page shown, the last one when a later one is asked, and its first row."""
    number_ = min(understood(asked) or 1, last_page(total, size))
    return number_, (number_ - 1) * size


def _paged(url: str, number_: int) -> str:
    return url if number_ == 1 else f"{url}?page={number_}"
