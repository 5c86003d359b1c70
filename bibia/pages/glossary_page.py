"""The glossary by letter, each term with the names of those it leads to."""

from itertools import groupby
from typing import Any

from bibia.ui.glossary import Term, terms


def letters() -> list[tuple[str, list[dict[str, Any]]]]:
    found = groupby(terms().values(), key=lambda term: term.letter)
    return [(letter, [_shown(term) for term in group]) for letter, group in found]


def _shown(term: Term) -> dict[str, Any]:
    return {
        "code": term.code,
        "name": term.name,
        "expanded": term.expanded,
        "definition": term.definition,
        "example": term.example,
        "see": [{"code": code, "name": terms()[code].name} for code in term.see],
    }
