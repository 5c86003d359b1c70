"""The index of this process, kept current with the library by following `pub_change`.

Other processes publish: on SQLite `PRAGMA data_version` says at each request, in microseconds, whether
anything was committed; PostgreSQL is asked for the lines after the last one. It is asked each time and
not every quarter of a second, because a page is kept under the generation that the database says: an
index that lags would be kept with it. Whatever does not follow — a gap, an older number, another line
under the same number, a count that differs — means that this is not the library that was indexed: it is
indexed again.
"""

import threading
from collections.abc import Callable, Iterable
from typing import Any, TypeVar

from django.db import connection

from bibia.catalogue.documents import document
from bibia.catalogue.facets import FACETS
from bibia.catalogue.index import Document, Index, Query, Removal, Result
from bibia.fiches.models import Change, Fiche

_BATCH = 500

Line = tuple[int, str, str, Any]
Seen = TypeVar("Seen")


class Reader:
    def __init__(self) -> None:
        # One search at a time: it lasts less than a millisecond, and nobody sees half a change.
        self._lock = threading.RLock()
        self._index = Index([])
        self._last: Line | None = None
        self._built = False
        self._seen = threading.local()

    def search(self, query: Query) -> Result:
        return self.search_all([query])[0]

    def search_all(self, queries: Iterable[Query]) -> list[Result]:
        """Several answers about one same state of the library."""
        with self._lock:
            index = self._current()
            return [index.search(query) for query in queries]

    def look(self, at: Callable[[Index], Seen]) -> Seen:
        """What is seen of the index as it stands now: something else than a search."""
        with self._lock:
            return at(self._current())

    def nearest(self, word: str) -> tuple[str, ...]:
        with self._lock:
            return self._index.nearest(word)

    def generation(self) -> int:
        """The number of the last public change that answers take into account."""
        with self._lock:
            self._current()
            return self._last[0] if self._last else 0

    def _current(self) -> Index:
        signature = _signature()
        if not self._built:
            self._rebuild()
        elif self._may_have_changed(signature):
            self._follow()
        else:
            return self._index
        self._seen.signature = signature
        return self._index

    def _may_have_changed(self, signature: tuple[Any, ...] | None) -> bool:
        if signature is None or connection.in_atomic_block:
            # A transaction may be undone without a trace. Public requests open none.
            return True
        return signature != getattr(self._seen, "signature", None)

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
            for name in batch:
                change: Document | Removal = document(fiches[name]) if name in fiches else Removal(name)
                self._index.apply(change)

    def _tidy(self) -> None:
        if self._index.tombstones > len(self._index) + _BATCH:
            self._rebuild()

    def _rebuild(self) -> None:
        # The number first: a change that comes while reading is then applied again, harmlessly.
        lines = Change.objects.order_by("-seq").values_list("seq", "fiche_id", "kind", "at")
        self._last = lines.first()
        fiches = Fiche.objects.select_related("collectivite").order_by("pk").iterator(chunk_size=2_000)
        self._index = Index.build(map(document, fiches), (facet.name for facet in FACETS))
        self._built = True


def _signature() -> tuple[Any, ...] | None:
    """On SQLite, what changes when anyone commits: others (data_version), or this connection itself."""
    if connection.vendor != "sqlite":
        return None
    connection.ensure_connection()
    raw: Any = connection.connection
    return raw, raw.execute("PRAGMA data_version").fetchone()[0], raw.total_changes


reader = Reader()
