"""Personal data in a text that everybody may read: addresses, telephones, bank accounts, social security numbers.

Only what has a form of its own is found; a number is one when its checksum holds. Whether it may stay is for a
person to say: nothing is taken out here.
"""

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from stdnum import iban
from stdnum.fr import nir


class Kind(StrEnum):
    EMAIL = "courriel"
    PHONE = "telephone"
    IBAN = "iban"
    NIR = "nir"


# How a sentence names each.
NAMES = {
    Kind.EMAIL: "une adresse de courriel",
    Kind.PHONE: "un numéro de téléphone",
    Kind.IBAN: "un numéro de compte bancaire",
    Kind.NIR: "un numéro de sécurité sociale",
}


class Found(NamedTuple):
    kind: Kind
    start: int
    end: int
    text: str


@dataclass(frozen=True)
class _Text:
    whole: str
    found: list[Found]

    def add(self, kind: Kind, start: int, end: int) -> None:
        if all(end <= other.start or other.end <= start for other in self.found):
            self.found.append(Found(kind, start, end, self.whole[start:end]))


def find(text: str) -> list[Found]:
    """In the order of the text; the spans never overlap."""
    seen = _Text(text, [])
    _emails(seen)
    if _SOME_DIGITS.search(text):
        _ibans(seen)
        _nirs(seen)
        _phones(seen)
    return sorted(seen.found, key=lambda found: found.start)


# The sign itself, and what people write to hide it from robots.
_AT = re.compile(r"[@＠﹫]|\s?[(\[{<]\s?(?:at|arobase|@)\s?[)\]}>]\s?", re.IGNORECASE)
_LOCAL = re.compile(r"[\w.+-]{1,64}\Z")
_DOT = r"(?:[.．]|\s?[(\[{<]\s?(?:dot|point|\.)\s?[)\]}>]\s?)"
_DOMAIN = re.compile(rf"(?:[\w-]{{1,63}}{_DOT}){{1,8}}[a-z]{{2,24}}\b", re.IGNORECASE)
# "image@2x.png" and "git@forge.exemple:depot" look like addresses and are none.
_FILE = re.compile(r"\.(?:png|jpe?g|gif|svg|webp)\Z", re.IGNORECASE)


def _emails(seen: _Text) -> None:
    text = seen.whole
    for at in _AT.finditer(text):
        local = _LOCAL.search(text[max(0, at.start() - 64) : at.start()])
        domain = _DOMAIN.match(text, at.end())
        if not local or not domain or local.group() == "git" or _FILE.search(domain.group()):
            continue
        start = at.start() - len(local.group().lstrip(".-"))
        if start < at.start():
            seen.add(Kind.EMAIL, start, domain.end())


_SOME_DIGITS = re.compile(r"[0-9](?:[^0-9]{0,3}[0-9]){7}")
_ACCOUNT = re.compile(r"(?<![A-Z0-9])[A-Z]{2}[0-9]{2}(?:[ \u00a0\u202f-]?[A-Z0-9]){11,30}", re.IGNORECASE)
_SHORTEST = 15  # characters: Norway's


def _ibans(seen: _Text) -> None:
    for match in _ACCOUNT.finditer(seen.whole):
        places = [i for i in range(match.start(), match.end()) if seen.whole[i].isalnum()]
        for last in places[_SHORTEST - 1 :]:
            if iban.is_valid("".join(filter(str.isalnum, seen.whole[match.start() : last + 1]))):
                seen.add(Kind.IBAN, match.start(), last + 1)
                break


_GAP = r"[ .\u00a0\u202f-]?"
_NIR = re.compile(
    rf"(?<![\w.,-])[1278]{_GAP}[0-9]{{2}}{_GAP}[0-9]{{2}}{_GAP}(?:[0-9]{{2}}|2[AB]){_GAP}[0-9]{{3}}{_GAP}[0-9]{{3}}"
    rf"(?P<key>{_GAP}[0-9]{{2}})?(?![\w])",
    re.IGNORECASE,
)


def _nirs(seen: _Text) -> None:
    for match in _NIR.finditer(seen.whole):
        number = re.sub(r"[^0-9AB]", "", match.group().upper())
        # Without its key nothing proves it, but the usual spaces do say what it is.
        spaced = not match["key"] and re.match(r"\S\s\S\S\s\S\S\s", match.group())
        if (match["key"] and nir.is_valid(number)) or (spaced and 1 <= int(number[3:5]) <= 12):
            seen.add(Kind.NIR, match.start(), match.end())


# One same separator between all the pairs; 08 numbers belong to services, not to people.
_FRENCH = re.compile(
    r"(?<![\w/=.,+-])(?:(?:\+|00)(?:33|262|590|594|596|508)[ .\u00a0\u202f-]?(?:\(0\)[ \u00a0]?)?|0)[1-79]"
    r"(?P<gap>[ .\u00a0\u202f-]?)(?:[0-9]{2}(?P=gap)){3}[0-9]{2}(?![0-9])"
)
_FOREIGN = re.compile(r"(?<![\w+])\+(?!33|0)[0-9]{1,3}(?:[ .\u00a0\u202f-]?\(?[0-9]{1,4}\)?){2,6}(?![0-9])")


def _phones(seen: _Text) -> None:
    for pattern in (_FRENCH, _FOREIGN):
        for match in pattern.finditer(seen.whole):
            if 9 <= sum(char.isdigit() for char in match.group()) <= 15:
                seen.add(Kind.PHONE, match.start(), match.end())
