"""The territories above the commune that a person may type: a département by name or number, a région, an EPCI."""

from dataclasses import dataclass

from bibia.territoires import table
from bibia.territoires.names import short_forms, spellings
from bibia.territoires.table import Territoire

LONGEST = 100
PARIS = "75"
_ARTICLES = ("le ", "la ", "les ", "l ")


@dataclass(frozen=True)
class Area:
    """Of exactly the name that was typed; `kind` is also the name of the facet, for a département or a région."""

    kind: str  # departement, region, epci
    code: str
    name: str
    communes: tuple[Territoire, ...] = ()  # of an EPCI, the most inhabited first


def find(text: str) -> list[Area]:
    key = table.name_key(text[:LONGEST])
    # The codes of régions are those of other départements: a number is a département, as on a number plate.
    if departement := table.departement(key.upper()) or table.departement(key.zfill(2)):
        return [_of_departement(departement)] if departement.code != PARIS else []
    keys = {_bare(one) for one in (key, *spellings(key))} - {""}
    departements = [one for one in table.departements() if _bare(table.name_key(one.nom)) in keys]
    regions = [one for one in table.regions() if _bare(table.name_key(one.nom)) in keys]
    # Overseas, one name is both: the département says it all. Paris is a commune first.
    twice = {one.region for one in departements}
    return [
        *(_of_departement(one) for one in departements if one.code != PARIS),
        *(Area("region", one.code, one.nom) for one in regions if one.code not in twice),
        *_groupings(key),
    ]


def is_paris(text: str) -> bool:
    return table.name_key(text[:LONGEST]) == PARIS


def _of_departement(found: table.Departement) -> Area:
    return Area("departement", found.code, found.nom)


def _bare(key: str) -> str:
    """Without its article: "gard" for "le gard", "reunion" for "la réunion"."""
    return next((key.removeprefix(one) for one in _ARTICLES if key.startswith(one)), key)


def _groupings(key: str) -> list[Area]:
    rows = {row.code: row for form in short_forms(key) for row in table.search_name(form) if not row.commune}
    if row := table.by_siren(key.replace(" ", "")):
        rows |= {} if row.commune else {row.code: row}
    return [Area("epci", row.code, row.nom, _members(row)) for row in rows.values()]


def _members(grouping: Territoire) -> tuple[Territoire, ...]:
    members = (row for row in table.everything() if row.commune and grouping.code in (row.epci, row.ept))
    return tuple(sorted(members, key=lambda row: (-(row.population or 0), row.code)))
