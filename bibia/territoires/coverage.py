"""Which communes, intercommunalités, départements and régions are among given organisations, and how many there are.

Counted against the whole table. Who is not among them is never listed.
"""

from collections import Counter
from collections.abc import Iterable
from functools import cache

from bibia.territoires import table
from bibia.territoires.models import Collectivite
from bibia.territoires.places import CORSE
from bibia.territoires.strata import stratum

MILLESIME = "2026"
LEVELS = ("commune", "epci", "ept", "departement", "region", "outre-mer")
Place = tuple[str, str]  # level, code

_ALSACE = "Collectivité européenne d’Alsace"
_PARIS = "75056"  # a commune and a département at once
_ALSACIENS = ("67", "68")
# One organisation is both département and région: Corse, Martinique, Guyane, Mayotte.
_UNIQUE = (CORSE, "02", "03", "06")
_DEPARTEMENTAL = ("departement", table.STATUT_PARTICULIER)
# Nobody governs a population there: Terres australes and Clipperton.
_UNINHABITED = ("984", "989")


@cache
def totals() -> dict[str, int]:
    """How many there are of each level."""
    counted = Counter(row.kind for row in table.everything() if row.region)
    return {
        **{level: counted[level] for level in ("commune", "epci", "ept")},
        "departement": sum(bool(one.region) for one in table.departements()),
        "region": len(table.regions()),
        "outre-mer": len(_overseas()),
    }


@cache
def totals_by_stratum(level: str) -> dict[str, int]:
    """How many communes or intercommunalités of each size, by code of the stratum."""
    rows = (row for row in table.everything() if row.kind == level and row.region)
    return dict(Counter(stratum(level, row.population).code for row in rows))


def places(found: Collectivite) -> list[Place]:
    """What this organisation is in charge of: none for a syndicat; a commune and a département for Paris."""
    row = table.by_siren(found.siren) if found.siren else None
    level = row.kind if row else _level_said(found)
    if level in ("commune", "epci", "ept"):
        code = row.code if row else getattr(found, level)
        own = [(level, code)] if code and (row is None or row.region) else []
        return [*own, ("departement", "75")] if code == _PARIS else own
    if found.type == "outre-mer":
        return [("outre-mer", found.departement)] if found.departement in _overseas() else []
    return _departements(found) + _regions(found)


def covered(organisations: Iterable[Collectivite]) -> dict[str, dict[str, Collectivite]]:
    """For each level, the codes that these organisations cover, and which one covers it."""
    found: dict[str, dict[str, Collectivite]] = {level: {} for level in LEVELS}
    for organisation in organisations:
        for level, code in places(organisation):
            found[level].setdefault(code, organisation)
    return found


def population(level: str, code: str) -> int | None:
    row = table.by_code(level, code)
    return row.population if row else None


def _level_said(found: Collectivite) -> str:
    """The level of an organisation known by its official name only; a CCAS stands in a commune and is none."""
    if not found.nom_officiel:
        return ""
    if found.commune:
        return "commune" if found.type in ("commune", table.STATUT_PARTICULIER) else ""
    if found.ept:
        return "ept" if found.type == "ept" else ""
    row = table.by_code("epci", found.epci) if found.epci else None
    return "epci" if row and row.type == found.type else ""


def _departements(found: Collectivite) -> list[Place]:
    if found.commune or found.epci or found.ept:
        return []
    if found.nom_officiel == _ALSACE:
        return [("departement", code) for code in _ALSACIENS]
    if found.region in _UNIQUE and found.type in (*_DEPARTEMENTAL, "region"):
        return [("departement", one.code) for one in table.departements() if one.region == found.region]
    known = table.departement(found.departement)
    return [("departement", found.departement)] if known and found.type in _DEPARTEMENTAL else []


def _regions(found: Collectivite) -> list[Place]:
    is_region = found.type == "region" or (found.type in _DEPARTEMENTAL and found.region in _UNIQUE)
    own = is_region and not (found.commune or found.epci or found.ept)
    return [("region", found.region)] if own and table.region(found.region) else []


@cache
def _overseas() -> tuple[str, ...]:
    return tuple(one.code for one in table.departements() if not one.region and one.code not in _UNINHABITED)
