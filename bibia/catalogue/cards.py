"""What lists show of fiches and of organisations."""

from collections.abc import Iterable, Iterator
from datetime import date
from functools import cache, lru_cache
from typing import Any

from django.db.models import QuerySet
from markupsafe import Markup

from bibia.catalogue.documents import field_label
from bibia.catalogue.excerpt import NOTHING, excerpt, held, held_by_label
from bibia.catalogue.reasons import Asked, Reading, Unsaid, of_public, reasons
from bibia.catalogue.shown import Row
from bibia.fiches import display
from bibia.fiches.models import Fiche, address
from bibia.fiches.vocabularies import VOCABULARIES
from bibia.territoires.models import Collectivite
from bibia.territoires.models import address as address_of_organisation

# What lists of names show: reading the other seventy columns would cost more than the whole search.
_NAMED = (
    *("nom_projet", "resume", "usage_description", "theme", "published_at", "updated_at"),
    *("collectivite__siren", "collectivite__nom", "collectivite__nom_officiel"),
)


def named() -> QuerySet[Fiche]:
    return Fiche.objects.select_related("collectivite").only(*_NAMED)


def coded(vocabulary: str, code: str) -> dict[str, str]:
    """A code and its label, both empty when nothing is known."""
    return {"code": code, "label": _label(vocabulary, code) if code else ""}


@cache
def _label(vocabulary: str, code: str) -> str:
    return VOCABULARIES[vocabulary].label(code)


def organisation(collectivite: Collectivite) -> dict[str, str]:
    return {"name": collectivite.nom_affiche, "url": collectivite.get_absolute_url()}


@lru_cache(maxsize=4_096)
def _organisation(cle: str, siren: str | None, nom: str, nom_officiel: str) -> dict[str, str]:
    name = nom_officiel or nom
    return {"name": name, "url": address_of_organisation(siren or cle, name)}


@lru_cache(maxsize=4_096)
def _day(ordinal: int) -> str:
    return display.day(date.fromordinal(ordinal))


def card(fiche: Row, summary: Markup | None = None) -> dict[str, Any]:
    return {
        "id": fiche.id,
        "title": fiche.nom_projet,
        "url": address(fiche.id, fiche.nom_projet),
        "theme": coded("theme", fiche.theme),
        "organisation": _organisation(fiche.cle, fiche.siren, fiche.nom, fiche.nom_officiel),
        "status": coded("projet_status", fiche.projet_status),
        "nature": coded("nature", fiche.nature),
        "excerpt": excerpt(fiche.summary).text if summary is None else summary,
        "date": _day(fiche.day),
        "reason": None,
        "archived": fiche.archived,
        "start": display.month(fiche.projet_date) if fiche.projet_date else "",
    }


def cards(rows: Iterable[Row], asked: Asked = (), read: Reading = of_public) -> list[dict[str, Any]]:
    wanted = NOTHING.union(*asked)
    made, unsaid = {}, {}
    for row in rows:
        summary = excerpt(row.summary, wanted)
        made[row.id] = card(row, summary.text)
        if asked and (missing := _missing(made[row.id], summary.terms, asked)):
            unsaid[row.id] = Unsaid(missing, _said(row))
    for id, reason in reasons(unsaid, read).items():
        made[id]["reason"] = reason
    return list(made.values())


def _said(row: Row) -> Iterator[tuple[str, str]]:
    """What was read of a fiche besides what its card shows, under the labels of `documents.said`."""
    yield field_label("usage_description"), row.usage_description
    for code in row.sous_theme:
        yield field_label("sous_theme"), _label("sous_theme", code)


def _missing(card: dict[str, Any], shown: frozenset[str], asked: Asked) -> frozenset[str]:
    """The terms of those parts of the question that nothing on the card answers."""
    left = [terms for terms in asked if terms.isdisjoint(shown)]
    if not left:
        return NOTHING
    wanted = NOTHING.union(*left)
    labels = (card["organisation"]["name"], card["theme"]["label"], card["nature"]["label"])
    shown = held(card["title"], wanted).union(*[held_by_label(label, wanted) for label in labels])
    return NOTHING.union(*[terms for terms in left if terms.isdisjoint(shown)])
