"""The index of this process, kept current with the library by following `pub_change`.

Other processes publish: on SQLite `PRAGMA data_version` says at each request, in microseconds, whether
anything was committed; PostgreSQL is asked for the lines after the last one. It is asked each time and
not every quarter of a second, because a page is kept under the generation that the database says: an
index that lags would be kept with it. Whatever does not follow — a gap, an older number, another line
under the same number, a count that differs — means that this is not the library that was indexed: it is
indexed again. A large library is indexed aside, from its snapshot when it has one; until then answers
come from plain SQL.
"""

import threading
from collections.abc import Callable, Iterable
from functools import partial
from typing import TypeVar

from django.db import connection

from bibia.catalogue import plain, snapshot
from bibia.catalogue.asking import Query, Result
from bibia.catalogue.documents import document
from bibia.catalogue.facets import FACETS
from bibia.catalogue.index import Document, Index, Removal
from bibia.catalogue.rows import rows
from bibia.catalogue.shown import packed
from bibia.catalogue.snapshot import Line
from bibia.fiches.guard import public_request
from bibia.fiches.models import Change, Fiche, signature
from bibia.ui import provisional

_BATCH = 500
# Fiches that are indexed within the request that needs them: half a second at most.
_AT_ONCE = 1_000

Seen = TypeVar("Seen")
_document = partial(document, shown=packed)


class Reader:
    def __init__(self) -> None:
        # One search at a time: it lasts less than a millisecond, and nobody sees half a change.
        self._lock = threading.RLock()
        self._index = _empty()
        self._last: Line | None = None
        self._built = False
        self._building: threading.Thread | None = None
        self._tried = False
        self._seen = threading.local()

    def search(self, query: Query) -> Result:
        return self.search_all([query])[0]

    def search_all(self, queries: Iterable[Query]) -> list[Result]:
        """Several answers about one same state of the library."""
        with self._lock:
            index = self._current()
            if index is not None:
                return [index.search(query) for query in queries]
        provisional.mark()
        return [plain.search(query) for query in queries]

    def look(self, at: Callable[[Index], Seen]) -> Seen:
        """What is seen of the index as it stands now: something else than a search."""
        with self._lock:
            index = self._current()
            if index is None:
                provisional.mark()
            return at(_empty() if index is None else index)

    def nearest(self, word: str) -> tuple[str, ...]:
        return self.look(lambda index: index.nearest(word))

    def generation(self) -> int:
        """The number of the last public change that answers take into account."""
        with self._lock:
            self._current()
            return self._last[0] if self._last else 0

    def wait(self) -> None:
        """Until the index that is being made aside is there."""
        building = self._building
        if building is not None:
            building.join()

    def _current(self) -> Index | None:
        """The index, true to the library; None while it is being made."""
        now = signature()
        if not self._built:
            self._rebuild()
        elif now is None or now != getattr(self._seen, "signature", None):
            self._follow()
        if not self._built:
            return None
        self._seen.signature = now
        return self._index

    def _follow(self) -> None:
        moved = False
        while True:
            new = self._new_lines()
            if new is None or len(new) > len(self._index) + _BATCH:
                return self._rebuild()
            if new:
                self._apply({line[1] for line in new})
                self._last, moved = new[-1], True
            elif not moved:
                return None
            elif Fiche.objects.count() == len(self._index):
                return self._tidy()
            elif self._new_lines() == []:
                # Not a commit that happened between two questions.
                return self._rebuild()

    def _new_lines(self) -> list[Line] | None:
        """The changes after the last one applied; None when they do not follow it."""
        after = self._last[0] if self._last else 0
        lines = Change.objects.filter(seq__gte=after).order_by("seq")
        found = list(lines.values_list("seq", "fiche_id", "kind", "at"))
        if self._last:
            if found[:1] != [self._last]:
                return None
            found = found[1:]
        if [line[0] for line in found] != list(range(after + 1, after + 1 + len(found))):
            return None
        return found

    def _apply(self, ids: Iterable[str]) -> None:
        names = sorted(ids)
        for at in range(0, len(names), _BATCH):
            batch = names[at : at + _BATCH]
            fiches = Fiche.objects.select_related("collectivite").in_bulk(batch)
            if any(name in self._index and name not in fiches for name in batch):
                # What is withdrawn does not stay on the disk either.
                snapshot.discard()
            for name in batch:
                change: Document | Removal = _document(fiches[name]) if name in fiches else Removal(name)
                self._index.apply(change)

    def _tidy(self) -> None:
        """The index is right, yet heavy with old versions: it goes on answering while another is made."""
        if self._index.tombstones > len(self._index) + _BATCH:
            self._rebuild(right=True)

    def _rebuild(self, *, right: bool = False) -> None:
        if self._building is not None and self._building.is_alive():
            self._built = self._built and right
        elif Fiche.objects.count() <= _AT_ONCE:
            self._last, self._index = _whole()
            self._built = True
        else:
            self._built = right
            self._building = threading.Thread(target=self._aside, args=(right,), daemon=True)
            self._building.start()

    def _aside(self, afresh: bool) -> None:
        try:
            with public_request():
                # Once: a snapshot that did not follow the library is not tried again.
                tried, self._tried = self._tried, True
                made = None if afresh or tried else _from_snapshot()
                last, index = made or _whole()
                if made is None:
                    # Before anyone follows: an index that changes while it is written could not be read again.
                    snapshot.save(last, index)
                with self._lock:
                    self._last, self._index, self._built = last, index, True
                    # What was published meanwhile is followed by each thread at its next search.
                    self._seen = threading.local()
        finally:
            connection.close()


def _empty() -> Index:
    return Index(facet.name for facet in FACETS)


def _from_snapshot() -> tuple[Line | None, Index] | None:
    made = snapshot.load()
    if made is None:
        return None
    last, index = made
    now = _last_line()
    # Changes that came since are followed; under the same number, the library must be the same.
    return None if now == last and Fiche.objects.count() != len(index) else made


def _last_line() -> Line | None:
    return Change.objects.order_by("-seq").values_list("seq", "fiche_id", "kind", "at").first()


def _whole() -> tuple[Line | None, Index]:
    # The number first: a change that comes while reading is then applied again, harmlessly.
    last = _last_line()
    return last, Index.build(map(_document, rows()), (facet.name for facet in FACETS))


reader = Reader()
