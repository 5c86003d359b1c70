"""Where an organisation stands and what it is, from its row of the table or from its number alone."""

from dataclasses import dataclass, replace

from bibia.territoires import table
from bibia.territoires.types import type_of_departement

CORSE = "94"
# The numbers of Mayotte's départemental bodies keep the code it had before 2011.
_OLD_CODES = {"985": "976"}
# Measured on the table (tests/territoires/test_places.py): 33 994 of 33 994 numbers in 21… are communes, 527 of 527
# in 24… are intercommunalités, and the digits that follow give their département but for one commune that changed.
# 22, 23 and 25 are the same series of the Sirene register for départements, régions and syndicats. A 24… that left
# the table was dissolved or turned into something else: its type is not proven any more.
_SERIES = {"21": "commune", "22": "departement", "23": "region", "24": "", "25": "syndicat"}


@dataclass(frozen=True)
class Place:
    siren: str = ""
    nom_officiel: str = ""
    type: str = ""
    commune: str = ""
    epci: str = ""
    ept: str = ""
    departement: str = ""
    region: str = ""
    population: int | None = None


def of_row(row: table.Territoire) -> Place:
    return Place(
        siren=row.siren,
        nom_officiel=row.nom,
        type=row.type,
        commune=row.commune,
        epci=row.epci,
        ept=row.ept,
        departement=row.departement,
        region=row.region,
        population=row.population,
    )


def of_departement(departement: table.Departement) -> Place:
    if not departement.region:
        return Place(nom_officiel=departement.nom, type="outre-mer", departement=departement.code)
    kind = type_of_departement(departement.code)
    name = "" if kind == table.STATUT_PARTICULIER else f"Département {departement.complement}"
    return Place(nom_officiel=name, type=kind, departement=departement.code, region=departement.region)


def of_region(region: table.Region) -> Place:
    return Place(nom_officiel=f"Région {region.nom}", type="region", region=region.code)


def of_number(siren: str) -> Place | None:
    """What the series of an older number proves; None for 20… and later series, which say nothing."""
    kind = _SERIES.get(siren[:2])
    if kind is None:
        return None
    if (
        kind == "region"
    ):  # the number of a région holds the département of its seat: the name tells the région
        return Place(siren=siren, type=kind)
    if siren[2:4] == "20":
        return Place(siren=siren, type=type_of_departement("20") if siren[:2] == "22" else kind, region=CORSE)
    code = siren[2:5] if siren[2:4] in ("97", "98") else siren[2:4]
    departement = table.departement(_OLD_CODES.get(code, "" if code.startswith("98") else code))
    if departement is None:
        return None
    if siren[:2] == "22":
        return replace(of_departement(departement), siren=siren)
    return Place(siren=siren, type=kind, departement=departement.code, region=departement.region)
