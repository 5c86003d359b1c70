"""The read model of one process: roaring bitmaps of what the public may read, and nothing else.

Narrow door: `build(documents)`, `apply(change)`, `search(query)`; another engine could stand behind it.
"""

from bisect import insort
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import islice
from math import log

from pyroaring import BitMap

from bibia.catalogue import analyser

# The topic is what the record is filed under (theme, place…): found, yet ranked after what it says itself.
TITLE, ORGANISATION, TEXT, TOPIC = range(4)
WEIGHTS = (3.0, 2.0, 1.0, 0.5)
# Fewer hits than one slot in so many are sorted; more are met by walking the order.
_DENSE = 50


@dataclass(frozen=True, slots=True)
class Document:
    id: str
    title: str
    organisation: str
    texts: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    facets: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    completeness: int = 0
    # Figures that sort as dates do (20250305, 202503); 0 when unknown.
    recent: int = 0
    start: int = 0
    sort_title: str = ""
    sort_organisation: str = ""


@dataclass(frozen=True, slots=True)
class Removal:
    id: str


@dataclass(frozen=True, slots=True)
class Query:
    text: str = ""
    filters: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    sort: str = "pertinence"
    offset: int = 0
    limit: int = 12


@dataclass(frozen=True, slots=True)
class Result:
    total: int
    ids: tuple[str, ...]
    facets: Mapping[str, Mapping[str, int]]
    # No fiche holds all the words: these hold some of them.
    fallback: bool = False
    # Terms asked, for the highlighting of the page.
    terms: frozenset[str] = frozenset()
    # Words, as typed, that no public fiche holds.
    unknown: tuple[str, ...] = ()


# Deterministic to the last tie; 0 and "" (unknown) come last.
SORTS: dict[str, Callable[[Document], tuple[int | str | bool, ...]]] = {
    "pertinence": lambda doc: (-doc.completeness, -doc.recent, doc.id),
    "recent": lambda doc: (-doc.recent, doc.sort_title, doc.id),
    "titre": lambda doc: (doc.sort_title, doc.id),
    "demarrage": lambda doc: (-doc.start, doc.sort_title, doc.id),
    "organisation": lambda doc: (not doc.sort_organisation, doc.sort_organisation, doc.sort_title, doc.id),
}


