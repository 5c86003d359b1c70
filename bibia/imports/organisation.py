"""Whether a row's number and type are those of the organisation that it names."""

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any

from bibia.accounts.models import Organisation
from bibia.fiches.vocabularies import VOCABULARIES
from bibia.imports.rows import Line
from bibia.territoires import table
from bibia.territoires.models import folded_name
from bibia.territoires.names import bearing
from bibia.territoires.organisations import (
    INCONSISTENT_TYPE,
    OTHER_ORGANISATION,
    Identification,
    identify,
)
from bibia.territoires.places import of_row
from bibia.territoires.siret import siren_of


def examine(lines: Iterable[Line]) -> None:
    for line in lines:
        if not line.refused:
            _examine(line)


def owner(values: Mapping[str, Any]) -> str:
    """The SIREN of the organisation that a record with these values belongs to."""
    return _identify(
        values.get("coll_nom") or "", values.get("coll_siret") or "", values.get("coll_type") or ""
    ).siren


def is_official(siret: str) -> bool:
    """Whether the table of territories has an organisation of this number."""
    return table.by_siren(siren_of(siret)) is not None


def give_number(lines: Iterable[Line], siren: str, number: str) -> None:
    """In an import made for one organisation, a row that names it and has no number of its own gets that one's."""
    name = folded_name(Organisation.objects.filter(pk=siren).values_list("nom", flat=True).first() or "")
    row = table.by_siren(siren)
    kind = of_row(row).type if row else ""
    for line in lines:
        if line.refused or line.siren or not _is_of(line, siren, name, kind):
            continue
        values = line.values | {"coll_siret": number}
        if owner(values) == siren:  # the name and the type do not say otherwise
            line.values = values
            line.say("siret-organisation", "coll_siret")


def _is_of(line: Line, siren: str, name: str, kind: str) -> bool:
    """By its name alone; a number that is proven to be another organisation's leaves a doubt that a person settles."""
    written = re.sub(r"\D", "", line.raw.get("coll_siret", ""))[:9]
    if line.place and line.place.conflict == OTHER_ORGANISATION:
        return False
    if written != siren and table.by_siren(written) is not None:
        return False
    return (name != "" and line.organisation == name) or proposed({"coll_type": kind} | line.values) == siren


def proposed(values: Mapping[str, Any]) -> str:
    """The SIREN of the only organisation of exactly this name, or ""."""
    return _identify(values.get("coll_nom") or "", "", values.get("coll_type") or "").siren_propose


def _examine(line: Line) -> None:
    found = _identify(
        line.values["coll_nom"], line.values.get("coll_siret", ""), line.values.get("coll_type", "")
    )
    line.place = (
        found if found.departement or found.region else _by_its_name(line.values["coll_nom"]) or found
    )
    if found.conflict == OTHER_ORGANISATION:
        del line.values["coll_siret"]
        owner = f"de « {found.siren_owner} »" if found.siren_owner else "d’une autre organisation"
        message = f"Ce numéro est celui {owner}, pas de « {line.values['coll_nom']} » : le champ reste vide."
        proposal = f"SIREN {found.siren_propose}" if found.siren_propose else ""
        line.say(OTHER_ORGANISATION, "coll_siret", message=message, proposal=proposal)
    elif found.conflict == INCONSISTENT_TYPE:
        proposal = VOCABULARIES["coll_type"].label(found.type_propose)
        line.say(INCONSISTENT_TYPE, "coll_type", proposal=proposal)


@lru_cache(maxsize=4096)
def _by_its_name(nom: str) -> Identification | None:
    """Where the only organisation of this name is: enough to doubt a point, never to place a record."""
    places = bearing(nom)
    if len(places) != 1:
        return None
    return Identification(departement=places[0].departement, region=places[0].region)


@lru_cache(maxsize=4096)
def _identify(nom: str, siret: str, type_code: str) -> Identification:
    return identify(nom=nom, siret=siret, type_code=type_code)
