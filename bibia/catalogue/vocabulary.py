"""The words that public fiches hold, as they are written: repairs accents, completes, corrects.

Each form knows its records, so that a word which is no longer public repairs nothing and is never proposed.
"""

from bisect import bisect_left
from collections.abc import Mapping
from heapq import nlargest, nsmallest
from itertools import islice

from pyroaring import BitMap
from rapidfuzz import process
from rapidfuzz.distance import OSA
from rapidfuzz.fuzz import ratio

from bibia.catalogue.analyser import term
from bibia.ui.text import fold

# Words that one beginning stands for.
COMPLETIONS = 30
# Beyond, the most frequent by a cheaper count are looked at first.
_WEIGHED = 2_000
# Letters from which a word may be corrected, and the mistakes allowed: shorter words look like too many others.
_MISTAKES = ((8, 2), (4, 1))
# In a short word one letter for another makes another word (drone, Drôme): only missing, doubled, swapped ones.
_SHORT = 5
# In a large corpus, what is seen once is often a mistake itself.
_LARGE, _SEEN = 30_000, 3


class Vocabulary:
    def __init__(self) -> None:
        self._forms: dict[str, dict[str, BitMap]] = {}
        self._records: dict[str, BitMap] = {}
        # Folded forms in order, and by length; made when first needed after a new form.
        self._sorted: list[str] = []
        self._lengths: dict[int, list[str]] = {}

    def __len__(self) -> int:
        return len(self._forms)

    def add(self, surface: str, slots: list[int]) -> None:
        records = self._records.get(surface)
        if records is None:
            self._hold(surface, BitMap(slots))
        else:
            records.update(slots)

    def _hold(self, surface: str, records: BitMap) -> BitMap:
        self._records[surface] = self._forms.setdefault(fold(surface), {})[surface] = records
        return records

    def freeze(self) -> dict[str, bytes]:
        return {surface: records.serialize() for surface, records in self._records.items()}

    def thaw(self, frozen: Mapping[str, bytes]) -> None:
        for surface, records in frozen.items():
            self._hold(surface, BitMap.deserialize(records))

    def shrink(self) -> None:
        for records in self._records.values():
            records.shrink_to_fit()

    def stems(self, surface: str, alive: BitMap) -> list[str]:
        forms = self._forms.get(fold(surface), {})
        return sorted({term(form) for form, records in forms.items() if records.intersect(alive)})

    def completions(self, beginning: str, alive: BitMap, limit: int = COMPLETIONS) -> list[str]:
        """The most frequent words that begin so, each as it is most often written."""
        beginning = fold(beginning)
        self._refresh()
        first = bisect_left(self._sorted, beginning)
        last = bisect_left(self._sorted, beginning + "\U0010ffff", lo=first)
        found = self._sorted[first:last]
        if len(found) > _WEIGHED:
            found = nlargest(_WEIGHED, found, key=lambda one: max(map(len, self._forms[one].values())))
        counted = ((self.count(one, alive), one) for one in found)
        best = nsmallest(limit, ((-count, one) for count, one in counted if count))
        return [self._written(one, alive) for _, one in best]

    def correction(self, surface: str, alive: BitMap) -> str:
        """The word that was probably meant by one that nothing holds; "" when it cannot be said."""
        folded = fold(surface)
        mistakes = next((most for letters, most in _MISTAKES if len(folded) >= letters), 0)
        if not mistakes or not folded.isalpha():
            return ""
        self._refresh()
        best: tuple[int, bool, int, str] | None = None
        for length in range(len(folded) - mistakes, len(folded) + mistakes + 1):
            close = process.extract(
                folded, self._lengths.get(length, ()), scorer=OSA.distance, score_cutoff=mistakes, limit=None
            )
            for near, distance, _ in close:
                if _another_word(folded, near):
                    continue
                count = self.count(near, alive)
                rank = (distance, near[0] != folded[0], -count, near)
                if count >= self._least_seen() and (best is None or rank < best):
                    best = rank
        return self._written(best[3], alive) if best else ""

    @staticmethod
    def is_weak(typed: str, meant: str) -> bool:
        """Whether the word meant may well be another one: two mistakes, a plural left aside, or another first letter."""
        typed, meant = (fold(word).rstrip("sx") for word in (typed, meant))
        if typed.startswith(meant):  # another form of it: répondre, répond
            return False
        return typed[:1] != meant[:1] or OSA.distance(typed, meant) > 1

    def nearest(self, surface: str, alive: BitMap, limit: int) -> tuple[str, ...]:
        """Words that look like one which nothing holds, as they are most often written."""
        close = process.extract(fold(surface), self._forms.keys(), scorer=ratio, score_cutoff=80, limit=None)
        ranked = sorted((-score, folded) for folded, score, _ in close)
        written = (self._written(folded, alive) for _, folded in ranked)
        return tuple(islice(filter(None, written), limit))

    def count(self, folded: str, alive: BitMap) -> int:
        forms = self._forms.get(folded, {}).values()
        return max((records.intersection_cardinality(alive) for records in forms), default=0)

    def _least_seen(self) -> int:
        return _SEEN if len(self._forms) > _LARGE else 1

    def _written(self, folded: str, alive: BitMap) -> str:
        counts = {
            form: records.intersection_cardinality(alive) for form, records in self._forms[folded].items()
        }
        best = min(counts, key=lambda form: (-counts[form], form))
        return best if counts[best] else ""

    def _refresh(self) -> None:
        if len(self._sorted) == len(self._forms):
            return
        self._sorted = sorted(self._forms)
        self._lengths = {}
        for folded in self._sorted:
            if folded.isalpha():
                self._lengths.setdefault(len(folded), []).append(folded)


def _another_word(typed: str, near: str) -> bool:
    return len(typed) <= _SHORT and len(typed) == len(near) and sorted(typed) != sorted(near)
