"""The read model of one process: roaring bitmaps of what the public may read, and what lists show of it.

Narrow door: `build(documents)`, `apply(change)`, `search(query)`; another engine could stand behind it.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

from pyroaring import BitMap

from bibia.catalogue import analyser, ranking
from bibia.catalogue.asking import Query, Result
from bibia.catalogue.gathering import Gathered
from bibia.catalogue.order import Columns, Row
from bibia.catalogue.phrases import Phrases
from bibia.catalogue.question import Clause, Parser
from bibia.catalogue.vocabulary import Vocabulary

# The topic is what the record is filed under (theme, place…): it says as much as a sentence.
TITLE, ORGANISATION, TEXT, TOPIC = range(4)
WEIGHTS = (3.0, 2.0, 1.0, 1.0)
# Whose texts many records have word for word.
_SHARED = (ORGANISATION, TOPIC)
_NONE = BitMap()
# Questions whose answers are kept at hand while their pages are turned.
_REMEMBERED = 16


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
    # What lists show of it, for whoever asks; empty when the database is to be asked.
    shown: bytes = b""


@dataclass(frozen=True, slots=True)
class Removal:
    id: str


@dataclass(frozen=True)
class Answer:
    """What does not depend on the page that is shown nor on its order."""

    reading: ranking.Reading
    clauses: tuple[Clause, ...]
    kept: BitMap
    # All but what its page shows.
    result: Result

    @cached_property
    def gains(self) -> ranking.Gains:
        return self.reading.gains(self.clauses, WEIGHTS)


class Index:
    def __init__(self, facets: Iterable[str]) -> None:
        self.vocabulary = Vocabulary()
        self._facets: dict[str, dict[str, BitMap]] = {name: {} for name in facets}
        self._postings: tuple[dict[str, BitMap], ...] = tuple({} for _ in WEIGHTS)
        self._gathered = Gathered(len(WEIGHTS), _SHARED, self._facets)
        self._phrases = Phrases()
        self._alive = BitMap()
        self._slots: dict[str, int] = {}
        self._columns = Columns()
        self._orders = self._columns.orders()
        self._answers: dict[Any, Answer] = {}

    def __len__(self) -> int:
        return len(self._alive)

    def __contains__(self, document_id: str) -> bool:
        return document_id in self._slots

    @property
    def tombstones(self) -> int:
        return len(self._columns) - len(self._alive)

    @classmethod
    def build(cls, documents: Iterable[Document], facets: Iterable[str]) -> "Index":
        index = cls(facets)
        for document in documents:
            index._add(document)
            if index._gathered.many:
                index._post()
        index._post()
        index._orders = index._columns.orders()
        for bitmaps in (*index._postings, *index._facets.values()):
            for bitmap in bitmaps.values():
                bitmap.shrink_to_fit()
        index.vocabulary.shrink()
        index._phrases.shrink()
        return index

    def freeze(self) -> tuple[Any, ...]:
        """Everything, in values that `marshal` writes."""
        maps = (*self._postings, *self._facets.values())
        return (
            [{key: bitmap.serialize() for key, bitmap in bitmaps.items()} for bitmaps in maps],
            self._alive.serialize(),
            self.vocabulary.freeze(),
            self._phrases.freeze(),
            self._columns.freeze(),
            {name: order.freeze() for name, order in self._orders.items()},
        )

    @classmethod
    def thaw(cls, frozen: tuple[Any, ...], facets: Iterable[str]) -> "Index":
        index = cls(facets)
        maps, alive, vocabulary, phrases, columns, orders = frozen
        for bitmaps, content in zip((*index._postings, *index._facets.values()), maps, strict=True):
            bitmaps.update((key, BitMap.deserialize(bitmap)) for key, bitmap in content.items())
        index._alive = BitMap.deserialize(alive)
        index.vocabulary.thaw(vocabulary)
        index._phrases.thaw(phrases)
        index._columns.thaw(columns)
        index._orders = index._columns.orders(orders)
        index._slots = {index._columns.ids[slot]: slot for slot in index._alive}
        return index

    def apply(self, change: Document | Removal) -> None:
        """A new version takes a new slot; the tombstone of the old one needs none of its old words."""
        self.forget()
        old = self._slots.pop(change.id, None)
        if old is not None:
            self._alive.discard(old)
            self._columns.conceal(old)
        if isinstance(change, Document):
            slot = self._add(change)
            self._post()
            for order in self._orders.values():
                order.add(slot)

    def _add(self, document: Document) -> int:
        slot = self._columns.add(document, document.shown)
        self._slots[document.id] = slot
        self._alive.add(slot)
        self._gathered.file(slot, document.facets)
        parts = ((document.title,), (document.organisation,), document.texts, document.topics)
        codes: list[bytes] = []
        for part, texts in enumerate(parts):
            if part in _SHARED:
                self._gathered.read(slot, part, texts)
                codes += map(self._phrases.usual_code, texts)
                continue
            for tokens in map(analyser.tokens, texts):
                self._gathered.read(slot, part, tokens)
                codes.append(self._phrases.code(tokens))
        self._phrases.add(codes)
        return slot

    def _post(self) -> None:
        self._gathered.post(self._postings, self._facets, self.vocabulary)

    def reading(self) -> ranking.Reading:
        return ranking.Reading(self._postings, self._alive, self._phrases)

    def parser(self, reading: ranking.Reading) -> Parser:
        return Parser(self.vocabulary, self._alive, reading.known)

    def _answer(self, query: Query) -> Answer:
        """The same one for every page and every order of a question, until the library changes."""
        key = (query.text, tuple(query.filters.items()))
        answer = self._answers.get(key)
        if answer is None:
            answer = self._found(query)
            while len(self._answers) >= _REMEMBERED:
                del self._answers[next(iter(self._answers))]
            self._answers[key] = answer
        return answer

    def _found(self, query: Query) -> Answer:
        reading = self.reading()
        clauses = self.parser(reading).clauses(query.text)
        hits, fallback = ranking.match(reading, clauses, self._alive)
        kept, facets = self._count(hits, query.filters)
        result = Result(
            total=len(kept),
            ids=(),
            facets=facets,
            fallback=fallback,
            terms=tuple(frozenset(clause.terms) for clause in clauses),
            unknown=tuple(clause.typed for clause in clauses if not reading.clause(clause)),
            corrected=tuple((clause.typed, clause.corrected) for clause in clauses if clause.corrected),
            proposed=tuple((clause.typed, clause.proposed) for clause in clauses if clause.proposed),
            synonyms=ranking.brought(reading, clauses, kept),
            at_least=not reading.complete,
        )
        return Answer(reading, clauses, kept, result)

    def forget(self) -> None:
        """The answers already given: the next ones are made afresh."""
        self._answers.clear()

    def search(self, query: Query) -> Result:
        answer = self._answer(query)
        if not query.limit:
            return answer.result
        if answer.clauses and query.sort == "pertinence":
            slots = self._ranked(answer.kept, answer.gains, query.offset, query.limit)
        else:
            slots = self._orders[query.sort].page(answer.kept, query.offset, query.limit)
        ids, shown = self._columns.ids, self._columns.shown
        return replace(
            answer.result,
            ids=tuple([ids[slot] for slot in slots]),
            shown=tuple([shown[slot] for slot in slots]),
        )

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
            counts = zip(values, map(base.intersection_cardinality, values.values()), strict=True)
            facets[name] = {code: count for code, count in counts if count}
        return kept, facets

    def _ranked(self, hits: BitMap, gains: ranking.Gains, offset: int, limit: int) -> list[int]:
        """Classes of equal weight, best first; only those that the page shows are put in order."""
        slots: list[int] = []
        for part in ranking.classes(hits, gains, offset + limit):
            if len(slots) >= limit:
                break
            if offset >= len(part):
                offset -= len(part)
                continue
            slots += self._orders["pertinence"].page(part, offset, limit - len(slots))
            offset = 0
        return slots

    @property
    def alive(self) -> BitMap:
        return self._alive

    def any_of(self, term: str) -> BitMap:
        return self.reading().any_of((term,))

    def holding(self, part: int, term: str) -> BitMap:
        """The records whose part (TITLE, TEXT…) holds this term."""
        return self._postings[part].get(term, _NONE) & self._alive

    def filed(self, facet: str, code: str) -> BitMap:
        return self._facets[facet].get(code, _NONE) & self._alive

    def only(self, document_id: str) -> BitMap:
        return BitMap([self._slots[document_id]] if document_id in self._slots else [])

    def page(self, hits: BitMap, sort: str, limit: int, offset: int = 0) -> list[Row]:
        slots = self._orders[sort].page(hits, offset, limit)
        return [self._columns.row(slot) for slot in slots]

    def completions(self, beginning: str) -> list[str]:
        return self.vocabulary.completions(beginning, self._alive)

    def id_of(self, slot: int) -> str:
        return self._columns.ids[slot]

    def nearest(self, surface: str, limit: int = 3) -> tuple[str, ...]:
        """Words of the public fiches that look like one they do not hold."""
        return self.vocabulary.nearest(surface, self._alive, limit)
