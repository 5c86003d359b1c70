"""A unique value for each restricted or internal field, whatever its kind."""

from contextlib import contextmanager

from bibia.fiches.columns import TermColumn, TermsColumn
from bibia.fiches.fields import BY_NAME, INTERNAL, OPENABLE
from bibia.fiches.vocabularies import VOCABULARIES, Term, normal
from tests.confidentiality.plausible import plausible

CANARY = "kanari"
# Short enough for every column; each place has its own.
PLACES = {name: f"{CANARY}{rank:03d}" for rank, name in enumerate((*OPENABLE, *INTERNAL))}
TERMS = [name for name in PLACES if isinstance(BY_NAME[name].column, TermColumn | TermsColumn)]


@contextmanager
def unique_terms():
    """One more term in the vocabulary of each restricted field: used nowhere else, known to validation."""
    grown = {}
    for name in TERMS:
        vocabulary = VOCABULARIES[BY_NAME[name].column.vocabulary_name]
        grown.setdefault(vocabulary.name, vocabulary.terms)
        term = Term(PLACES[name], f"Terme {PLACES[name]}")
        object.__setattr__(vocabulary, "terms", (*vocabulary.terms, term))
        vocabulary._spellings[normal(term.code)] = term.code
    try:
        yield
    finally:
        for name, terms in grown.items():
            object.__setattr__(VOCABULARIES[name], "terms", terms)
        for name in TERMS:
            del VOCABULARIES[BY_NAME[name].column.vocabulary_name]._spellings[normal(PLACES[name])]


def canary_of(name):
    """A clean value of this field that holds its canary, whatever its kind."""
    column = BY_NAME[name].column
    if isinstance(column, TermsColumn):
        return [PLACES[name]]
    if isinstance(column, TermColumn):
        return PLACES[name]
    return plausible(name, PLACES[name], 1)
