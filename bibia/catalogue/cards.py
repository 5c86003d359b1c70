"""What lists show of fiches and of organisations."""

from collections.abc import Collection, Iterable, Sequence
from datetime import date, datetime
from functools import cache
from typing import Any, NamedTuple

from django.db.models import QuerySet
from markupsafe import Markup

from bibia.catalogue.documents import day_of, texts_of
from bibia.catalogue.excerpt import excerpt, holds
from bibia.fiches import display
from bibia.fiches.models import Fiche, address
from bibia.fiches.vocabularies import VOCABULARIES
from bibia.territoires.models import Collectivite

# What lists of names show: reading the other seventy columns would cost more than the whole search.
_NAMED = (
    *("nom_projet", "resume", "usage_description", "theme", "published_at", "updated_at"),
    *("collectivite__siren", "collectivite__nom", "collectivite__nom_officiel"),
)


class Row(NamedTuple):
    """What a card shows of a fiche, as the database gives it: twelve whole records take longer than the search."""

    id: str
    nom_projet: str
    resume: str
    usage_description: str
    theme: str
    nature: str
    projet_status: str
    projet_date: str
    date: date | None
    updated_at: datetime
    archived_at: datetime | None
    collectivite__cle: str
    collectivite__siren: str | None
    collectivite__nom: str
    collectivite__nom_officiel: str

    @property
    def collectivite(self) -> Collectivite:
        names = ("cle", "siren", "nom", "nom_officiel")
        return Collectivite(**{name: getattr(self, f"collectivite__{name}") for name in names})


# Kept ready: naming the columns again for each page would take as long as reading them.
_ROWS = Fiche.objects.order_by().values_list(*Row._fields)


def shown() -> QuerySet[Fiche]:
    return Fiche.objects.select_related("collectivite").only(*_NAMED)


def rows(fiches: QuerySet[Fiche]) -> list[Row]:
    return [Row(*values) for values in fiches.values_list(*Row._fields)]


def coded(vocabulary: str, code: str) -> dict[str, str]:
    """A code and its label, both empty when nothing is known."""
    return {"code": code, "label": _label(vocabulary, code) if code else ""}


@cache
def _label(vocabulary: str, code: str) -> str:
    return VOCABULARIES[vocabulary].label(code)


def organisation(collectivite: Collectivite) -> dict[str, str]:
    return {"name": collectivite.nom_affiche, "url": collectivite.get_absolute_url()}


def card(fiche: Row, wanted: Collection[str] = ()) -> dict[str, Any]:
    return {
        "id": fiche.id,
        "title": fiche.nom_projet,
        "url": address(fiche.id, fiche.nom_projet),
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
    found = {values[0]: Row._make(values) for values in _ROWS.filter(pk__in=ids)}
    made = {id: card(found[id], wanted) for id in ids if id in found}
    if wanted:
        silent = [id for id, one in made.items() if "<mark>" not in one["excerpt"]]
        for id, passage in _elsewhere([found[id] for id in silent], wanted).items():
            made[id]["excerpt"] = passage
    return list(made.values())


def _elsewhere(fiches: Iterable[Row], wanted: Collection[str]) -> dict[str, Markup]:
    """Why a fiche answers when neither its title nor what its card shows says it: read in its other texts."""
    unsaid = [fiche.id for fiche in fiches if not holds(fiche.nom_projet, wanted)]
    if not unsaid:
        return {}
    passages = {id: excerpt(texts, wanted) for id, texts in texts_of(unsaid).items()}
    return {id: passage for id, passage in passages.items() if "<mark>" in passage}
