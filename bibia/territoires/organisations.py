"""From what a record says of its organisation (a name, a SIRET, a type) to the organisation itself."""

from dataclasses import dataclass, replace
from typing import Any

from bibia.territoires import table
from bibia.territoires.models import Collectivite, folded_name
from bibia.territoires.names import bearing, family_said, named, spellings
from bibia.territoires.places import Place, of_number, of_row
from bibia.territoires.siret import siren_of
from bibia.territoires.types import agrees, family

TABLE = "table"
PREFIX = "siren-prefixe"
NAME = "nom-officiel"
OTHER_ORGANISATION = "siren-autre-organisation"
INCONSISTENT_TYPE = "type-incoherent"
# What the table, a number or a name decides; the typed name is never among them.
_DECIDED = ("nom_officiel", "commune", "epci", "ept", "departement", "region", "population")


@dataclass(frozen=True)
class Identification:
    siren: str = ""  # "" when none is known, or when it is somebody else's
    nom_officiel: str = ""
    type_propose: str = ""
    rattachement: str = ""
    commune: str = ""
    epci: str = ""
    ept: str = ""
    departement: str = ""
    region: str = ""
    population: int | None = None
    conflict: str = ""
    # For the one who reads a finding: never applied here.
    siren_propose: str = ""  # the only organisation of exactly that name
    siren_owner: str = ""  # official name of the organisation that the given SIREN belongs to


def identify(*, nom: str, siret: str, type_code: str) -> Identification:
    """What is certain about an organisation; `siret` is clean (bibia.territoires.siret) or empty."""
    siren = siren_of(siret)
    homonyms = named(nom, type_code)
    only = homonyms[0] if len(homonyms) == 1 else None
    proven, source = _proven(siren, only)
    if proven is None:
        return _by_name(only, siren)
    if _is_somebody_else(proven, homonyms, nom, type_code):
        found = _by_name(only)
        if only is None and len(others := bearing(nom)) == 1:
            found = Identification(siren_propose=others[0].siren)
        return replace(found, conflict=OTHER_ORGANISATION, siren_owner=proven.nom_officiel)
    found = _identification(proven, source)
    if not agrees(type_code, proven.type, who=_who(proven)):
        found = replace(found, conflict=INCONSISTENT_TYPE)
    return found


def find_or_make(identification: Identification, *, nom: str, type_code: str) -> tuple[Collectivite, bool]:
    """The organisation of a record being published, named as this record types it; whether it changed.

    By SIREN, else by typed name among those without one. Two workers may make the same one at the same time:
    the database keeps a single row, and the second worker finds it.
    """
    values = _values(identification, nom, type_code)
    collectivite, made = Collectivite.objects.get_or_create(defaults=values, **_lookup(identification, nom))
    return collectivite, not made and _update(collectivite, values)


def foreseen(identification: Identification, *, nom: str, type_code: str) -> Collectivite:
    """What `find_or_make` would give; nothing is written."""
    lookup = _lookup(identification, nom)
    found = Collectivite.objects.filter(**lookup).first() or Collectivite(siren=lookup["siren"])
    for name, value in _values(identification, nom, type_code).items():
        setattr(found, name, value)
    return found


def _values(identification: Identification, nom: str, type_code: str) -> dict[str, Any]:
    values = {name: getattr(identification, name) for name in (*_DECIDED, "rattachement")}
    values["nom"] = nom
    if kind := identification.type_propose or type_code:
        values["type"] = kind
    return values


def _lookup(identification: Identification, nom: str) -> dict[str, str | None]:
    lookup: dict[str, str | None] = {"siren": identification.siren or None}
    if not identification.siren:
        lookup["folded_name"] = folded_name(nom)
    return lookup


def _proven(siren: str, only: Place | None) -> tuple[Place | None, str]:
    """What the number alone proves."""
    if not siren:
        return None, ""
    if row := table.by_siren(siren):
        return of_row(row), TABLE
    place = of_number(siren)
    if place and place.type == "region" and only and only.type == "region":
        return replace(only, siren=siren), NAME
    return place, PREFIX if place else ""


def _by_name(only: Place | None, siren: str = "") -> Identification:
    """A name places an organisation that has no SIREN in the table; to the others it only proposes theirs."""
    if only is None:
        return Identification(siren=siren)
    if siren and only.siren:  # an unknown number beside a known name: neither proves the other
        return Identification(siren=siren, siren_propose=only.siren)
    return replace(_identification(replace(only, siren=siren), NAME), siren_propose=only.siren)


def _identification(place: Place, source: str) -> Identification:
    decided = {name: getattr(place, name) for name in _DECIDED}
    return Identification(siren=place.siren, type_propose=place.type, rattachement=source, **decided)


def _is_somebody_else(proven: Place, homonyms: list[Place], nom: str, type_code: str) -> bool:
    """The number's owner is another organisation than the name and the type say, with proof for each."""
    if any(place.siren == proven.siren for place in homonyms) or _bears(proven, nom):
        return False
    claimed = family(type_code)
    if not claimed or not proven.type or agrees(type_code, proven.type, who=_who(proven)):
        return _is_another_by_name(proven, homonyms, nom)
    said = family_said(nom) or (claimed if homonyms else "")
    return said != "" and said == claimed != family(proven.type)


def _is_another_by_name(proven: Place, homonyms: list[Place], nom: str) -> bool:
    """The name is exactly another organisation's, and no part of the owner's (a short form, a former commune).

    The type says nothing against the owner: it is empty, or the owner's own.
    """
    others = homonyms or bearing(nom)
    if not others or not proven.nom_officiel or any(place.siren == proven.siren for place in others):
        return False
    if (said := family_said(nom)) and proven.type and said != family(proven.type):
        return all(family(place.type) == said for place in others)
    owner = set(table.name_key(proven.nom_officiel).split())
    return not any(set(spelling.split()) <= owner for spelling in spellings(nom))


def _bears(proven: Place, nom: str) -> bool:
    """Whether the owner has exactly this name; "Région Bretagne" is not the commune of Bretagne."""
    official = table.name_key(proven.nom_officiel)
    if official == table.name_key(nom):
        return True
    return family_said(nom) == "Commune" and proven.commune != "" and official in spellings(nom)


def _who(place: Place) -> str:
    return place.siren if place.commune or place.epci else place.departement


def _update(collectivite: Collectivite, values: dict) -> bool:
    changed = [name for name, value in values.items() if getattr(collectivite, name) != value]
    for name in changed:
        setattr(collectivite, name, values[name])
    if changed:
        collectivite.save(update_fields=[*changed, "folded_name"])
    return bool(changed)
