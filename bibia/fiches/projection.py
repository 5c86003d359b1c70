"""What the public may know of a record: the only passage from the restricted values to the public ones."""

from collections.abc import Collection
from typing import Any

from bibia.fiches.fields import BY_NAME, STORED, Access

Values = dict[str, Any]

EXPOSING = ("aipd", "decision_individuelle", "ria_classe")


def exposing(values: Values) -> set[str]:
    """The statements that expose their organisation: public only once it confirmed them."""
    found = set()
    if values["aipd"].get("statut") == "non-realisee":
        found.add("aipd")
    if values["decision_individuelle"] == "oui" and not values["url_mention"]:
        found.add("decision_individuelle")
    if values["ria_classe"]:
        found.add("ria_classe")
    return found


def project(values: Values, *, opened: Collection[str], confirmed: Collection[str]) -> Values:
    """Every stored field, emptied where the public may not know it."""
    withheld = exposing(values) - set(confirmed)
    return {
        name: _empty(name) if name in withheld else _public_value(name, values[name], opened)
        for name in STORED
    }


def _public_value(name: str, value: Any, opened: Collection[str]) -> Any:
    access = BY_NAME[name].access
    if access is Access.PUBLIC or (access is Access.RESTRICTED and name in opened):
        return value
    if access is Access.PER_ITEM:
        return [item for item in value if item.get("acces") == "public"]
    return _empty(name)


def _empty(name: str) -> Any:
    return BY_NAME[name].column.empty
