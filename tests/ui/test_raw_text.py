"""What a template says itself, outside any filter: French printing is then typed by hand."""

import html
import re
from pathlib import Path

import bibia
from tests.pages.reading import FAULTS

_ROOT = Path(bibia.__file__).parent
_PRINTED = re.compile(r"{{.*?}}", re.DOTALL)
# Comments and blocks of Jinja; elements that hold no prose; then the tags themselves.
_NOT_PROSE = re.compile(r"{#.*?#}|{%.*?%}|<(script|style|code|pre)\b.*?</\1>|<[^>]*>", re.DOTALL)


def test_the_raw_text_of_templates_is_typeset():
    found = {}
    for path in sorted(_ROOT.rglob("jinja2/**/*.html")):
        # A letter in the place of what is printed: what stands beside it is judged too.
        text = html.unescape(_NOT_PROSE.sub("", _PRINTED.sub("x", path.read_text())))
        if wrong := [text[max(0, one.start() - 30) : one.end() + 9] for one in FAULTS.finditer(text)]:
            found[path.relative_to(_ROOT).as_posix()] = wrong
    assert found == {}
