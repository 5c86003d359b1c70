"""What is looked for, from what was typed: exact words, then lesser ways to say the same."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import islice
from typing import NamedTuple

from pyroaring import BitMap

from bibia.catalogue import analyser
from bibia.catalogue.analyser import Word
from bibia.catalogue.synonyms import Terms, Wording, synonyms
from bibia.catalogue.vocabulary import Vocabulary
from bibia.ui.text import squeeze

# Words of one question that are looked for: the cost of a search stays bounded.
MAX_WORDS = 12
SYNONYM, PREFIX = 0.4, 0.7
# Letters from which a beginning says something.
_BEGINNING = 2
_QUOTED = re.compile(r"[\"“”«]([^\"“”«»]*)[\"“”»]")


class Option(NamedTuple):
    """One way to answer a clause: every group, by any of its terms."""

    groups: tuple[Terms, ...]
    weight: float = 1.0
    # The words of the list of synonyms that this way comes from.
    label: str = ""


class Clause(NamedTuple):
    typed: str
    options: tuple[Option, ...]
    # In quotes: these terms, one after the other.
    phrase: tuple[Terms, ...] = ()
    # The word that was understood when the one typed is in no fiche.
    corrected: str = ""
    # The word that may have been meant, too far from the one typed to be looked for in its place.
    proposed: str = ""
    # As the reader wrote it, capitals and small words too: what messages quote.
    written: str = ""

    @property
    def terms(self) -> Iterator[str]:
        return (term for option in self.options for group in option.groups for term in group)


class Asked(NamedTuple):
    """A word typed outside quotes, and its terms."""

    word: Word
    group: Terms


class Parser:
    def __init__(self, vocabulary: Vocabulary, alive: BitMap, known: Callable[[Terms], bool]) -> None:
        self._vocabulary = vocabulary
        self._alive = alive
        self._known = known

    def clauses(self, text: str) -> tuple[Clause, ...]:
        """In order, without repeats, and only so many."""
        found: dict[tuple[Option, ...], Clause] = {}
        for clause in self._read(analyser.clean(text)):
            found.setdefault(clause.options, clause)
        return tuple(islice(found.values(), MAX_WORDS))

    def _read(self, text: str) -> Iterator[Clause]:
        at = 0
        for quoted in _QUOTED.finditer(text):
            yield from self._free(text[at : quoted.start()], last=False)
            yield from self._phrase(quoted.group(1))
            at = quoted.end()
        yield from self._free(text[at:], last=True)

    def _phrase(self, text: str) -> Iterator[Clause]:
        """As it was typed: nothing is corrected, completed or replaced."""
        kept = [word for word in analyser.words(text) if not analyser.is_noise(word.surface)]
        groups = tuple(self._terms(word._replace(whole="")) for word in kept[:MAX_WORDS])
        if groups:
            yield Clause(text.strip(), (Option(groups),), groups if len(groups) > 1 else ())

    def _free(self, text: str, *, last: bool) -> Iterator[Clause]:
        asked = [Asked(word, self._terms(word)) for word in _meaningful(text)][: 2 * MAX_WORDS]
        at = 0
        while at < len(asked):
            length, others = synonyms().at([one.group for one in asked[at:]])
            if length:
                written = text[asked[at].word.start : asked[at + length - 1].word.end]
                yield self._with_synonyms(asked[at : at + length], others, written)
            else:
                length = 1
                yield self._word(asked[at], last=last and at == len(asked) - 1)
            at += length

    def _with_synonyms(self, asked: Sequence[Asked], others: Sequence[Wording], written: str) -> Clause:
        exact = Option(tuple(one.group for one in asked))
        options = [Option(tuple((term,) for term in other.terms), SYNONYM, other.label) for other in others]
        typed = " ".join(one.word.surface for one in asked)
        return Clause(typed, (exact, *options), written=written)

    def _word(self, asked: Asked, *, last: bool) -> Clause:
        surface, group = asked.word.surface, asked.group
        if self._known(group):
            return Clause(surface, (Option((group,)),))
        if last and len(surface) >= _BEGINNING:
            longer = self._vocabulary.completions(surface, self._alive)
            if longer:
                terms = tuple(dict.fromkeys(analyser.term(word) for word in longer))
                return Clause(surface, (Option((terms,), PREFIX),))
        meant = self._vocabulary.correction(surface, self._alive)
        if meant and self._vocabulary.is_weak(surface, meant):
            return Clause(surface, (Option((group,)),), proposed=meant)
        if meant:
            terms = tuple(dict.fromkeys((analyser.term(meant), *self._vocabulary.stems(meant, self._alive))))
            return Clause(surface, (Option((terms,)),), corrected=meant)
        return Clause(surface, (Option((group,)),))

    def _terms(self, word: Word) -> Terms:
        found = dict.fromkeys((analyser.term(word.surface), *self._stems(word.surface)))
        if word.whole:
            found.update(dict.fromkeys((analyser.term(word.whole), *self._stems(word.whole))))
        return tuple(found)

    def _stems(self, surface: str) -> list[str]:
        return self._vocabulary.stems(surface, self._alive)


def _meaningful(text: str) -> list[Word]:
    """Without the words that say nothing, unless capitals make an acronym of them (CA)."""
    return [
        word
        for word in analyser.words(text)
        if not analyser.is_noise(word.surface)
        or (
            len(word.surface) > 1 and text[word.start : word.end].isupper() and synonyms().knows(word.surface)
        )
    ]


def rewritten(text: str, by: Mapping[str, str]) -> str:
    """The question with some of its words, as they were typed, replaced by others."""
    text = analyser.clean(text)
    parts, at = [], 0
    for word in analyser.words(text):
        if word.surface in by:
            parts += [text[at : word.start], by[word.surface]]
            at = word.end
    return "".join((*parts, text[at:]))


def unquoted(text: str) -> str:
    return squeeze(_QUOTED.sub(r" \1 ", text))
