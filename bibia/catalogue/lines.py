"""The lines of a value, for the page: a text, or a text and its link."""

from typing import Any

from bibia.fiches import display


def lines(shown: list[display.Shown]) -> list[Any]:
    return [line(one) for one in shown]


def line(shown: display.Shown) -> Any:
    """A text, or {text, url}: the parts of an item follow its name in brackets."""
    details = [f"{label} : {text}" for label, text, url in shown.parts if not url]
    text = f"{shown.text} ({' ; '.join(details)})" if details else shown.text
    url = shown.url or next((url for _label, _text, url in shown.parts if url), "")
    return {"text": text, "url": url} if url else text
