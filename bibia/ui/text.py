"""Text helpers that every layer shares."""

import re
import unicodedata

_LIGATURES = str.maketrans({"œ": "oe", "Œ": "Oe", "æ": "ae", "Æ": "Ae", "’": "'", "ʼ": "'"})

_JOINED = re.compile("[œŒæÆ’ʼ]")
# The accents of nearly every text, once they stand apart from their letters.
_ACCENTS = re.compile("[\u0300-\u034e\u0350-\u036f]")


def squeeze(text: str) -> str:
    """Every run of white space becomes one space; none at the ends."""
    return " ".join(text.split())


def fold(text: str) -> str:
    """Lower case, without accents nor ligatures, with straight apostrophes: what comparisons ignore."""
    if text.isascii():  # most words and names: the rest would change nothing more
        return text.lower()
    if _JOINED.search(text):
        text = text.translate(_LIGATURES)
    bare = _ACCENTS.sub("", unicodedata.normalize("NFD", text.casefold()))
    if bare.isascii():
        return bare
    return "".join(char for char in bare if not unicodedata.combining(char))


def slugify_fr(text: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", fold(text)).strip("-")[:80].rstrip("-")
