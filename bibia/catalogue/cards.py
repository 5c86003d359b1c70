"""What lists show of fiches and of organisations."""

from collections.abc import Collection, Sequence
from functools import cache
from typing import Any

from django.db.models import QuerySet
from markupsafe import Markup

from bibia.catalogue.documents import day_of, document
from bibia.catalogue.excerpt import excerpt, holds
from bibia.fiches import display
from bibia.fiches.models import Fiche
from bibia.fiches.vocabularies import VOCABULARIES
from bibia.territoires.models import Collectivite

# What a card shows: reading the other seventy columns would cost more than the whole search.
_COLUMNS = (
    *("nom_projet", "resume", "usage_description", "theme", "nature", "projet_status", "projet_date"),
    *("date", "published_at", "updated_at", "archived_at"),
    *("collectivite__siren", "collectivite__nom", "collectivite__nom_officiel"),
)


def shown() -> QuerySet[Fiche]:
    return Fiche.objects.select_related("collectivite").only(*_COLUMNS)


def coded(vocabulary: str, code: str) -> dict[str, str]:
    """A code and its label, both empty when nothing is known."""
    return {"code": code, "label": _label(vocabulary, code) if code else ""}


@cache
def _label(vocabulary: str, code: str) -> str:
    return VOCABULARIES[vocabulary].label(code)


def organisation(collectivite: Collectivite) -> dict[str, str]:
    return {"name": collectivite.nom_affiche, "url": collectivite.get_absolute_url()}


def card(fiche: Fiche, wanted: Collection[str] = ()) -> dict[str, Any]:
    return {
        "id": fiche.pk,
        "title": fiche.nom_projet,
        "url": fiche.get_absolute_url(),
        "theme": coded("theme", fiche.theme),
        "organisation": organisation(fiche.collectivite),
        "status": coded("projet_status", fiche.projet_status),
        "nature": coded("nature", fiche.nature),
        "excerpt": excerpt((fiche.resume, fiche.usage_description), wanted),
        "date": display.day(fiche.date or day_of(fiche.updated_at)),
        "archived": bool(fiche.archived_at),
        "start": display.month(fiche.projet_date) if fiche.projet_date else "",
    }


def cards(ids: Sequence[str], wanted: Collection[str] = ()) -> list[dict[str, Any]]:
    """In the order of the ids; a fiche withdrawn in between is left out."""
    fiches = shown().in_bulk(ids)
    made = {id: card(fiches[id], wanted) for id in ids if id in fiches}
    if wanted:
        silent = [id for id, one in made.items() if "<mark>" not in one["excerpt"]]
        for id, passage in _elsewhere(silent, fiches, wanted).items():
            made[id]["excerpt"] = passage
    return list(made.values())


def _elsewhere(ids: list[str], fiches: dict[str, Fiche], wanted: Collection[str]) -> dict[str, Markup]:
    """Why a fiche answers when neither its title nor what its card shows says it: read in its other texts."""
    unsaid = [id for id in ids if not holds(fiches[id].nom_projet, wanted)]
    if not unsaid:
        return {}
    whole = Fiche.objects.select_related("collectivite").in_bulk(unsaid)
    passages = {id: excerpt(document(fiche).texts, wanted) for id, fiche in whole.items()}
    return {id: passage for id, passage in passages.items() if "<mark>" in passage}
