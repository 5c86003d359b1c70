"""Text helpers that every layer shares."""

import re
import unicodedata
from functools import lru_cache
from typing import Any

from markupsafe import Markup, escape

_LIGATURES = str.maketrans({"œ": "oe", "Œ": "Oe", "æ": "ae", "Æ": "Ae", "’": "'", "ʼ": "'"})

_IN_ADDRESSES = re.compile("[a-z0-9]+")
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


def escaped(value: Any) -> str:
    """What `markupsafe.escape` makes of a value, sooner: nearly all is safe already, or has nothing to escape.

    A plain string is given back as it is when nothing is escaped: to be written, not to be joined with `Markup`.
    """
    kind = type(value)
    if kind is Markup:
        return value
    if kind is int:
        return str(value)
    if kind is str and not ("&" in value or "<" in value or ">" in value or '"' in value or "'" in value):
        return value
    return escape(value)


def slugify_fr(text: str) -> str:
    return "-".join(filter(None, map(_in_address, text.split())))[:80].rstrip("-")


@lru_cache(maxsize=10_000)
def _in_address(word: str) -> str:
    # Titles share their words: a page of results writes two dozen addresses.
    return "-".join(_IN_ADDRESSES.findall(fold(word)))
