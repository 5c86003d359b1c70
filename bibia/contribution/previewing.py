"""A draft as it would be read once published: the true projection, drawn by what draws the public page."""

from collections.abc import Iterable
from typing import Any

from django.urls import reverse
from django.utils import timezone

from bibia.contribution.models import Draft
from bibia.contribution.review import Review, review
from bibia.contribution.steps import OF_FIELD, STEPS
from bibia.fiches import display
from bibia.fiches.fields import BY_NAME, OPENABLE, STORED, label
from bibia.fiches.foreseen import foreseen, settle
from bibia.fiches.models import Fiche, Reserved
from bibia.fiches.projection import exposing
from bibia.web.fiche_page import draw
from bibia.web.values import Values

_NO_ID = "00000000"


def context(draft: Draft, *, member: bool) -> dict[str, Any]:
    found = review(draft)
    return {
        "draft": draft,
        "title": draft.title,
        "theme": found.whole["theme"],
        "body": draw(fiche(draft, found, member=member)),
        "member": member,
        "exposing": found.exposing,
        "refused": found.refused,
    }


def public(draft: Draft, found: Review) -> list[dict[str, Any]]:
    """What everybody will read, as it stands: the steps where something is, and the way to change each value."""
    made = fiche(draft, found, member=False)
    page = "" if draft.fiche_id else reverse("brouillon-organisation", args=[draft.pk])
    lines = _lines(made, ("coll_nom", "coll_type"), draft, found, page)
    groups = [{"title": "Votre organisation", "lines": lines}]
    for step in STEPS:
        page = reverse("brouillon-rubrique", args=[draft.pk, step.code])
        groups.append({"title": step.title, "lines": _lines(made, step.names, draft, found, page)})
    return [group for group in groups if group["lines"]]


def _lines(made: Fiche, names: Iterable[str], draft: Draft, found: Review, page: str) -> list[dict[str, Any]]:
    return [
        {
            "label": label(name),
            "text": text,
            "url": page and f"{page}#champ-{name}" if name in OF_FIELD else page,
            "changed": bool(draft.fiche_id) and name in found.changed,
        }
        for name in names
        if name in STORED and (text := display.text(name, getattr(made, name)))
    ]


def fiche(draft: Draft, found: Review, *, member: bool) -> Fiche:
    """Not saved: what accepting this draft would make of the record."""
    record = (Reserved.objects.filter(pk=draft.fiche_id).first() if draft.fiche_id else None) or Reserved(
        pk=draft.fiche_id or _NO_ID
    )
    # What exposes and was not confirmed already waits for its author's word.
    settle(record, _stored(found.whole) | {"date": timezone.localdate()}, ())
    made = foreseen(record, at=timezone.now())
    if member:
        made.opened = list(OPENABLE)
        made.write(_shared(record))
    made.nom_projet = made.nom_projet or draft.title
    made.collectivite.nom = made.collectivite.nom or "Organisation à choisir"
    return made


def _stored(whole: Values) -> Values:
    return {name: whole[name] for name in STORED}


def _shared(record: Reserved) -> Values:
    """What every member reads: peers know a statement that exposes no sooner than the public."""
    withheld = exposing(record.values) - set(record.confirmed)
    return {
        name: BY_NAME[name].column.empty if name in withheld else value
        for name, value in record.values.items()
    }
