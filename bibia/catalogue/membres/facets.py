"""How members narrow the library: as the public does, and by every reserved field that has a vocabulary."""

from bibia.catalogue.documents import TOPICS
from bibia.catalogue.facets import FACETS, of_terms
from bibia.fiches.columns import TermColumn, TermsColumn
from bibia.fiches.fields import BY_NAME, OPENABLE

_TERMS = tuple(name for name in OPENABLE if isinstance(BY_NAME[name].column, TermColumn | TermsColumn))
RESERVED = tuple(
    of_terms(name, BY_NAME[name].label, name, BY_NAME[name].column.vocabulary_name)
    for name in _TERMS
    # The public has it already, for the organisations that opened it; here it counts the others too.
    if name != "type_algorithme"
)
MEMBERS_FACETS = (*FACETS, *RESERVED)
MEMBERS_TOPICS = tuple(dict.fromkeys((*TOPICS, *_TERMS)))
