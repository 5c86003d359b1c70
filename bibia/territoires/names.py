"""What a typed name says: which family of organisation, and which one exactly when only one has that name."""

import re
from functools import cache

from bibia.territoires import table
from bibia.territoires.places import CORSE, Place, of_departement, of_region, of_row
from bibia.territoires.types import agrees, family

# First words that say the family; everything is compared as table.name_key gives it.
_FAMILY_WORDS = (
    ("Syndicat mixte", re.compile(r"(?:syndicat|sivu|sivom|petr|smictom|sictom|pole metropolitain)\b")),
    ("Commune", re.compile(r"(?:ville|commune|mairie) d")),
    (
        "EPCI",
        re.compile(
            r"(?:ca|cc|cu|ept|communaute|agglomeration|metropole|etablissement public territorial)\b"
            r"|.*\b(?:euro)?(?:metropole|agglomeration|agglo)\b"
        ),
    ),
    ("Département", re.compile(r"(?:conseil departemental|departement)\b")),
    ("Région", re.compile(r"(?:conseil regional|region)\b")),
)
# Long forms people write → the forms of the table; an EPT is there without its kind.
_SHORT = (
    ("communaute d agglomeration ", "ca "),
    ("communaute d agglomerations ", "ca "),
    ("communaute de communes ", "cc "),
    ("communaute urbaine ", "cu "),
    ("etablissement public territorial ", ""),
    ("ept ", ""),
)
_HEADS = {
    "Commune": re.compile(r"(?:ville|commune|mairie) (?=d)"),
    "Département": re.compile(r"(?:conseil departemental|departement) (?=d)"),
    "Région": re.compile(r"(?:conseil regional|region) "),
    "Outre-mer": re.compile(r"collectivite (?:territoriale |d outre mer )?(?=d)"),
}
# "du Mans" is of Le Mans, "des Ulis" of Les Ulis, "de la Rochelle" of La Rochelle.
_ARTICLES = (("de la ", "la "), ("de l ", "l "), ("des ", "les "), ("du ", "le "), ("de ", ""), ("d ", ""))
# Bodies that stand for several départements, or for a département and a région, under a name of their own.
_ALSACE = Place(nom_officiel="Collectivité européenne d’Alsace", type="departement", region="44")
_CORSE = Place(nom_officiel="Collectivité de Corse", type="statut-particulier", region=CORSE)
_OWN_NAMES = {
    "collectivite europeenne d alsace": _ALSACE,
    "collectivite de corse": _CORSE,
    "collectivite territoriale de corse": _CORSE,
    "collectivite territoriale de martinique": Place(
        nom_officiel="Collectivité territoriale de Martinique",
        type="statut-particulier",
        departement="972",
        region="02",
    ),
    "collectivite territoriale de guyane": Place(
        nom_officiel="Collectivité territoriale de Guyane",
        type="statut-particulier",
        departement="973",
        region="03",
    ),
}


def family_said(nom: str) -> str:
    """The family that the words of a name claim; "" when they claim none."""
    key = table.name_key(nom)
    return next((name for name, words in _FAMILY_WORDS if words.match(key)), "")


def named(nom: str, type_code: str) -> list[Place]:
    """Every organisation of exactly this name that the typed type allows."""
    key = table.name_key(nom)
    if own := _OWN_NAMES.get(key):
        return [own] if family(type_code) in ("Département", "Région") else []
    found = [*_rows(key), *_divisions(key)]
    return [place for place in found if _allowed(place, type_code)]


def bearing(nom: str) -> list[Place]:
    """Every organisation of exactly this name whatever is typed of it, of the family that the name claims if any is."""
    key = table.name_key(nom)
    found = [*_rows(key), *_divisions(key)]
    said = family_said(nom)
    return [place for place in found if family(place.type) == said] or found


def _allowed(place: Place, type_code: str) -> bool:
    same = family(place.type) == family(type_code) and type_code != ""
    return same or (type_code != "" and agrees(type_code, place.type, who=place.siren))


def spellings(nom: str) -> list[str]:
    """The keys of a name without the words of its family: "Ville du Mans" → "mans", "le mans"."""
    key = table.name_key(nom)
    for head in _HEADS.values():
        if match := head.match(key):
            return _without_article(key[match.end() :])
    return [key]


def short_forms(key: str) -> list[str]:
    """As it is, and as the table writes it: "communauté de communes du Val" is there "CC du Val"."""
    return [key, *(short + key.removeprefix(long) for long, short in _SHORT if key.startswith(long))]


def _rows(key: str) -> list[Place]:
    keys = [key]
    if match := _HEADS["Commune"].match(key):
        keys = _without_article(key[match.end() :])
    keys += short_forms(key)
    rows = {row.code: row for key in keys for row in table.search_name(key)}
    if match:  # "Ville de …" is never an intercommunalité
        rows = {code: row for code, row in rows.items() if row.commune}
    return [of_row(row) for row in rows.values()]


def _divisions(key: str) -> list[Place]:
    keys = {key}
    for name in ("Département", "Région", "Outre-mer"):
        if match := _HEADS[name].match(key):
            keys |= {key[match.end() :], *_without_article(key[match.end() :])}
    places = _divisions_by_name()
    return [place for key in sorted(keys) for place in places.get(key, ())]


@cache
def _divisions_by_name() -> dict[str, list[Place]]:
    places: dict[str, list[Place]] = {}
    for region in table.regions():
        places.setdefault(table.name_key(region.nom), []).append(of_region(region))
    for departement in table.departements():
        # Paris and the two of Corse are no organisation any more.
        if departement.code != "75" and departement.region != CORSE:
            places.setdefault(table.name_key(departement.nom), []).append(of_departement(departement))
    return places


def _without_article(key: str) -> list[str]:
    """The names that "de la Rochelle" may stand for: "rochelle" and "la rochelle"."""
    for start, article in _ARTICLES:
        if key.startswith(start):
            rest = key.removeprefix(start)
            return [rest, article + rest] if article else [rest]
    return [key]
