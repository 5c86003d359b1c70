"""Words that say that a cell has nothing to say."""

import re

from bibia.ui.text import fold, squeeze

# A cell that holds only this says nothing, in any field.
_SIGNS = {
    "/",
    "//",
    "-",
    "--",
    "---",
    "–",
    "—",
    "_",
    ".",
    "..",
    "...",
    "…",
    "?",
    "??",
    "???",
    "x",
    "xx",
    "xxx",
}
_BLANKS = _SIGNS | {
    "n/a", "na", "n.a.", "#n/a", "nc", "n.c.", "nr", "nd", "n.d.", "so", "s/o", "s.o.", "sans objet", "ras", "neant",
    "tbd", "todo", "a completer", "a definir", "a preciser", "a renseigner", "non renseigne", "non communique", "vide",
    "null", "none", "nan", "undefined",
}  # fmt: skip
# In a list, a date, a number or a link these say that there is none; a text may mean them.
_NONE = _BLANKS | {
    "",
    "aucun",
    "aucune",
    "non",
    "sans",
    "0",
    "inconnu",
    "inconnue",
    "pas de lien",
    "pas de date",
}


_LONGEST = 30


def _bare(cell: str) -> str:
    if len(cell) > _LONGEST:
        return cell  # longer than any of these words
    plain = fold(squeeze(cell))
    return plain if plain in _SIGNS else plain.strip(" .")


def is_sign(cell: str) -> bool:
    return _bare(cell) in _SIGNS


def is_blank(cell: str) -> bool:
    """Whether the cell says nothing whatever its field."""
    return _bare(cell) in _BLANKS


def is_none(cell: str) -> bool:
    """Whether the cell says that there is none, where a text is not expected."""
    return _bare(cell) in _NONE


_TOTAL = re.compile(
    r"(?:sous[- ])?tota(?:l|ux)\b.*|somme\b.*|moyenne\b.*|nombre (?:total )?de .*|(?:grand )?total general\b.*"
)
_NUMBER = re.compile(r"[\d\s.,%€-]*\d[\d\s.,%€-]*")


def is_total(filled: list[str]) -> bool:
    """Whether these cells, all that a row holds, are a total: its word, then nothing but numbers."""
    if not filled or not _TOTAL.fullmatch(fold(squeeze(filled[0][:80])).rstrip(" :")):
        return False
    return all(_NUMBER.fullmatch(cell) for cell in filled[1:])
