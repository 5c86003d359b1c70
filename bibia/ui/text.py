"""Text helpers that every layer shares."""

import re
import unicodedata

_LIGATURES = str.maketrans({"œ": "oe", "Œ": "Oe", "æ": "ae", "Æ": "Ae", "’": "'", "ʼ": "'"})


def squeeze(text: str) -> str:
    """Every run of white space becomes one space; none at the ends."""
    return " ".join(text.split())


def fold(text: str) -> str:
    """Lower case, without accents nor ligatures, with straight apostrophes: what comparisons ignore."""
    if text.isascii():  # most words and names: the rest would change nothing more
        return text.lower()
    decomposed = unicodedata.normalize("NFD", text.translate(_LIGATURES).casefold())
    return "".join(char for char in decomposed if not unicodedata.combining(char))


def slugify_fr(text: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", fold(text)).strip("-")[:80].rstrip("-")