class Index:
    def __init__(self, facets: Iterable[str]) -> None:
        self.vocabulary = analyser.Vocabulary()
        self._facets: dict[str, dict[str, BitMap]] = {name: {} for name in facets}
        self._postings: tuple[dict[str, BitMap], ...] = tuple({} for _ in WEIGHTS)
        self._alive = BitMap()
        self._ids: list[str] = []
        self._slots: dict[str, int] = {}
        # For each sort, every slot in order; a tombstone stays there, hidden by `_alive`.
        self._orders: dict[str, list[int]] = {name: [] for name in SORTS}
        self._keys: dict[str, list[tuple[int | str | bool, ...]]] = {name: [] for name in SORTS}

    def __len__(self) -> int:
        return len(self._alive)

    def __contains__(self, document_id: str) -> bool:
        return document_id in self._slots

    @property
    def tombstones(self) -> int:
        return len(self._ids) - len(self._alive)

    @classmethod
    def build(cls, documents: Iterable[Document], facets: Iterable[str]) -> "Index":
        index = cls(facets)
        for document in documents:
            index._add(document)
        for name, keys in index._keys.items():
            index._orders[name] = sorted(range(len(keys)), key=keys.__getitem__)
        for bitmaps in (*index._postings, *index._facets.values()):
            for bitmap in bitmaps.values():
                bitmap.shrink_to_fit()
        return index

    def apply(self, change: Document | Removal) -> None:
        """A new version takes a new slot; the tombstone of the old one needs none of its old words."""
        old = self._slots.pop(change.id, None)
        if old is not None:
            self._alive.discard(old)
        if isinstance(change, Document):
            slot = self._add(change)
            for name, order in self._orders.items():
                insort(order, slot, key=self._keys[name].__getitem__)

    def _add(self, document: Document) -> int:
        slot = len(self._ids)
        self._ids.append(document.id)
        self._slots[document.id] = slot
        self._alive.add(slot)
        for name, key in SORTS.items():
            self._keys[name].append(key(document))
        for name, codes in document.facets.items():
            for code in codes:
                self._facets[name].setdefault(code, BitMap()).add(slot)
        self._post(slot, TITLE, (document.title,))
        self._post(slot, ORGANISATION, (document.organisation,))
        self._post(slot, TEXT, document.texts)
        self._post(slot, TOPIC, document.topics)
        return slot

    def _post(self, slot: int, weight: int, texts: Iterable[str]) -> None:
        found: set[str] = set()
        written: set[str] = set()
        for token in {token for text in texts for token in analyser.tokens(text)}:
            terms, words = analyser.analyse(token)
            found.update(terms)
            written.update(words)
        for word in written:
            self.vocabulary.add(word, slot)
        postings = self._postings[weight]
        for term in found:
            bitmap = postings.get(term)
            if bitmap is None:
                bitmap = postings[term] = BitMap()
            bitmap.add(slot)

    def search(self, query: Query) -> Result:
        groups = analyser.query_groups(query.text, self.vocabulary, self._alive)
        hits, fallback = self._match(groups)
        kept, facets = self._count(hits, query.filters)
        if groups and query.sort == "pertinence":
            slots = self._ranked(kept, groups, query.offset, query.limit)
        else:
            slots = self._ordered(kept, query.sort, query.offset, query.limit)
        return Result(
            total=len(kept),
            ids=tuple(self._ids[slot] for slot in slots),
            facets=facets,
            fallback=fallback,
            terms=frozenset(term for group in groups for term in group),
            unknown=tuple(word for group, word in groups.items() if not self._any_of(group)),
        )

    def _any_of(self, group: Iterable[str]) -> BitMap:
        found = [postings[term] for term in group for postings in self._postings if term in postings]
        return BitMap.union(*found) & self._alive if found else BitMap()

    def _match(self, groups: Collection[tuple[str, ...]]) -> tuple[BitMap, bool]:
        if not groups:
            return self._alive, False
        each = [self._any_of(group) for group in groups]
        every = BitMap.intersection(*each)
        if every or len(each) == 1:
            return every, False
        some = BitMap.union(*each)
        return some, bool(some)

    def _count(
        self, hits: BitMap, filters: Mapping[str, tuple[str, ...]]
    ) -> tuple[BitMap, dict[str, dict[str, int]]]:
        """What the filters keep, and every facet's counts; a facet ignores its own choice."""
        chosen = {
            name: BitMap.union(BitMap(), *(self._facets[name].get(code, BitMap()) for code in codes))
            for name, codes in filters.items()
            if codes
        }
        kept = hits
        for bitmap in chosen.values():
            kept = kept & bitmap
        facets = {}
        for name, values in self._facets.items():
            base = kept
            if name in chosen:
                base = hits
                for other, bitmap in chosen.items():
                    if other != name:
                        base = base & bitmap
            counts = ((code, base.intersection_cardinality(bitmap)) for code, bitmap in values.items())
            facets[name] = {code: count for code, count in counts if count}
        return kept, facets

    def _ranked(self, hits: BitMap, groups: Iterable[tuple[str, ...]], offset: int, limit: int) -> list[int]:
        """Classes of equal score, best first; only the classes that the page shows are put in order."""
        slots: list[int] = []
        for part in self._classes(hits, groups):
            if offset >= len(part):
                offset -= len(part)
                continue
            slots += self._ordered(part, "pertinence", offset, limit - len(slots))
            offset = 0
            if len(slots) >= limit:
                break
        return slots

    def _classes(self, hits: BitMap, groups: Iterable[tuple[str, ...]]) -> Iterator[BitMap]:
        classes: dict[float, BitMap] = {0.0: hits}
        for group in groups:
            idf = log(1 + len(self._alive) / (1 + len(self._any_of(group))))
            for postings, weight in zip(self._postings, WEIGHTS, strict=True):
                found = [postings[term] for term in group if term in postings]
                if found:
                    classes = _split(classes, BitMap.union(*found), idf * weight)
        for score in sorted(classes, reverse=True):
            yield classes[score]

    def _ordered(self, hits: BitMap, sort: str, offset: int, limit: int) -> list[int]:
        order = self._orders[sort]
        if len(hits) * _DENSE < len(order):
            return sorted(hits, key=self._keys[sort].__getitem__)[offset : offset + limit]
        return list(islice((slot for slot in order if slot in hits), offset, offset + limit))

    def nearest(self, surface: str, limit: int = 3) -> tuple[str, ...]:
        """Words of the public fiches that look like one they do not hold."""
        return self.vocabulary.nearest(surface, self._alive, limit)


def _split(classes: dict[float, BitMap], bitmap: BitMap, gain: float) -> dict[float, BitMap]:
    after: dict[float, BitMap] = {}
    for score, members in classes.items():
        inside = members & bitmap
        for value, part in ((round(score + gain, 6), inside), (score, members - inside)):
            if part:
                after[value] = after[value] | part if value in after else part
    return after
