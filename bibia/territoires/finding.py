"""From the name that a person types to the organisations it may be: one's own is chosen, its number never typed."""

from dataclasses import dataclass
from functools import cache

from bibia.territoires import lookup, table
from bibia.territoires.models import Collectivite
from bibia.territoires.names import family_said
from bibia.territoires.places import Place, of_departement, of_region, of_row
from bibia.territoires.siret import is_siren
from bibia.territoires.types import family

LONGEST = 100
MOST = 12
# What says the kind of an organisation, or nothing: looked at only when there is no other word.
_GENERIC = {
    *("ville", "commune", "mairie", "communaute", "communes", "agglomeration", "urbaine", "cc", "ca", "cu"),
    *("conseil", "departement", "departemental", "region", "regional"),
    *("de", "du", "des", "la", "le", "les", "l", "d", "et", "en", "sur", "sous", "a", "au", "aux"),
}


@dataclass(frozen=True)
class Candidate:
    nom: str
    type: str
    siren: str = ""  # "" for those whose number nothing here tells
    departement: str = ""
    population: int = 0

    @property
    def key(self) -> str:
        """What a form sends back: the number, else the name."""
        return self.siren or f"nom:{self.nom}"


def organisations(text: str) -> list[Candidate]:
    """The organisations that a name or a postcode may mean, the likeliest first; none for an empty text."""
    text = text[:LONGEST]
    words = _words(text)
    if not words and not any(char.isdigit() for char in text):
        return []
    found = [*_declaring(words), *_named(words), *_communes(text)]
    # Two of the same number are one; those without a number are told apart by their name.
    once: dict[str, Candidate] = {}
    for candidate in found:
        once.setdefault(candidate.siren or table.name_key(candidate.nom), candidate)
    said, key = family_said(text), table.name_key(text)
    return sorted(once.values(), key=lambda one: _rank(one, said, key, words))[:MOST]


def by_key(key: str) -> Candidate | None:
    """The candidate that a form sent back; None for a key that none has."""
    if key.startswith("nom:"):
        found = organisations(key.removeprefix("nom:"))
        return next((one for one in found if one.key == key), None)
    if not is_siren(key):
        return None
    if row := table.by_siren(key):
        return _of(of_row(row))
    known = Collectivite.objects.filter(siren=key).first()
    return _of_declaring(known) if known else None


def _rank(one: Candidate, said: str, key: str, words: list[str]) -> tuple[int, int, int, int, str]:
    name = table.name_key(one.nom)
    bare = [word for word in name.split() if word not in _GENERIC]
    return (
        0 if name == key else 1,
        0 if said and family(one.type) == said else 1,
        0 if bare == words else 1,
        -one.population,
        one.nom,
    )


def _words(text: str) -> list[str]:
    words = [word for word in table.name_key(text).split() if not word.isdigit()]
    return [word for word in words if word not in _GENERIC] or words


def _of(place: Place) -> Candidate:
    return Candidate(place.nom_officiel, place.type, place.siren, place.departement, place.population or 0)


def _of_declaring(known: Collectivite) -> Candidate:
    return Candidate(
        known.nom_affiche, known.type, known.siren or "", known.departement, known.population or 0
    )


def _declaring(words: list[str]) -> list[Candidate]:
    """Those that published already, a syndicat or a school that no table lists among them."""
    known = Collectivite.objects.exclude(siren=None) if words else Collectivite.objects.none()
    for word in words:
        known = known.filter(folded_name__contains=word)
    return [_of_declaring(one) for one in known[:MOST]]


def _named(words: list[str]) -> list[Candidate]:
    """The rows whose name holds each word, the last one perhaps not finished."""
    if not words:
        return []
    *whole, last = words
    found = []
    for key, place in _places():
        if all(f" {word} " in key for word in whole) and f" {last}" in key:
            found.append(_of(place) if isinstance(place, Place) else _row(place))
    return [one for one in found if one]


def _communes(text: str) -> list[Candidate]:
    """By postcode, or a letter or two away from the name."""
    found = lookup.find(text)
    return [_of(of_row(row)) for row in found.communes or found.nearest]


def _row(code: str) -> Candidate | None:
    row = table.by_code("commune", code) if len(code) == 5 else table.by_siren(code)
    return _of(of_row(row)) if row else None


@cache
def _places() -> list[tuple[str, str | Place]]:
    """Every organisation of the table: its name between spaces, and its code or, without one, what it is."""
    rows: list[tuple[str, str | Place]] = [
        (f" {table.name_key(row.nom)} ", row.code) for row in table.everything()
    ]
    divisions = [of_departement(one) for one in table.departements() if one.code != "75"]
    divisions += [of_region(one) for one in table.regions()]
    return rows + [(f" {table.name_key(one.nom_officiel)} ", one) for one in divisions if one.nom_officiel]
