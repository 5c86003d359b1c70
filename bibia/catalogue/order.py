"""What slots show and sort by, and every slot in the order of one sort, in blocks: a page far down skips whole blocks by their counts."""

from array import array
from bisect import bisect_right, insort
from collections.abc import Callable, Iterable, Mapping
from itertools import islice
from sys import intern
from typing import Any, NamedTuple, Protocol

from pyroaring import BitMap

_BLOCK = 1024
# Fewer answers, in all or in one block, are simply sorted.
_SCATTERED = 32
# Bytes of what slots show; the database shows what does not fit.
_ROOM = 64_000_000

Key = Callable[[int], Any]


class Sortable(Protocol):
    @property
    def id(self) -> str: ...
    @property
    def completeness(self) -> int: ...
    @property
    def recent(self) -> int: ...
    @property
    def start(self) -> int: ...
    @property
    def sort_title(self) -> str: ...
    @property
    def sort_organisation(self) -> str: ...


class Row(NamedTuple):
    """What a slot sorts by."""

    id: str
    completeness: int
    recent: int
    start: int
    sort_title: str
    sort_organisation: str


# Deterministic to the last tie; 0 and "" (unknown) come last.
SORTS: dict[str, Callable[[Sortable], tuple[int | str | bool, ...]]] = {
    "pertinence": lambda doc: (-doc.completeness, -doc.recent, doc.id),
    "recent": lambda doc: (-doc.recent, doc.sort_title, doc.id),
    "titre": lambda doc: (doc.sort_title, doc.id),
    "demarrage": lambda doc: (-doc.start, doc.sort_title, doc.id),
    "organisation": lambda doc: (not doc.sort_organisation, doc.sort_organisation, doc.sort_title, doc.id),
}


class Columns:
    """What slots sort by and show, in columns: a million rows would weigh four times more."""

    def __init__(self) -> None:
        self.ids: list[str] = []
        self.titles: list[str] = []
        self.organisations: list[str] = []
        self.shown: list[bytes] = []
        self._room = _ROOM
        self.completeness, self.recent, self.start = array("i"), array("q"), array("q")

    def __len__(self) -> int:
        return len(self.ids)

    def add(self, row: Sortable, shown: bytes = b"") -> int:
        held = shown if len(shown) <= self._room else b""
        self._room -= len(held)
        self.shown.append(held)
        self.ids.append(row.id)
        self.titles.append(row.sort_title)
        self.organisations.append(intern(row.sort_organisation))
        self.completeness.append(row.completeness)
        self.recent.append(row.recent)
        self.start.append(row.start)
        return len(self.ids) - 1

    def conceal(self, slot: int) -> None:
        """Nobody will be shown this version again: what it showed goes now, and makes room."""
        self._room += len(self.shown[slot])
        self.shown[slot] = b""

    def row(self, slot: int) -> Row:
        return Row(
            self.ids[slot],
            self.completeness[slot],
            self.recent[slot],
            self.start[slot],
            self.titles[slot],
            self.organisations[slot],
        )

    def orders(self, frozen: Mapping[str, bytes] | None = None) -> dict[str, "Order"]:
        """Sorted, or as they were when they were frozen."""
        if frozen is None:
            return {name: Order(self._key(name), ordered) for name, ordered in self._sorted().items()}
        return {name: Order(self._key(name), list(array("I", frozen[name]))) for name in SORTS}

    def _sorted(self) -> dict[str, list[int]]:
        """Every slot as the keys of SORTS put them: one column after the other, ties staying as they were."""
        by_id = sorted(range(len(self)), key=self.ids.__getitem__)
        by_title = sorted(by_id, key=self.titles.__getitem__)
        by_recent = sorted(by_id, key=self.recent.__getitem__, reverse=True)
        by_organisation = sorted(by_title, key=self.organisations.__getitem__)
        return {
            "pertinence": sorted(by_recent, key=self.completeness.__getitem__, reverse=True),
            "recent": sorted(by_title, key=self.recent.__getitem__, reverse=True),
            "titre": by_title,
            "demarrage": sorted(by_title, key=self.start.__getitem__, reverse=True),
            "organisation": sorted(by_organisation, key=lambda slot: not self.organisations[slot]),
        }

    def freeze(self) -> tuple[Any, ...]:
        figures = (self.completeness, self.recent, self.start)
        return (
            self.ids,
            self.titles,
            self.organisations,
            self.shown,
            *(column.tobytes() for column in figures),
        )

    def thaw(self, frozen: tuple[Any, ...]) -> None:
        self.ids, self.titles, organisations, self.shown, *figures = frozen
        self._room -= sum(map(len, self.shown))
        self.organisations = list(map(intern, organisations))
        for column, content in zip((self.completeness, self.recent, self.start), figures, strict=True):
            column.frombytes(content)

    def _key(self, sort: str) -> Key:
        key, row = SORTS[sort], self.row
        return lambda slot: key(row(slot))


class Order:
    def __init__(self, key: Key, ordered: list[int]) -> None:
        self._key = key
        # A tombstone stays in its block, hidden by the answers that it is not part of.
        self._blocks = [array("I", ordered[at : at + _BLOCK]) for at in range(0, len(ordered), _BLOCK)]
        self._members = [BitMap(block) for block in self._blocks]

    def add(self, slot: int) -> None:
        if not self._blocks:
            self._blocks.append(array("I"))
            self._members.append(BitMap())
        at = bisect_right(self._blocks[1:], self._key(slot), key=lambda block: self._key(block[0]))
        block = self._blocks[at]
        insort(block, slot, key=self._key)
        self._members[at].add(slot)
        if len(block) > 2 * _BLOCK:
            halves = [block[:_BLOCK], block[_BLOCK:]]
            self._blocks[at : at + 1] = halves
            self._members[at : at + 1] = map(BitMap, halves)

    def freeze(self) -> bytes:
        return b"".join(block.tobytes() for block in self._blocks)

    def page(self, hits: BitMap, offset: int, limit: int) -> list[int]:
        if len(hits) <= _SCATTERED:
            return sorted(hits, key=self._key)[offset : offset + limit]
        slots: list[int] = []
        for block, members in zip(self._blocks, self._members, strict=True):
            if len(slots) >= limit:
                break
            count = members.intersection_cardinality(hits)
            if offset >= count:
                offset -= count
                continue
            # The first of a crowd are met at once; a few are sorted sooner than they are met.
            inside: Iterable[int] = filter(hits.__contains__, block)
            if count <= _SCATTERED:
                inside = sorted(members & hits, key=self._key)
            slots += islice(inside, offset, offset + limit - len(slots))
            offset = 0
        return slots
