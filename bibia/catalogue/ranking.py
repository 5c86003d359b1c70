"""Which fiches answer the clauses of a question, and which answer them best."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from math import log

from pyroaring import BitMap

from bibia.catalogue.phrases import Phrases
from bibia.catalogue.question import Clause, Option
from bibia.catalogue.synonyms import Terms

# Fewer answers are weighed one by one; more, by classes of equal weight.
_FEW = 300
# Weights are multiples of this: fiches that differ by less are equals, put in order by what else is known of them.
_STEP = 0.25

Postings = Sequence[Mapping[str, BitMap]]
Gains = list[tuple[float, BitMap]]


class Reading:
    """The postings as one question reads them: each union is made once."""

    def __init__(self, postings: Postings, alive: BitMap, phrases: Phrases) -> None:
        self._postings = postings
        self._alive = alive
        self._phrases = phrases
        self._found: dict[Terms, BitMap] = {}
        self._clauses: dict[Clause, BitMap] = {}
        # Whether every candidate of every phrase was read.
        self.complete = True

    def any_of(self, group: Terms) -> BitMap:
        found = self._found.get(group)
        if found is None:
            bitmaps = [postings[term] for term in group for postings in self._postings if term in postings]
            found = self._found[group] = BitMap.union(*bitmaps) & self._alive if bitmaps else BitMap()
        return found

    def known(self, group: Terms) -> bool:
        return bool(self.any_of(group))

    def option(self, option: Option) -> BitMap:
        return BitMap.intersection(*map(self.any_of, option.groups))

    def clause(self, clause: Clause) -> BitMap:
        if clause not in self._clauses:
            found = BitMap.union(*map(self.option, clause.options))
            if clause.phrase and found:
                found, complete = self._phrases.holding(clause.phrase, found)
                self.complete = self.complete and complete
            self._clauses[clause] = found
        return self._clauses[clause]

    def gains(self, clauses: Iterable[Clause], weights: Sequence[float]) -> Gains:
        """What each set of fiches gains, the largest gains first."""
        gains = [
            gain for clause in clauses for option in clause.options for gain in self._of(option, weights)
        ]
        return sorted(gains, key=lambda gain: -gain[0])

    def _of(self, option: Option, weights: Sequence[float]) -> Iterator[tuple[float, BitMap]]:
        # A synonym of several words counts only where all of them are.
        whole = self.option(option) if len(option.groups) > 1 and option.label else None
        for group in option.groups:
            rarity = log(1 + len(self._alive) / (1 + len(self.any_of(group)))) * option.weight
            for postings, weight in zip(self._postings, weights, strict=True):
                bitmaps = [postings[term] for term in group if term in postings]
                if bitmaps:
                    found = BitMap.union(*bitmaps) if len(bitmaps) > 1 else bitmaps[0]
                    gain = max(1, round(rarity * weight / _STEP)) * _STEP
                    yield gain, found if whole is None else found & whole


def classes(hits: BitMap, gains: Gains, needed: int) -> Iterator[BitMap]:
    """Fiches of equal weight together, the heaviest first; at least `needed` of them, if there are."""
    yield from _weighed(hits, gains) if len(hits) <= _FEW else _split(hits, gains, needed)


def _weighed(hits: BitMap, gains: Gains) -> Iterator[BitMap]:
    weights = dict.fromkeys(hits, 0.0)
    for gain, bitmap in gains:
        for slot in hits & bitmap:
            weights[slot] += gain
    together: dict[float, BitMap] = {}
    for slot, weight in weights.items():
        together.setdefault(weight, BitMap()).add(slot)
    for weight in sorted(together, reverse=True):
        yield together[weight]


def _split(hits: BitMap, gains: Gains, needed: int) -> Iterator[BitMap]:
    together: dict[float, BitMap] = {0.0: hits}
    left = sum(gain for gain, _ in gains)
    for gain, bitmap in gains:
        left -= gain
        after: dict[float, BitMap] = {}
        for weight, members in together.items():
            inside = members & bitmap
            for value, part in ((weight + gain, inside), (weight, members - inside)):
                if part:
                    after[value] = after[value] | part if value in after else part
        together = _within_reach(after, needed, left)
    for weight in sorted(together, reverse=True):
        yield together[weight]


def _within_reach(together: dict[float, BitMap], needed: int, left: float) -> dict[float, BitMap]:
    """Without the classes that what is left to gain cannot bring to the page."""
    count, least = 0, 0.0
    for weight in sorted(together, reverse=True):
        count += len(together[weight])
        if count >= needed:
            least = weight
            break
    else:
        return together
    return {weight: members for weight, members in together.items() if weight + left >= least}


def match(reading: Reading, clauses: Collection[Clause], alive: BitMap) -> tuple[BitMap, bool]:
    """Those that answer every clause; else those that answer some, and it is said."""
    if not clauses:
        return alive, False
    each = [reading.clause(clause) for clause in clauses]
    every = BitMap.intersection(*each)
    if every or len(each) == 1:
        return every, False
    some = BitMap.union(*each)
    return some, bool(some)


def brought(
    reading: Reading, clauses: Collection[Clause], kept: BitMap
) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """The synonyms without which some of the fiches would not be there."""
    said = []
    for clause in clauses:
        if len(clause.options) > 1:
            rest = kept - reading.option(clause.options[0])
            labels = [option.label for option in clause.options[1:] if rest.intersect(reading.option(option))]
            if labels:
                said.append((clause.written, tuple(labels)))
    return tuple(said)
