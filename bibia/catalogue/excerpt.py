"""The passage of a fiche that answers the question, its words marked."""

import re
from collections.abc import Collection

from markupsafe import Markup

from bibia.catalogue import analyser
from bibia.ui.text import squeeze

LENGTH = 200
_MOST_MARKS = 3
_APOSTROPHE = re.compile(r"(?<=[^\W\d_])'(?=\w)")


def excerpt(texts: Collection[str], wanted: Collection[str] = ()) -> Markup:
    """From the first text that holds one of the terms, else from the beginning of the first text."""
    cleaned = [squeeze(analyser.clean(text)) for text in texts if text.strip()]
    if not cleaned:
        return Markup()
    for text in cleaned:
        spans = _spans(text, wanted)
        if spans:
            start = _start(text, spans[0][0])
            return _marked(text, spans, start, _end(text, start))
    return _marked(cleaned[0], [], 0, _end(cleaned[0], 0))


def _spans(text: str, wanted: Collection[str]) -> list[tuple[int, int]]:
    if not wanted:
        return []
    words = (word for word in analyser.words(text) if not set(wanted).isdisjoint(analyser.terms(word)))
    return [(word.start, word.end) for word in words]


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


def _marked(text: str, spans: list[tuple[int, int]], start: int, end: int) -> Markup:
    shown = [span for span in spans if start <= span[0] and span[1] <= end][:_MOST_MARKS]
    # Same length as the straight apostrophes that words are read with.
    text = _APOSTROPHE.sub("’", text)
    parts, at = [Markup("… " if start else "")], start
    for opening, closing in shown:
        parts += [Markup.escape(text[at:opening]), Markup("<mark>{}</mark>").format(text[opening:closing])]
        at = closing
    parts += [Markup.escape(text[at:end]), Markup(" …" if end < len(text) else "")]
    return Markup("").join(parts)
