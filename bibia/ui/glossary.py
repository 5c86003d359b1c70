"""The glossary: terms of art in plain words, and their explanation where they first appear."""

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.urls import reverse
from markupsafe import Markup, escape

from bibia.ui.filters import typo
from bibia.ui.text import fold

DATA = Path(__file__).parent / "data" / "glossaire.toml"


@dataclass(frozen=True)
class Term:
    code: str  # its anchor in the page, permanent
    name: str
    definition: str
    example: str
    expanded: str = ""  # what an acronym stands for
    aliases: tuple[str, ...] = ()
    see: tuple[str, ...] = ()

    @property
    def url(self) -> str:
        return f"{reverse('glossaire')}#{self.code}"

    @property
    def letter(self) -> str:
        return fold(self.name)[0].upper()


@cache
def terms() -> dict[str, Term]:
    """In alphabetical order, accents and capitals aside."""
    tables = tomllib.loads(DATA.read_text(encoding="utf-8"))
    found = [
        Term(
            code=code,
            name=row["terme"],
            definition=row["definition"],
            example=row["exemple"],
            expanded=row.get("sigle", ""),
            aliases=tuple(row.get("alias", ())),
            see=tuple(row.get("voir", ())),
        )
        for code, row in tables.items()
    ]
    return {term.code: term for term in sorted(found, key=lambda term: fold(term.name))}


def named(text: str) -> Term | None:
    """The term that a text is the name of, in any case: who asks does not always type capitals."""
    wanted = fold(text).replace("'", "’")
    return next((term for form, term in _by_form().items() if fold(form).replace("'", "’") == wanted), None)


class Explainer:
    """Explains each term the first time that a page shows it; one per page, made in its template.

    Each leads to its definition; an acronym also says what it stands for.
    """

    def __init__(self) -> None:
        self._seen: set[str] = set()

    def __call__(self, text: str, *, whole: bool = False) -> Markup:
        """`whole`: only a text that is a term and nothing else, so that nobody's sentences receive our links."""
        shown, at = Markup(), 0
        for match in _pattern().finditer(text):
            term = _by_form()[_form(match[0])]
            if term.code not in self._seen and (not whole or match[0] == text):
                self._seen.add(term.code)
                shown += escape(text[at : match.start()]) + _explained(match[0], term)
                at = match.end()
        return typo(shown + escape(text[at:]))


def _explained(written: str, term: Term) -> Markup:
    if term.expanded and written == term.name:
        # A title alone would be out of reach of a finger and of the keyboard.
        written = Markup('<abbr title="{}">{}</abbr>').format(typo(term.expanded), written)
    return Markup('<a class="term" href="{}">{}</a>').format(term.url, written)


def _form(text: str) -> str:
    """Acronyms keep their capitals: "RIA" is not "ria", "API" not "api"."""
    return text if text.isupper() else fold(text).replace("'", "’")


@cache
def _by_form() -> dict[str, Term]:
    return {_form(form): term for term in terms().values() for form in (term.name, *term.aliases)}


@cache
def _pattern() -> re.Pattern[str]:
    """Whole words, the longest first; any case for what is not an acronym, either apostrophe."""
    forms = sorted((form for term in terms().values() for form in (term.name, *term.aliases)), key=len)
    patterns = [_any_case(form) for form in reversed(forms)]
    return re.compile(rf"(?<![\w-])(?:{'|'.join(patterns)})(?![\w-])")


def _any_case(form: str) -> str:
    if form.isupper():
        return re.escape(form)
    return f"(?i:{re.escape(form)})".replace("’", "['’]")
