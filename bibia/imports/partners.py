"""Names of partners in one cell: split where a separator is certain, kept whole where it is not."""

import re
from dataclasses import dataclass

from bibia.territoires import table
from bibia.ui.text import fold, squeeze

_NONE = {
    "",
    "/",
    "-",
    "–",
    "—",
    "//",
    "aucun",
    "aucune",
    "aucun partenaire",
    "neant",
    "non",
    "sans",
    "sans objet",
}
_NONE |= {"n/a", "na", "so", "s/o", "s.o.", "x", "0", "ras", "pas de partenaire", "pas de partenaires"}
_IN_HOUSE = re.compile(r"(?:projet )?(?:developpe|realise|fait|mene|developpement)?e? ?en (?:regie|interne)")
# A hyphen between two spaces stands between names; one inside a word may belong to the name.
_CERTAIN = re.compile(r"\r\n|\r|\n|, |;| [-–—•] ")
_HYPHEN = re.compile(r"[-–]")
_LISTED = re.compile(r", |;")


# No partner is called only this: before a hyphen, it begins a name.
_PREFIXES = {"agri", "agro", "auto", "bio", "co", "e", "eco", "exo", "geo", "hydro", "info", "inter", "micro", "multi", "neo", "tele"}  # fmt: skip


@dataclass(frozen=True)
class Partners:
    names: tuple[str, ...] = ()
    in_house: bool = False
    open_bracket: bool = False
    ambiguous: tuple[tuple[str, str], ...] = ()  # (name kept whole, split that is proposed or "")


def read(cell: str) -> Partners:
    plain = fold(squeeze(cell)).strip(" .")
    if plain in _NONE:
        return Partners()
    if _IN_HOUSE.fullmatch(plain):
        return Partners(in_house=True)
    parts, open_bracket = _split(cell, _CERTAIN)
    names = tuple(dict.fromkeys(name for part in parts if (name := _name(part)) and name not in "/-"))
    # Where commas already separate, a hyphen inside a name is part of it.
    hyphened = (
        ()
        if _LISTED.search(_outside_brackets(cell))
        else [n for n in names if _parts(n) and not _is_official(n)]
    )
    return Partners(names, False, open_bracket, tuple((name, _proposal(name)) for name in hyphened))


def split(cell: str, kept: str) -> str:
    """The cell with this one name split. Each on its own line: a comma would settle the other hyphens too."""
    parts, _ = _split(cell, _CERTAIN)
    return "\n".join(piece for part in parts for piece in (_parts(kept) if _name(part) == kept else [part]))


def _name(part: str) -> str:
    return squeeze(part).strip(" ,;")


def _split(cell: str, separator: re.Pattern[str]) -> tuple[list[str], bool]:
    """The parts outside brackets, and whether a bracket is never closed (its part goes to the end)."""
    parts, start, depth, index = [], 0, 0, 0
    while index < len(cell):
        if cell[index] in "([":
            depth += 1
        elif cell[index] in ")]":
            depth = max(depth - 1, 0)
        elif depth == 0 and (found := separator.match(cell, index)):
            parts.append(cell[start:index])
            start = index = found.end()
            continue
        index += 1
    return [*parts, cell[start:]], depth > 0


def _outside_brackets(cell: str) -> str:
    return re.sub(r"[(\[][^)\]]*[)\]]?", "", cell)


def _parts(name: str) -> list[str]:
    """What hyphens separate, with the brackets that follow each."""
    found = [part.strip() for part in re.split(r"[-–]", _outside_brackets(name))]
    if len(found) < 2 or not all(found) or (len(found) == 2 and fold(found[0]) in _PREFIXES):
        return []
    whole = [part.strip() for part in _split(name, _HYPHEN)[0]]
    return whole if len(whole) == len(found) else []


def _is_official(name: str) -> bool:
    """Whether the table of territories has exactly this name, hyphens included: it is one organisation."""
    places = [place.nom for place in table.departements()] + [place.nom for place in table.regions()]
    return bool(table.search_name(name)) or table.name_key(name) in map(table.name_key, places)


def _proposal(name: str) -> str:
    """A split is proposed when several hyphens or a long part make it likely; it is never done."""
    parts = _parts(name)
    likely = len(parts) > 2 or any(" " in part for part in parts)
    return " ; ".join(parts) if likely else ""
