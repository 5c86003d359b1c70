"""Text helpers that every layer shares."""

import re

from hypothesis import example, given
from hypothesis import strategies as st
from markupsafe import Markup, escape

from bibia.ui.text import escaped, fold, slugify_fr


@given(st.one_of(st.text(), st.text().map(Markup), st.integers(), st.booleans(), st.floats(), st.none()))
@example('l\'eau & <b>"x"</b>')
@example(Markup("<b>l'eau &amp; l'air</b>"))
def test_what_is_escaped_is_what_the_library_escapes(value):
    assert escaped(value) == str(escape(value))


def test_what_says_its_own_html_is_believed():
    class Tag:
        def __html__(self) -> str:
            return "<b>gras</b>"

    assert escaped(Tag()) == "<b>gras</b>"


@given(st.text(max_size=200))
@example("  Repérer les fuites d'eau, avant qu’elles ne coûtent (réseau) !")
def test_an_address_holds_letters_figures_and_single_hyphens(text):
    slug = slugify_fr(text)
    assert re.fullmatch(r"(?:[a-z0-9]+(?:-[a-z0-9]+)*)?", slug) and len(slug) <= 80
    assert slug.replace("-", "") == re.sub("[^a-z0-9]", "", fold(text))[: len(slug.replace("-", ""))]
