"""The words of each fiche in the order in which they are read, as numbers: what a quoted phrase is verified on.

Three bytes a word, in one run of bytes: about 7 MB for 50 000 fiches of 45 words.
"""

from array import array
from collections.abc import Collection, Iterable, Iterator
from itertools import islice, product

from pyroaring import BitMap

from bibia.catalogue import analyser

_WIDTH = 3
# Between two texts: no phrase goes from one to the other.
_END = bytes(_WIDTH)
# Ways to read one phrase (accents that were not typed), and fiches that are read again for it.
_MOST_WAYS = 16
MOST_READ = 20_000
_MOST_USUAL = 4_000


class _Coded(dict[str, bytes]):
    """Token → the numbers of its terms, made once."""

    def __init__(self, numbers: dict[str, bytes]) -> None:
        self._numbers = numbers

    def __missing__(self, token: str) -> bytes:
        code = self[token] = b"".join(map(self._number, analyser.sequence(token)))
        return code

    def _number(self, term: str) -> bytes:
        number = self._numbers.get(term)
        if number is None:
            number = self._numbers[term] = (len(self._numbers) + 1).to_bytes(_WIDTH, "little")
        return number


class Phrases:
    def __init__(self) -> None:
        self._numbers: dict[str, bytes] = {}
        self._coded = _Coded(self._numbers)
        self._usual: dict[str, bytes] = {}
        self._text = bytearray()
        # Where the words of each slot begin; one more at the end.
        self._starts = array("Q", [0])

    def code(self, tokens: Iterable[str]) -> bytes:
        """Of one text, cut into tokens."""
        return b"".join(map(self._coded.__getitem__, tokens)) + _END

    def usual_code(self, text: str) -> bytes:
        """Of a text that comes back from one record to the next."""
        code = self._usual.get(text)
        if code is None:
            if len(self._usual) >= _MOST_USUAL:
                self._usual.clear()
            code = self._usual[text] = self.code(analyser.tokens(text))
        return code

    def add(self, codes: Iterable[bytes]) -> None:
        """The texts of the next slot."""
        self._text += b"".join(codes)
        self._starts.append(len(self._text))

    def shrink(self) -> None:
        """Without what is only kept to go faster from one record to the next."""
        self._coded.clear()
        self._usual.clear()

    def holding(self, phrase: Collection[tuple[str, ...]], slots: BitMap) -> tuple[BitMap, bool]:
        """Those of the slots that hold the phrase; whether all of them were read."""
        ways = [b"".join(way) for way in islice(self._ways(phrase), _MOST_WAYS)]
        read = slots[:MOST_READ] if len(slots) > MOST_READ else slots
        return BitMap([slot for slot in read if self._holds(slot, ways)]), read is slots

    def freeze(self) -> tuple[dict[str, bytes], bytes, bytes]:
        return self._numbers, bytes(self._text), self._starts.tobytes()

    def thaw(self, frozen: tuple[dict[str, bytes], bytes, bytes]) -> None:
        self._numbers, text, starts = frozen
        self._coded = _Coded(self._numbers)
        self._text = bytearray(text)
        self._starts = array("Q", starts)

    def _ways(self, phrase: Collection[tuple[str, ...]]) -> Iterator[tuple[bytes, ...]]:
        known = [[self._numbers[term] for term in group if term in self._numbers] for group in phrase]
        return product(*known)

    def _holds(self, slot: int, ways: list[bytes]) -> bool:
        start, end = self._starts[slot], self._starts[slot + 1]
        for way in ways:
            at = self._text.find(way, start, end)
            while at >= 0:
                if not at % _WIDTH:
                    return True
                at = self._text.find(way, at + 1, end)
        return False
