"""What a row without a nature looks like: proposed from its own words, never set."""

import re

from bibia.fiches.vocabularies import VOCABULARIES
from bibia.ui.text import fold, squeeze

# In a title these words name the record itself; elsewhere in a title they may be its subject.
_TITLE = (
    ("charte", re.compile(r"\bchartes?\b")),
    ("strategie", re.compile(r"\bstrategies?\b|\bfeuilles? de route\b")),
    ("kit", re.compile(r"\bkits?\b|^formations?\b|\b(?:parcours|programme|module)s? de formation\b")),
    ("etude", re.compile(r"^etudes?\b")),
    ("gouvernance", re.compile(r"^(?:comite|conseil)\b")),
)
# A description must say that the record is one: « ce kit », not « un kit est fourni ».
_TEXT = (
    ("charte", re.compile(r"\bcette charte\b")),
    ("strategie", re.compile(r"\bcette (?:strategie|feuille de route)\b")),
    ("kit", re.compile(r"\bce kit\b")),
)


def proposed(title: str, description: str) -> str:
    """The code of the nature that the words point at, or "" when they say nothing else than a use case."""
    for text, patterns in ((title, _TITLE), (description, _TEXT)):
        words = fold(squeeze(text))
        for nature, pattern in patterns:
            if pattern.search(words):
                return nature
    return ""


def label(nature: str) -> str:
    return VOCABULARIES["nature"].label(nature)
