"""One template, two parts: its pieces (`m.p`, `m.button`…) are written once as text and once as HTML."""

import re
from collections.abc import Mapping
from typing import Any, NamedTuple

from django.template import engines
from django.template.backends.jinja2 import Jinja2
from jinja2 import Environment


class Parts(NamedTuple):
    text: str
    html: str


def render(template: str, context: Mapping[str, Any]) -> Parts:
    engine = engines["jinja2"]
    assert isinstance(engine, Jinja2)
    html = engine.env
    # Plain text escapes nothing: an ampersand is an ampersand.
    text = html.overlay(autoescape=False)
    return Parts(_tidy(_run(text, template, "txt", context)), _run(html, template, "html", context))


def _run(environment: Environment, template: str, form: str, context: Mapping[str, Any]) -> str:
    return environment.get_template(template).render(
        {
            **context,
            "courriel": f"courrier/courriel.{form}",
            "m": environment.get_template(f"courrier/pieces.{form}").module,
        }
    )


def _tidy(text: str) -> str:
    """One empty line between two pieces, whatever the template's own line breaks."""
    return re.sub(r"\n{3,}", "\n\n", re.sub(r"[ \t]+\n", "\n", text)).strip() + "\n"
