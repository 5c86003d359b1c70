"""Every slot in the order of one sort, in blocks: a page far down skips whole blocks by their counts."""

from bisect import bisect_right, insort
from collections.abc import Callable, Iterable
from typing import Any

from pyroaring import BitMap

_BLOCK = 1024
# Fewer answers are simply sorted.
_FEW = 200

Key = Callable[[int], Any]


class Order:
    def __init__(self, key: Key, slots: Iterable[int] = ()) -> None:
        self._key = key
        ordered = sorted(slots, key=key)
        # A tombstone stays in its block, hidden by the answers that it is not part of.
        self._blocks = [ordered[at : at + _BLOCK] for at in range(0, len(ordered), _BLOCK)]
        self._members = [BitMap(block) for block in self._blocks]

    def add(self, slot: int) -> None:
        if not self._blocks:
            self._blocks.append([])
            self._members.append(BitMap())
        at = bisect_right(self._blocks[1:], self._key(slot), key=lambda block: self._key(block[0]))
        block = self._blocks[at]
        insort(block, slot, key=self._key)
        self._members[at].add(slot)
        if len(block) > 2 * _BLOCK:
            halves = [block[:_BLOCK], block[_BLOCK:]]
            self._blocks[at : at + 1] = halves
            self._members[at : at + 1] = map(BitMap, halves)

    def page(self, hits: BitMap, offset: int, limit: int) -> list[int]:
        if len(hits) <= _FEW:
            return sorted(hits, key=self._key)[offset : offset + limit]
        slots: list[int] = []
        for block, members in zip(self._blocks, self._members, strict=True):
            if len(slots) >= limit:
                break
            count = members.intersection_cardinality(hits)
            if offset >= count:
                offset -= count
                continue
            slots += [slot for slot in block if slot in hits][offset : offset + limit - len(slots)]
            offset = 0
        return slots
