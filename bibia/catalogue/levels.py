"""Who decides in a commune: the organisations in charge there, as the law has them, overseas and islands too."""

from dataclasses import dataclass

from django.db.models import Q

from bibia.territoires import table
from bibia.territoires.places import CORSE
from bibia.territoires.table import Territoire
from bibia.territoires.types import LYON, PARIS

_ALSACE = "Collectivité européenne d’Alsace"
# One collectivité stands for the département and for the région.
_UNIQUE = {
    "972": "Collectivité territoriale de Martinique",
    "973": "Collectivité territoriale de Guyane",
    "976": "Mayotte",
}
_WITHOUT_COMMUNES = ("977", "978", "986")
_LONG = (
    ("CA ", "Communauté d’agglomération "),
    ("CC ", "Communauté de communes "),
    ("CU ", "Communauté urbaine "),
)
# Not placed under a place of its own, though `departement` says where it is.
_NO_PLACE_OF_ITS_OWN = {"commune": "", "epci": "", "ept": ""}


@dataclass(frozen=True)
class Level:
    """An organisation in charge of the place; no `own` when there is none at this level."""

    code: str
    title: str
    name: str
    role: str
    own: Q | None = None


def levels(row: Territoire) -> list[Level]:
    if row.departement in _WITHOUT_COMMUNES:
        return [_overseas(row)]
    found = [_commune(row), _epci(row)]
    if row.ept:
        found.append(_ept(row))
    if row.siren != PARIS and row.epci != LYON:  # already said: the same organisation
        found.append(_departement(row))
    if row.region and row.region != CORSE and row.departement not in _UNIQUE:
        found.append(_region(row))
    return found


def full_name(name: str) -> str:
    """ "CC du Val" is written in full: nobody says it at home."""
    for short, long in _LONG:
        if name.startswith(short):
            return long + name.removeprefix(short)
    return name


def _body(row: Territoire) -> Q:
    """By number; or by name, for an organisation whose number is unknown."""
    place = {row.kind: row.code} if row.commune else {"commune": "", row.kind: row.code}
    by_name = Q(siren=None, type=row.type, **place)
    return Q(siren=row.siren) | by_name if row.siren else by_name


def _commune(row: Territoire) -> Level:
    title, role = "La commune", "Écoles, cantines, état civil, rues et équipements de proximité."
    if row.siren == PARIS:
        title, role = "La commune et le département", "À Paris, la même collectivité est l’une et l’autre."
    return Level("commune", title, row.nom, role, _body(row))


def _epci(row: Territoire) -> Level:
    found = table.by_code("epci", row.epci) if row.epci else None
    if found is None:
        island = "Cette île forme une seule commune : la loi la dispense de rejoindre une intercommunalité."
        unknown = "La table des territoires n’en indique aucune ici."
        return Level("epci", "L’intercommunalité", "Aucune", island if row.region else unknown)
    title, role = "L’intercommunalité", "Souvent l’eau, les déchets, les transports et l’urbanisme."
    if found.siren == LYON:
        title = "La métropole, qui est aussi le département"
        role = "Sur son territoire, elle exerce les compétences d’une intercommunalité et celles d’un département."
    elif row.siren == PARIS:
        role = "Paris en fait partie, sans appartenir à un établissement public territorial."
    elif row.ept:
        title = "La métropole"
        role = "Air, climat, énergie et grands projets d’aménagement du Grand Paris."
    return Level("epci", title, full_name(found.nom), role, _body(found))


def _ept(row: Territoire) -> Level:
    found = table.by_code("ept", row.ept)
    assert found
    role = "Dans le Grand Paris, il s’occupe de l’eau, des déchets et de l’urbanisme."
    return Level("ept", "L’établissement public territorial", found.nom, role, _body(found))


def _departement(row: Territoire) -> Level:
    if not row.region:
        return _overseas(row)
    name = table.departement_name(row.departement)
    own = Q(
        type__in=("departement", "statut-particulier"), departement=row.departement, **_NO_PLACE_OF_ITS_OWN
    )
    if row.region == CORSE or row.departement in _UNIQUE:
        role = "Une seule collectivité exerce ici les compétences d’un département et d’une région."
        unique = Q(type__in=("statut-particulier", "region"), region=row.region, **_NO_PLACE_OF_ITS_OWN)
        name = _UNIQUE.get(row.departement, "Collectivité de Corse")
        return Level("departement", "La collectivité unique", name, role, own | unique)
    role = "Aides sociales, collèges, routes départementales."
    if row.departement in ("67", "68"):
        role = "Depuis 2021, elle exerce les compétences du Bas-Rhin et du Haut-Rhin réunis. " + role
        return Level("departement", "Le département", _ALSACE, role, own | Q(nom_officiel=_ALSACE))
    return Level("departement", "Le département", name, role, own)


def _region(row: Territoire) -> Level:
    own = Q(type="region", region=row.region, **_NO_PLACE_OF_ITS_OWN)
    role = "Lycées, transports régionaux, formation, développement économique."
    return Level("region", "La région", table.region_name(row.region), role, own)


def _overseas(row: Territoire) -> Level:
    role = "Elle a un statut qui lui est propre."
    if row.departement in ("977", "978"):
        role = "Elle exerce les compétences d’une commune, d’un département et d’une région."
    elif row.departement == "986":
        role = "Elle est divisée en circonscriptions et ne compte pas de commune. " + role
    own = Q(type="outre-mer", departement=row.departement)
    if row.departement in ("977", "978"):  # often declared as a commune of the same name
        own |= Q(siren=None, commune=row.commune)
    return Level("departement", "La collectivité", table.departement_name(row.departement), role, own)
