"""The passage of a fiche that answers the question, its words marked."""

import re
from functools import lru_cache
from itertools import islice
from typing import NamedTuple

from markupsafe import Markup

from bibia.catalogue import analyser
from bibia.catalogue.analyser import Span
from bibia.ui.text import escaped, squeeze

LENGTH = 200
_MOST_MARKS = 3
# Passages of one text that are compared.
_MOST_TRIED = 40
_APOSTROPHE = re.compile(r"(?<=[^\W\d_])'(?=\w)")


NOTHING: frozenset[str] = frozenset()


class Passage(NamedTuple):
    """What is shown of a text, and the terms that are read in it."""

    text: Markup
    terms: frozenset[str] = NOTHING


def excerpt(text: str, wanted: frozenset[str] = NOTHING, length: int = LENGTH) -> Passage:
    """The whole text when it fits in `length` characters; else the passage that holds most of the terms, the first
    one among equals, or the beginning."""
    text = squeeze(analyser.clean(text))
    spans = analyser.words_under(text, wanted) if wanted else []
    start, end = (0, len(text)) if len(text) <= length else _place(text, spans, wanted, length)
    shown = [span for span in spans if start <= span.start and span.end <= end]
    return Passage(
        _marked(text, shown[:_MOST_MARKS], start, end), NOTHING.union(*[span.terms for span in shown])
    )


def held(text: str, wanted: frozenset[str]) -> frozenset[str]:
    """Which of the terms a text holds."""
    return analyser.terms_under(analyser.clean(text), wanted)


# The same names and labels come back from card to card.
held_by_label = lru_cache(maxsize=4_096)(held)


def _place(text: str, spans: list[Span], wanted: frozenset[str], length: int) -> tuple[int, int]:
    """Where the passage begins and ends, in a text that is too long to be shown whole."""
    best, first = 0, 0
    for at in range(min(len(spans), _MOST_TRIED)):
        together = _together(spans, at, length)
        if together > best:
            best, first = together, spans[at].start
        if best == len(wanted):
            break
    start = _start(text, first, length)
    return start, _end(text, start, length)


def _together(spans: list[Span], first: int, length: int) -> int:
    """How many different terms a passage that begins about there would show."""
    end = spans[first].start + length * 2 // 3
    return len(frozenset().union(*(span.terms for span in islice(spans, first, None) if span.end <= end)))


def _start(text: str, first: int, length: int) -> int:
    """Near enough to the first word found for it to be read in its sentence."""
    if first < length * 2 // 3:
        return 0
    return text.find(" ", first - length // 3) + 1


def _end(text: str, start: int, length: int) -> int:
    if len(text) - start <= length:
        return len(text)
    space = text.rfind(" ", start, start + length)
    return space if space > start else start + length


def _marked(text: str, spans: list[Span], start: int, end: int) -> Markup:
    # Same length as the straight apostrophes that words are read with.
    text = _APOSTROPHE.sub("’", text) if "'" in text else text
    parts, at = ["… " if start else ""], start
    for opening, closing, _ in spans:
        parts += [escaped(text[at:opening]), "<mark>", escaped(text[opening:closing]), "</mark>"]
        at = closing
    parts += [escaped(text[at:end]), " …" if end < len(text) else ""]
    return Markup("".join(parts))
