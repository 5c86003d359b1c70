"""A draft as it would be read once published: the true projection, drawn by what draws the public page."""

from collections.abc import Iterable
from typing import Any

from django.urls import reverse
from django.utils import timezone

from bibia.contribution import listing
from bibia.contribution.models import Draft
from bibia.contribution.review import Review, review
from bibia.contribution.steps import OF_FIELD, STEPS
from bibia.contribution.values import Values
from bibia.fiches import display
from bibia.fiches.fields import BY_NAME, OPENABLE, SCHEMA_VERSION, STORED, label
from bibia.fiches.models import Fiche, Reserved
from bibia.fiches.projection import exposing, project
from bibia.fiches.publication import organisation_of
from bibia.territoires.models import Collectivite
from bibia.web.fiche_page import draw

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
    opened = listing.opened(draft)
    now = timezone.now()
    known = Fiche.objects.filter(pk=draft.fiche_id).first() if draft.fiche_id else None
    made = Fiche(
        pk=draft.fiche_id or _NO_ID,
        collectivite=_organisation(found.whole),
        opened=list(OPENABLE if member else opened),
        version=known.version + 1 if known else 1,
        published_at=known.published_at if known else now,
        updated_at=now,
    )
    values = found.whole | {"date": timezone.localdate(), "version_schema": SCHEMA_VERSION}
    confirmed = _confirmed(draft, found)
    made.write(_shared(values, confirmed) if member else project(values, opened=opened, confirmed=confirmed))
    made.nom_projet = made.nom_projet or draft.title
    return made


def _shared(values: Values, confirmed: list[str]) -> Values:
    """What every member reads: peers know a statement that exposes no sooner than the public."""
    withheld = exposing(values) - set(confirmed)
    return {name: BY_NAME[name].column.empty if name in withheld else values[name] for name in STORED}


def _confirmed(draft: Draft, found: Review) -> list[str]:
    """What was confirmed already and has not changed; the rest waits for its author's word."""
    record = Reserved.objects.filter(pk=draft.fiche_id).first() if draft.fiche_id else None
    if record is None:
        return []
    return [name for name in record.confirmed if getattr(record, name) == found.whole[name]]


def _organisation(values: Values) -> Collectivite:
    identified = organisation_of(values)
    known = Collectivite.objects.filter(siren=identified.siren).first() if identified.siren else None
    return known or Collectivite(
        siren=identified.siren or None,
        nom=values["coll_nom"] or "Organisation à choisir",
        nom_officiel=identified.nom_officiel,
        type=identified.type_propose or values["coll_type"],
        departement=identified.departement,
        region=identified.region,
        population=identified.population,
    )
