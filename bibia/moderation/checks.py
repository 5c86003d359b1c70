"""What a machine can look at before a person decides: nothing is decided here."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from bibia.fiches import personal
from bibia.fiches.completeness import asked, expected
from bibia.fiches.fields import BY_NAME, FIELDS, INTERNAL, Access, label
from bibia.fiches.lists import PARTS
from bibia.fiches.projection import exposing
from bibia.fiches.publishable import is_prohibited, missing

if TYPE_CHECKING:
    from bibia.moderation.examined import Examined


class Level(StrEnum):
    BLOCKING = "bloquant"
    WARNING = "attention"
    NOTE = "info"


@dataclass(frozen=True)
class Finding:
    code: str
    level: Level
    text: str
    url: str = ""


# What the queue calls each, in the order of what must be looked at first.
LABELS = {
    "interdit": "Pratique interdite",
    "manque": "Champ obligatoire vide",
    "illisible": "Valeur qui n’est plus admise",
    "perime": "Base périmée",
    "doublon": "Doublon possible",
    "personnel": "Données personnelles",
    "nominatif": "Adresse peut-être nominative",
    "a-confirmer": "Déclaration à confirmer",
    "porteur": "Changement de porteur",
    "retiree": "Fiche retirée",
    "sans-effet": "Sans effet",
    "sans-objet": "Champs sans objet",
    "socle": "Socle presque vide",
    "ton": "Ton à revoir",
}


def findings(one: "Examined", confirmed: set[str]) -> Iterator[Finding]:
    """Everything that depends on the proposal and on its record alone."""
    yield from _blocking(one)
    yield from _to_watch(one, confirmed)
    yield from _to_know(one)


def _blocking(one: "Examined") -> Iterator[Finding]:
    if is_prohibited(one.after):
        text = "Le système est déclaré comme une pratique interdite : il n’est jamais publié."
        yield Finding("interdit", Level.BLOCKING, text)
    if lacking := missing(one.after):
        yield Finding("manque", Level.BLOCKING, f"Pour publier, il manque : {_named(lacking)}.")
    if one.refused:
        yield Finding(
            "illisible", Level.BLOCKING, f"Valeurs qui ne sont plus admises : {_named(one.refused)}."
        )
    if one.is_stale:
        text = "La fiche a changé depuis cette proposition : reposez-la sur la version d’aujourd’hui."
        yield Finding("perime", Level.BLOCKING, text)


def _to_watch(one: "Examined", confirmed: set[str]) -> Iterator[Finding]:
    for name in one.changed:
        kinds = sorted(
            {
                personal.NAMES[found.kind]
                for text in texts(name, one.after[name])
                for found in personal.find(text)
            }
        )
        if kinds and name not in INTERNAL:
            yield Finding(
                "personnel", Level.WARNING, f"« {label(name)} » contient peut-être {' et '.join(kinds)}."
            )
    for name in INTERNAL:
        if name in one.changed and looks_personal(one.after[name]):
            text = f"« {label(name)} » ressemble à l’adresse d’une personne : demandez celle du service."
            yield Finding("nominatif", Level.WARNING, text)
    unconfirmed = [name for name in BY_NAME if name in exposing(one.after) - confirmed]
    if unconfirmed:
        text = f"L’organisation n’a pas confirmé : {_named(unconfirmed)}. Ces déclarations ne seront pas publiées."
        yield Finding("a-confirmer", Level.WARNING, text)
    if len(one.owners) > 1:
        yield Finding("porteur", Level.WARNING, "La proposition donne la fiche à une autre organisation.")
    if not one.changed and not one.refused:
        yield Finding(
            "sans-effet", Level.WARNING, "Toutes les valeurs proposées sont déjà celles de la fiche."
        )


def _to_know(one: "Examined") -> Iterator[Finding]:
    nature = one.after["nature"] or "cas-usage"
    status = one.after["projet_status"]
    dead = [name for name in one.changed if one.after[name] and _is_dead(name, nature, status)]
    if dead:
        text = f"Sans objet pour cette nature de fiche ou cette maturité : {_named(dead)}."
        yield Finding("sans-objet", Level.NOTE, text)
    names = asked(nature, status)
    filled = sum(bool(one.after[name]) for name in names)
    if filled * 3 < len(names):
        yield Finding("socle", Level.NOTE, f"{filled} champs du socle remplis sur {len(names)}.")
    loud = [name for name in one.changed if any(map(is_loud, texts(name, one.after[name])))]
    if loud:
        text = f"Ton publicitaire ou majuscules : {_named(loud)}."
        yield Finding("ton", Level.NOTE, text)


def _is_dead(name: str, nature: str, status: str) -> bool:
    if not BY_NAME[name].applies_to(nature):
        return True
    return name == "status_abandon" and not expected(name, status)


def texts(name: str, value: Any) -> list[str]:
    """The words that somebody wrote in a value."""
    column = BY_NAME[name].column
    if column.kind in ("string", "text", "email"):
        return [value] if value else []
    if not value or not hasattr(column, "parts"):
        return []
    words = [part.name for part in PARTS[column.parts] if part.kind in ("line", "text")]
    items = [value] if isinstance(value, dict) else value
    return [item[part] for item in items for part in words if item.get(part)]


_SOMEBODY = re.compile(r"[a-zà-ÿ]{2,}[.][a-zà-ÿ-]{2,}@", re.IGNORECASE)
_SERVICE = re.compile(
    r"contact|service|mairie|accueil|direction|secretariat|informatique|numerique|dpo|data|bureau",
    re.IGNORECASE,
)


def looks_personal(address: str) -> bool:
    """prenom.nom@…, unless one of the two words is that of a service."""
    return bool(_SOMEBODY.match(address)) and not _SERVICE.search(address.partition("@")[0])


_ADVERTISING = re.compile(
    r"\b(?:leader|révolutionnaires?|incontournables?|inégalée?s?|n°\s?1|numéro un|best-of-breed|clé en main|"
    r"la meilleure solution|unique au monde|à la pointe)\b",
    re.IGNORECASE,
)
_SHOUTED = 40  # letters; below, it is an acronym or a title


def is_loud(text: str) -> bool:
    letters = [char for char in text if char.isalpha()]
    shouted = len(letters) >= _SHOUTED and sum(char.isupper() for char in letters) > 0.6 * len(letters)
    return shouted or "!!" in text or bool(_ADVERTISING.search(text))


def _named(names: Any) -> str:
    known = [label(name) if name in BY_NAME else name for name in names]
    return ", ".join(f"« {one} »" for one in known)


def reader_of(name: str, opened: list[str]) -> str:
    """Who will read a field, in the words of the page."""
    access = BY_NAME[name].access
    if access is Access.INTERNAL:
        return "Interne : jamais affiché"
    if access is Access.PER_ITEM:
        return "Selon l’élément"
    if access is Access.RESTRICTED:
        return "Réservé, ouvert par l’organisation" if name in opened else "Réservé aux membres"
    return "Public"


ORDER = {field.name: rank for rank, field in enumerate(FIELDS)}
