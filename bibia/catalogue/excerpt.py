"""The passage of a fiche that answers the question, its words marked."""

import re
from collections.abc import Collection
from itertools import islice
from typing import NamedTuple

from markupsafe import Markup, escape

from bibia.catalogue import analyser
from bibia.ui.text import squeeze

LENGTH = 200
_MOST_MARKS = 3
# Passages of one text that are compared.
_MOST_TRIED = 40
_APOSTROPHE = re.compile(r"(?<=[^\W\d_])'(?=\w)")


class Span(NamedTuple):
    start: int
    end: int
    terms: frozenset[str]


def excerpt(texts: Collection[str], wanted: Collection[str] = ()) -> Markup:
    """The passage that holds most of the terms, the first one among equals; else the beginning of the first text."""
    cleaned = [squeeze(analyser.clean(text)) for text in texts if text.strip()]
    if not cleaned:
        return Markup()
    best, passage, spans, first = 0, cleaned[0], list[Span](), 0
    for text in cleaned if wanted else ():
        if best == len(wanted):
            break
        found = _spans(text, wanted)
        for at in range(min(len(found), _MOST_TRIED)):
            together = _together(found, at)
            if together > best:
                best, passage, spans, first = together, text, found, found[at].start
    start = _start(passage, first)
    return _marked(passage, spans, start, _end(passage, start))


def holds(text: str, wanted: Collection[str]) -> bool:
    return bool(_spans(analyser.clean(text), wanted))


def _spans(text: str, wanted: Collection[str]) -> list[Span]:
    found = analyser.words_under(text, frozenset(wanted))
    return [Span(word.start, word.end, terms) for word, terms in found]


def _together(spans: list[Span], first: int) -> int:
    """How many different terms a passage that begins about there would show."""
    end = spans[first].start + LENGTH * 2 // 3
    return len(frozenset().union(*(span.terms for span in islice(spans, first, None) if span.end <= end)))


def _start(text: str, first: int) -> int:
    """Near enough to the first word found for it to be read in its sentence."""
    if first < LENGTH * 2 // 3:
        return 0
    return text.find(" ", first - LENGTH // 3) + 1


def _end(text: str, start: int) -> int:
    if len(text) - start <= LENGTH:
        return len(text)
    space = text.rfind(" ", start, start + LENGTH)
    return space if space > start else start + LENGTH


def _marked(text: str, spans: list[Span], start: int, end: int) -> Markup:
    shown = [span for span in spans if start <= span.start and span.end <= end][:_MOST_MARKS]
    # Same length as the straight apostrophes that words are read with.
    text = _APOSTROPHE.sub("’", text)
    parts, at = ["… " if start else ""], start
    for opening, closing, _ in shown:
        parts += [escape(text[at:opening]), "<mark>", escape(text[opening:closing]), "</mark>"]
        at = closing
    parts += [escape(text[at:end]), " …" if end < len(text) else ""]
    return Markup("".join(parts))
