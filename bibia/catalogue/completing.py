"""What may be meant by a question that is still being typed: words, fiches and organisations of the index."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import reduce
from itertools import chain, islice

from pyroaring import BitMap

from bibia.catalogue import analyser
from bibia.catalogue.index import ORGANISATION, TITLE, Index
from bibia.catalogue.question import Option
from bibia.catalogue.ranking import Reading, match
from bibia.catalogue.synonyms import Terms, Wording, synonyms, wording

WORDS, FICHES, ORGANISATIONS = 5, 4, 3
_BEGINNING = 2
# Fiches read to meet different organisations.
_READ = 40

Groups = Sequence[Sequence[Terms]]


@dataclass(frozen=True)
class Completed:
    # Whole questions: the words already there, and the last one completed.
    texts: tuple[str, ...] = ()
    # Identifiers of fiches: those whose title answers, and one fiche of each organisation whose name does.
    fiches: tuple[str, ...] = ()
    organisations: tuple[str, ...] = ()


def complete(index: Index, text: str) -> Completed:
    text = analyser.clean(text)
    typed = list(analyser.words(text))
    if not typed or text[typed[-1].end :].strip() or len(typed[-1].surface) < _BEGINNING:
        return Completed()
    last = typed[-1]
    before = text[: last.start]
    reading = index.reading()
    clauses = index.parser(reading).clauses(before)
    everything = index.alive
    around, fallback = match(reading, clauses, everything)
    longer = index.completions(last.surface)
    words = chain(
        _texts(index, before, longer, everything if fallback else around), _agents_words(reading, text)
    )
    groups = [clause.options[0].groups for clause in clauses]
    return Completed(
        texts=tuple(islice(_once(words), WORDS)),
        fiches=tuple(_titled(index, groups, longer)),
        organisations=tuple(_named(index, groups, longer)),
    )


def _texts(index: Index, before: str, longer: list[str], around: BitMap) -> Iterator[str]:
    """The words that fiches hold together with the others, each family once, the most frequent first."""
    families: set[str] = set()
    for word in longer:
        term = analyser.term(word)
        if term not in families and len(families) < WORDS and index.any_of(term).intersect(around):
            families.add(term)
            yield before + word


def _agents_words(reading: Reading, text: str) -> Iterator[str]:
    """Words of the list of synonyms that no fiche may hold, as long as what they stand for is in some."""
    for label, targets in synonyms().beginning(text):
        if any(reading.option(_whole(one)) for one in targets):
            yield label


def _once(words: Iterable[str]) -> Iterator[str]:
    """What looks for the same is said once, as fiches write it: they may hold agents' words too."""
    families: set[Terms] = set()
    for one in words:
        terms = wording(one).terms
        if terms not in families:
            families.add(terms)
            yield one


def _whole(meant: Wording) -> Option:
    return Option(tuple((term,) for term in meant.terms))


def _titled(index: Index, groups: Groups, longer: list[str]) -> list[str]:
    found = _in_part(index, TITLE, groups, longer)
    return [row.id for row in index.page(found, "pertinence", FICHES)]


def _named(index: Index, groups: Groups, longer: list[str]) -> list[str]:
    found = _in_part(index, ORGANISATION, groups, longer)
    names: dict[str, str] = {}
    for row in index.page(found, "organisation", _READ):
        names.setdefault(row.sort_organisation, row.id)
    return list(names.values())[:ORGANISATIONS]


def _in_part(index: Index, part: int, groups: Groups, longer: list[str]) -> BitMap:
    """The fiches whose title, or whose organisation, holds every word already there and a completed one."""
    wanted = [group for option in groups for group in option]
    wanted.append(tuple(dict.fromkeys(analyser.term(word) for word in longer)))
    each = (BitMap.union(BitMap(), *(index.holding(part, term) for term in group)) for group in wanted)
    return reduce(BitMap.intersection, each)
