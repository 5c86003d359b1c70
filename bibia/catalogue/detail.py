"""A fiche whole: every public field by group, for the page and for its JSON."""

from typing import Any

from bibia.catalogue.documents import completeness, day_of
from bibia.fiches import display
from bibia.fiches.access import reserved_names
from bibia.fiches.fields import BY_NAME, FIELDS, GROUPS, INTERNAL, Access, label
from bibia.fiches.models import Fiche, Version

TAKEN_BACK = "Le détail n’est plus public."
# Said in the head of the page: not said again in its group.
_ESSENTIAL = (
    *(
        "projet_status",
        "projet_date",
        "audience_service",
        "sous_theme",
        "lecons",
        "date",
        "date_verification",
    ),
)
_HEAD = ("nom_projet", "resume", *_ESSENTIAL)


def groups(fiche: Fiche) -> list[dict[str, Any]]:
    """What is filled, then the names of what is not, then the names of what is reserved."""
    found = []
    for code, name in GROUPS.items():
        fields = [field for field in FIELDS if field.group == code and field.applies_to(fiche.nature)]
        reserved = [field.name for field in fields if field.name in reserved_names(fiche.opened)]
        public = [field.name for field in fields if field.name not in (*reserved, *INTERNAL)]
        shown = [(one, display.display(one, getattr(fiche, one))) for one in public]
        found.append(
            {
                "code": code.value,
                "label": name,
                "items": [
                    {"label": label(one), "value": lines(value)}
                    for one, value in shown
                    if value and one not in _HEAD
                ],
                "empty": [label(one) for one, value in shown if not value],
                "reserved": [label(one) for one in reserved]
                + [_by_item(field) for field in fields if _by_item(field)],
            }
        )
    return [group for group in found if group["items"] or group["empty"] or group["reserved"]]


def _by_item(field: Any) -> str:
    """Some items of the list may be reserved: said whether or not there are any."""
    return f"{field.label} (éléments non ouverts)" if field.access is Access.PER_ITEM else ""


def lines(shown: list[display.Shown]) -> list[Any]:
    return [_line(one) for one in shown]


def _line(shown: display.Shown) -> Any:
    """A text, or {text, url}: the parts of an item follow its name in brackets."""
    details = [f"{label} : {text}" for label, text, url in shown.parts if not url]
    text = f"{shown.text} ({' ; '.join(details)})" if details else shown.text
    url = shown.url or next((url for _label, _text, url in shown.parts if url), "")
    return {"text": text, "url": url} if url else text


def essentials(fiche: Fiche) -> list[dict[str, Any]]:
    """What one wants to know first."""
    filled, asked = completeness(fiche)
    shown = [(label(name), display.display(name, getattr(fiche, name))) for name in _ESSENTIAL]
    return [
        *({"label": name, "value": lines(value)} for name, value in shown if value),
        {"label": "Publiée ici le", "value": display.day(day_of(fiche.published_at))},
        {"label": "Complétude", "value": f"{filled} champs publics remplis sur {asked} demandés"},
    ]


def history(versions: list[Version]) -> list[dict[str, Any]]:
    return [
        {
            "number": version.number,
            "date": display.day(day_of(version.date)),
            "changes": [_change(**change) for change in version.changes],
        }
        for version in versions
    ]


def _change(field: str, before: Any, after: Any) -> dict[str, Any]:
    if before is None and after is None:
        return {"label": label(field), "before": "", "after": TAKEN_BACK}
    return {
        "label": label(field),
        "before": display.text(field, before),
        "after": display.text(field, after),
    }


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
