"""Whether a row's number and type are those of the organisation that it names."""

from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any

from bibia.fiches.vocabularies import VOCABULARIES
from bibia.imports.rows import Line
from bibia.territoires import table
from bibia.territoires.organisations import (
    INCONSISTENT_TYPE,
    OTHER_ORGANISATION,
    Identification,
    identify,
)
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


def _examine(line: Line) -> None:
    found = _identify(
        line.values["coll_nom"], line.values.get("coll_siret", ""), line.values.get("coll_type", "")
    )
    line.place = found
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
def _identify(nom: str, siret: str, type_code: str) -> Identification:
    return identify(nom=nom, siret=siret, type_code=type_code)
