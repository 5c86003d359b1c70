"""One record whole, for one reader: what the public reads, then what this reader may read besides, and who else may."""

from typing import Any

from bibia.accounts.viewer import Viewer
from bibia.catalogue import detail
from bibia.catalogue.lines import lines
from bibia.fiches import display
from bibia.fiches.access import Reading, read
from bibia.fiches.completeness import expected
from bibia.fiches.fields import FIELDS, GROUPS, INTERNAL, OPENABLE, Access, Field, label
from bibia.fiches.models import Fiche
from bibia.fiches.projection import EXPOSING

MEMBERS, UNCONFIRMED, OWN = "membres", "attente", "organisation"
# Said above the values that the public does not read.
AUDIENCES = {
    MEMBERS: "Réservé aux membres",
    UNCONFIRMED: "Pas encore public : l’organisation ne l’a pas confirmé",
    OWN: "L’organisation et les animateurs seulement",
}
_YOURS = "Votre organisation et les animateurs seulement"


def whole(fiche: Fiche, viewer: Viewer) -> list[dict[str, Any]]:
    """By group: what the public page says, then what it does not, by who may read it."""
    reading = read(fiche, viewer)
    yours = viewer.owns(fiche.collectivite.siren or "")
    titles = AUDIENCES | ({OWN: _YOURS} if yours else {})
    public = {group["code"]: group for group in detail.groups(fiche)}
    found = []
    for code, name in GROUPS.items():
        fields = [field for field in FIELDS if field.group == code and field.applies_to(fiche.nature)]
        group = public.get(code.value, {"code": code.value, "label": name, "items": [], "empty": []})
        besides = {field.name: value for field in fields if (value := beyond(fiche, reading, field))}
        found.append(
            group
            | {
                "besides": _by_audience(besides, titles),
                "empty": [one for one in group["empty"] if one not in map(label, besides)]
                + [field.label for field in fields if _is_unfilled(fiche, reading, field)],
            }
        )
    return [group for group in found if group["items"] or group["empty"] or group["besides"]]


def beyond(fiche: Fiche, reading: Reading, field: Field) -> Any:
    """The value, or the part of it, that this reader has and the public has not."""
    value: Any = reading.values.get(field.name)
    public: Any = getattr(fiche, field.name, None)
    if field.access is Access.PER_ITEM:
        return [item for item in value or () if item not in public]
    return value if value != public else None


def audience(name: str) -> str:
    if name in INTERNAL:
        return OWN
    return UNCONFIRMED if name in EXPOSING else MEMBERS


def _by_audience(values: dict[str, Any], titles: dict[str, str]) -> list[dict[str, Any]]:
    return [
        {
            "audience": one,
            "title": title,
            "items": [
                {"label": label(name), "value": lines(display.display(name, value))}
                for name, value in values.items()
                if audience(name) == one
            ],
        }
        for one, title in titles.items()
        if any(audience(name) == one for name in values)
    ]


def _is_unfilled(fiche: Fiche, reading: Reading, field: Field) -> bool:
    """A reserved field that says nothing, now that it can be told."""
    reserved = field.name in OPENABLE and field.name not in fiche.opened
    return reserved and expected(field.name, fiche.projet_status) and not reading.values.get(field.name)
