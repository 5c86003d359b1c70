"""The passage of a fiche that answers the question, its words marked."""

import re
from itertools import islice
from typing import NamedTuple

from markupsafe import Markup, escape

from bibia.catalogue import analyser
from bibia.catalogue.analyser import Span
from bibia.ui.text import squeeze

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
    """The passage that holds most of the terms, the first one among equals; else the beginning of the text."""
    text = squeeze(analyser.clean(text))
    spans = list(analyser.words_under(text, wanted)) if wanted else []
    best, first = 0, 0
    for at in range(min(len(spans), _MOST_TRIED)):
        together = _together(spans, at, length)
        if together > best:
            best, first = together, spans[at].start
        if best == len(wanted):
            break
    start = _start(text, first, length)
    end = _end(text, start, length)
    shown = [span for span in spans if start <= span.start and span.end <= end]
    return Passage(
        _marked(text, shown[:_MOST_MARKS], start, end), NOTHING.union(*(span.terms for span in shown))
    )


def held(text: str, wanted: frozenset[str]) -> frozenset[str]:
    """Which of the terms a text holds."""
    return NOTHING.union(*(span.terms for span in analyser.words_under(analyser.clean(text), wanted)))


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
        parts += [escape(text[at:opening]), "<mark>", escape(text[opening:closing]), "</mark>"]
        at = closing
    parts += [escape(text[at:end]), " …" if end < len(text) else ""]
    return Markup("".join(parts))
