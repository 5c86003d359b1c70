"""What records say, gathered before it is posted: a word that a thousand of them hold is looked up once.

One record that changes and a whole library go through the same door; only how many are gathered differs.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping

from pyroaring import BitMap

from bibia.catalogue import analyser
from bibia.catalogue.vocabulary import Vocabulary

# Words that wait: eight megabytes of them at most, given back when they are posted.
_MANY = 1_000_000


class Gathered:
    """Slots, in the order in which they came, by word of each part and by code of each facet.

    In the parts that many records share (a theme, a place, an organisation), by whole text.
    """

    def __init__(self, parts: int, shared: Collection[int], facets: Iterable[str]) -> None:
        self._shared = shared
        self._said: tuple[dict[str, list[int]], ...] = tuple(defaultdict(list) for _ in range(parts))
        self._codes: dict[str, dict[str, list[int]]] = {name: defaultdict(list) for name in facets}
        self._count = 0

    @property
    def many(self) -> bool:
        return self._count > _MANY

    def read(self, slot: int, part: int, said: Collection[str]) -> None:
        """The tokens of a text; in a part that many share, whole texts."""
        gathered = self._said[part]
        for one in said:
            gathered[one].append(slot)
        self._count += len(said)

    def file(self, slot: int, facets: Mapping[str, Iterable[str]]) -> None:
        for name, codes in facets.items():
            gathered = self._codes[name]
            for code in codes:
                gathered[code].append(slot)

    def post(
        self,
        postings: Iterable[dict[str, BitMap]],
        facets: Mapping[str, dict[str, BitMap]],
        vocabulary: Vocabulary,
    ) -> None:
        """Everything that waits, each where it belongs."""
        for part, bitmaps in enumerate(postings):
            for said, slots in self._said[part].items():
                tokens = analyser.tokens(said) if part in self._shared else (said,)
                for terms, words in map(analyser.analyse, tokens):
                    for term in terms:
                        hold(bitmaps, term, slots)
                    for word in words:
                        vocabulary.add(word, slots)
            self._said[part].clear()
        for name, codes in self._codes.items():
            for code, slots in codes.items():
                hold(facets[name], code, slots)
            codes.clear()
        self._count = 0


def hold(bitmaps: dict[str, BitMap], key: str, slots: list[int]) -> None:
    bitmap = bitmaps.get(key)
    if bitmap is None:
        bitmaps[key] = BitMap(slots)
    else:
        bitmap.update(slots)
