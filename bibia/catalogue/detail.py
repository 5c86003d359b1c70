"""A fiche whole: every public field by group, for the page and for its JSON."""

from collections.abc import Collection
from typing import Any

from bibia.catalogue import answers
from bibia.catalogue.documents import day_of
from bibia.catalogue.lines import lines
from bibia.fiches import display
from bibia.fiches.access import reserved_names
from bibia.fiches.changes import TAKEN_BACK
from bibia.fiches.completeness import completeness, expected
from bibia.fiches.fields import BY_NAME, FIELDS, GROUPS, INTERNAL, Access, label
from bibia.fiches.models import Fiche, Version

# Said in the head of the page: not said again in its group.
_HEAD = ("nom_projet", "resume", "date", "date_verification")


def groups(fiche: Fiche, lost: Collection[str] = ()) -> list[dict[str, Any]]:
    """What is filled, then the names of what is not, then the names of what is reserved.

    `lost`: the fields of an old version whose value is no longer kept.
    """
    found = []
    reasons = _reasons(fiche) if "motifs_reserve" not in lost else {}
    head = {*_HEAD, *answers.said(fiche), *(["motifs_reserve"] if reasons else [])} - set(lost)
    for code, name in GROUPS.items():
        fields = [field for field in FIELDS if field.group == code and field.applies_to(fiche.nature)]
        reserved = [field.name for field in fields if field.name in reserved_names(fiche.opened)]
        public = [field.name for field in fields if field.name not in (*reserved, *INTERNAL)]
        shown = [(one, _shown(fiche, one, lost)) for one in public]
        found.append(
            {
                "code": code.value,
                "label": name,
                "items": [
                    {"label": label(one), "value": lines(value)}
                    for one, value in shown
                    if value and one not in head
                ],
                "empty": [
                    label(one) for one, value in shown if not value and expected(one, fiche.projet_status)
                ],
                "reserved": [
                    _with_reason(words, reasons.get(name, ""))
                    for name, words in [
                        *((one, label(one)) for one in reserved),
                        *((field.name, _by_item(field)) for field in fields if _by_item(field)),
                    ]
                ],
            }
        )
    return [group for group in found if group["items"] or group["empty"] or group["reserved"]]


def _shown(fiche: Fiche, name: str, lost: Collection[str]) -> list[display.Shown]:
    return [display.Shown(TAKEN_BACK)] if name in lost else display.display(name, getattr(fiche, name))


def _reasons(fiche: Fiche) -> dict[str, str]:
    """Why each reserved field is, where every reason given is about one that this page says to be reserved."""
    reserved = {
        field.name
        for field in FIELDS
        if field.applies_to(fiche.nature)
        and (field.name in reserved_names(fiche.opened) or field.access is Access.PER_ITEM)
    }
    given = {item["champ"]: _ground(item) for item in fiche.motifs_reserve}
    return given if set(given) <= reserved else {}


def _ground(item: dict[str, Any]) -> str:
    """ "Secret des affaires (CRPA, art. L.311-6)" between brackets: "secret des affaires, CRPA, art. L.311-6"."""
    (shown,) = display.display("motifs_reserve", [item])
    said = ", ".join(shown.details).replace(" (", ", ").replace(")", "")
    return said[:1].lower() + said[1:]


def _with_reason(words: str, reason: str) -> str:
    return f"{words} ({reason})" if reason else words


def _by_item(field: Any) -> str:
    """Some items of the list may be reserved: said whether or not there are any."""
    return f"{field.label} (éléments non ouverts)" if field.access is Access.PER_ITEM else ""


def freshness(fiche: Fiche) -> str:
    """How recent the fiche is, and how complete."""
    filled, asked = completeness(fiche)
    updated = f"Informations mises à jour le {display.day(fiche.date or day_of(fiche.updated_at))}"
    if fiche.date_verification:
        updated += f", vérifiées par le porteur le {display.day(fiche.date_verification)}"
    published = f"Fiche publiée ici le {display.day(day_of(fiche.published_at))}, version {fiche.version}"
    return f"{updated}. {published} : {filled} champs publics remplis sur {asked} demandés."


def public_names(fiche: Fiche) -> list[str]:
    """Public fields, and the restricted ones that the organisation opened."""
    reserved = reserved_names(fiche.opened)
    return [name for name in BY_NAME if name not in reserved and name not in INTERNAL]


def as_json(fiche: Fiche, versions: list[Version]) -> dict[str, Any]:
    """Field names as they are published, codes of the vocabularies as values."""
    owner = fiche.collectivite
    return {
        "id": fiche.pk,
        "version": fiche.version,
        "published_at": fiche.published_at,
        "updated_at": fiche.updated_at,
        "archivage": {"date": fiche.archived_at, "motif": fiche.archived_reason}
        if fiche.archived_at
        else None,
        "organisation": {
            "id": owner.key,
            "siren": owner.siren,
            "nom": owner.nom,
            "nom_officiel": owner.nom_officiel,
            "type": owner.type,
            "departement": owner.departement,
            "region": owner.region,
        },
        **{name: getattr(fiche, name) for name in public_names(fiche)},
        "champs_reserves": list(reserved_names(fiche.opened)),
        "historique": [
            {"version": version.number, "date": version.date, "changements": version.changes}
            for version in versions
        ],
    }
