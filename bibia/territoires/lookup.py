"""From what a person types (a postcode, the name of a commune) to the communes it may mean, offline.

Names are kept as one sorted text, searched as it stands: measured, 0.8 MB for the 35 000 communes, where a
dictionary would take fifteen times more.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from bibia.territoires import table
from bibia.territoires.names import spellings
from bibia.territoires.table import Territoire

LONGEST = 100
MOST = 60  # the busiest postcode has 46 communes
NEAREST = 8
_ENOUGH = 500  # rows read before they are ranked: "saint" alone begins 4 000 names
_LONGEST_NAME = 50
# Nobody lives in these all year long: the communes that the table gives them are none.
_UNINHABITED = ("984", "989")
# Cities whose arrondissements people give: the name, the code, and what their INSEE codes and postcodes begin with.
_CITIES = {"paris": ("75056", "751", 20), "lyon": ("69123", "6938", 9), "marseille": ("13055", "132", 16)}

_SHORT = {"st": "saint", "ste": "sainte", "sts": "saints", "stes": "saintes", "s": "sur"}
_CODE = re.compile(r"(?:[0-9]{2}|2[ab])[0-9]{3}", re.IGNORECASE)
_CEDEX = re.compile(r"\bcedex\b.*")
_ORDINAL = re.compile(r"\b([0-9]{1,2})(?:e|er|eme|ieme|nd|nde|re)?\b(?: arr(?:ondissement|dt|t)?)?")
_DIGITS = re.compile(r"^\s*([0-9](?:[\s.]?[0-9]){3,4}|2[ab][\s.]?[0-9]{3})\b", re.IGNORECASE)
_WORDS_OF_PLACE = re.compile(r"\b(?:arrondissement|arrdt|arr)\b")


@dataclass(frozen=True)
class Found:
    """The communes that the text names, the first ones when there are too many; else the nearest names."""

    communes: tuple[Territoire, ...] = ()
    is_partial: bool = False
    nearest: tuple[Territoire, ...] = ()


def find(text: str) -> Found:
    number, rest = _number(text[:LONGEST])
    key = _key(rest)
    numbered = _by_number(number) if number else []
    said = [row for row in numbered if key and _is_said(key, row)]
    # A Cedex code may be another commune's INSEE code: a name that is written decides.
    named = said or (_named(key) if key else []) or numbered
    if named:
        return Found(tuple(named[:MOST]), len(named) > MOST)
    near = _near(key) if key else _near_number(number) if number else []
    return Found(nearest=tuple(near[:NEAREST]))


def commune(code: str) -> Territoire | None:
    """By INSEE code; that of an arrondissement leads to its city."""
    code = code.upper()
    for city, prefix, most in _CITIES.values():
        if code.startswith(prefix) and 1 <= int(code[len(prefix) :]) <= most:
            code = city
    row = table.by_code("commune", code)
    return row if row and row.departement not in _UNINHABITED else None


def _number(text: str) -> tuple[str, str]:
    """The postcode or INSEE code at the head of the text, and what follows it."""
    match = _DIGITS.match(text)
    if not match:
        return "", text
    number = re.sub(r"[\s.]", "", match[1]).upper()
    return number.zfill(5), text[match.end() :]  # spreadsheets lose the first zero


def _by_number(number: str) -> list[Territoire]:
    rows = [row for row in table.by_postcode(number) if row.departement not in _UNINHABITED]
    if rows:
        return sorted(rows, key=_rank)
    row = commune(number) if _CODE.fullmatch(number) else None
    return [row] if row else []


def _near_number(number: str) -> list[Territoire]:
    """Communes whose postcodes begin alike: a Cedex code is that of a near office, or a digit is wrong."""
    for length in (4, 3, 2):
        ends = range(10 ** (5 - length))
        rows = [row for end in ends for row in table.by_postcode(f"{number[:length]}{end:0{5 - length}}")]
        if rows:
            return sorted({row.code: row for row in rows}.values(), key=_rank)
    return []


def _is_said(key: str, row: Territoire) -> bool:
    return any(one in table.name_key(row.nom) for one in (key, *spellings(key)))


def _key(text: str) -> str:
    key = _CEDEX.sub("", table.name_key(text)).strip()
    return " ".join(_SHORT.get(word, word) for word in key.split())


def _named(key: str) -> list[Territoire]:
    """Of exactly that name; else that differ by an article or hold it as a word."""
    if city := _city(key):
        return [city]
    key, departement = _departement_said(key)
    keys = dict.fromkeys((key, *spellings(key)))
    found = _matching(f"\n{one}\t" for one in keys)
    if not found and len(key) > 2:
        articles = _matching(f"\n{article} {one}\t" for one in keys for article in ("le", "la", "les", "l"))
        others = _matching(f"{before}{one}{after}" for one in keys for before in "\n " for after in " \t")
        found = list({row.code: row for row in [*articles, *others]}.values())
    return [row for row in found if departement in ("", row.departement)] or found


def _departement_said(key: str) -> tuple[str, str]:
    """ "saint denis 93" is the Saint-Denis of the 93."""
    name, _, last = key.rpartition(" ")
    code = last.upper()
    return (name, code) if name and table.departement(code) and code[:1].isdigit() else (key, "")


def _city(key: str) -> Territoire | None:
    """ "Paris 11e arrondissement", "Lyon 3", "3e arrondissement de Lyon"."""
    for name, (code, _prefix, most) in _CITIES.items():
        if re.search(rf"\b{name}\b", key) and (number := _ORDINAL.search(key)):
            others = _ORDINAL.sub(" ", _WORDS_OF_PLACE.sub(" ", key)).split()
            if set(others) <= {name, "de", "d"} and 1 <= int(number[1]) <= most:
                return table.by_code("commune", code)
    return None


def _rank(row: Territoire) -> tuple[int, str]:
    return (-(row.population or 0), row.code)


@cache
def _names() -> str:
    """Every commune as "\\nkey\\tcode", sorted."""
    communes = (row for row in table.everything() if row.commune)
    return "\n" + "\n".join(sorted(f"{table.name_key(row.nom)}\t{row.commune}" for row in communes)) + "\n"


def _matching(patterns: Iterable[str]) -> list[Territoire]:
    """The communes whose line holds one of the patterns, the most inhabited first."""
    names = _names()
    codes: list[str] = []
    for pattern in patterns:
        at = names.find(pattern)
        while at >= 0 and len(codes) < _ENOUGH:
            end = names.index("\n", names.index("\t", at + 1))
            codes.append(names[end - 5 : end])
            at = names.find(pattern, end)
    return sorted((row for code in dict.fromkeys(codes) if (row := commune(code))), key=_rank)


def _near(key: str) -> list[Territoire]:
    """Names one or two letters away; else those that begin alike, as far as any does."""
    allowed = 1 if len(key) < 5 else 2
    found = []
    for line in _names().split("\n"):
        name, _, code = line.partition("\t")
        if abs(len(name) - len(key)) <= allowed and (name[:2] == key[:2] or name[-4:] == key[-4:]):
            distance = _distance(name, key, allowed)
            if distance <= allowed and (row := commune(code)):
                found.append((distance, *_rank(row), row))
    if found:
        return [entry[-1] for entry in sorted(found, key=lambda entry: entry[:-1])]
    beginnings = (key[:length] for length in range(min(len(key), _LONGEST_NAME), min(len(key), 3) - 1, -1))
    return next((rows for one in beginnings if (rows := _matching([f"\n{one}"]))), [])


def _distance(first: str, second: str, most: int) -> int:
    """Letters to add, drop, change or swap; `most + 1` as soon as it is more."""
    before: list[int] = []
    line = list(range(len(second) + 1))
    for row, letter in enumerate(first, 1):
        older, before, line = before, line, [row]
        for column, other in enumerate(second, 1):
            cost = min(line[-1] + 1, before[column] + 1, before[column - 1] + (letter != other))
            if row > 1 < column and letter == second[column - 2] and first[row - 2] == other:
                cost = min(cost, older[column - 2] + 1)
            line.append(cost)
        if min(line) > most:
            return most + 1
    return line[-1]
