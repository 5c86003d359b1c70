"""SIRET and SIREN numbers: cleaned of what is reversible, refused otherwise, never guessed."""

import re

from django.core.exceptions import ValidationError
from stdnum.exceptions import ValidationError as StdnumError
from stdnum.fr import siren as stdnum_siren
from stdnum.fr import siret as stdnum_siret

INVALID = "siret-invalide"
# Separators that people and spreadsheets put between digits; invisible characters come with copy and paste.
_SEPARATORS = re.compile(r"[\s.\-\u2010-\u2015\u200b-\u200d\u2060\ufeff]+")
# A spreadsheet cell read as a decimal number: exact below 2**53, so nothing is lost.
_DECIMAL_ZERO = re.compile(r"(?<=\d{8})[.,]0+$")
_SCIENTIFIC = re.compile(r"\d+(?:[.,]\d+)?[eE]\+?\d+")
_DIGITS = re.compile(r"[0-9]+")
_LOOKALIKES = str.maketrans("oOlI", "0011")


def clean_siret(text: str) -> str:
    """Fourteen digits, or "" for an empty text."""
    number = _digits(text, length=14, name="SIRET")
    if len(number) == 9 and stdnum_siren.is_valid(number):
        raise _refusal(
            text,
            "Ce numéro de 9 chiffres est un SIREN. Le SIRET en compte 14 : le SIREN, "
            "puis le numéro de l’établissement.",
        )
    return _checked(text, number, length=14, name="SIRET")


def clean_siren(text: str) -> str:
    """Nine digits, or "" for an empty text."""
    return _checked(text, _digits(text, length=9, name="SIREN"), length=9, name="SIREN")


def is_siren(text: str) -> bool:
    """Exactly a SIREN, whose key holds."""
    return len(text) == 9 and text.isascii() and text.isdigit() and stdnum_siren.is_valid(text)


def siren_alone(text: str) -> ValidationError:
    """What is said of a SIREN where a SIRET was expected."""
    return _refusal(
        text,
        "Ce numéro de 9 chiffres est un SIREN. Le SIRET en compte 14 : le SIREN, "
        "puis le numéro de l’établissement.",
    )


def siren_of(siret: str) -> str:
    return siret[:9]


def _digits(text: str, *, length: int, name: str) -> str:
    bare = text.strip()
    if _SCIENTIFIC.fullmatch(bare):
        raise _refusal(
            text,
            f"Un tableur a abrégé ce {name} et des chiffres sont perdus. "
            "Recopiez le numéro entier dans une cellule au format texte.",
        )
    number = _SEPARATORS.sub("", _DECIMAL_ZERO.sub("", bare))
    if not number or _DIGITS.fullmatch(number):
        return number
    if re.fullmatch(r"[0-9oOlI]+", number):
        raise _refusal(
            text,
            f"Ce {name} contient la lettre O ou la lettre l à la place du chiffre zéro ou un.",
            proposal=_valid(number.translate(_LOOKALIKES), length),
        )
    raise _refusal(text, f"Un {name} ne contient que des chiffres.")


def _checked(text: str, number: str, *, length: int, name: str) -> str:
    if not number:
        return ""
    if len(number) == length - 1:
        raise _refusal(
            text,
            f"Un {name} compte {length} chiffres, celui-ci {len(number)}. "
            "Un chiffre manque, peut-être un zéro de tête retiré par un tableur.",
            proposal=_valid("0" + number, length),
        )
    if len(number) != length:
        raise _refusal(text, f"Un {name} compte {length} chiffres, celui-ci {len(number)}.")
    if not _valid(number, length):
        raise _refusal(text, f"La clé de contrôle de ce {name} est fausse : un chiffre au moins est erroné.")
    return number


def _valid(number: str, length: int) -> str:
    """The number itself when its key holds; python-stdnum knows the exception of La Poste."""
    try:
        return (stdnum_siret if length == 14 else stdnum_siren).validate(number)
    except StdnumError:
        return ""


def _refusal(value: str, message: str, *, proposal: str = "") -> ValidationError:
    return ValidationError(message, code=INVALID, params={"value": value, "proposal": proposal})
