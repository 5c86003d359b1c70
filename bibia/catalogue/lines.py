"""The lines of a value, for the page: a text, or a text and its link."""

from typing import Any

from bibia.fiches import display


def lines(shown: list[display.Shown]) -> list[Any]:
    return [line(one) for one in shown]


def line(shown: display.Shown) -> Any:
    return {"text": shown.words, "url": shown.url} if shown.url else shown.words
