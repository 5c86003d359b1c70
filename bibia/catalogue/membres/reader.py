"""The search of members: the same index as the public's, made of what members read, in memory only.

Made at the first request of a member, and kept current by what the database says at each: the last line of
`pub_change` for what everybody sees, the revisions of the records for what only members do. No snapshot: what
is reserved is written in no file outside the database.
"""

import threading
from collections.abc import Collection, Iterable, Iterator
from typing import NamedTuple

from django.db.models import Count, Sum

from bibia.catalogue.asking import Query, Result
from bibia.catalogue.documents import document
from bibia.catalogue.index import Document, Index, Removal
from bibia.catalogue.membres.facets import MEMBERS_FACETS, MEMBERS_TOPICS
from bibia.catalogue.membres.records import of_members
from bibia.catalogue.snapshot import Line
from bibia.fiches.models import Change, Fiche, Reserved

_BATCH = 500


class State(NamedTuple):
    """What changes whenever anything that members read does: a revision only ever grows."""

    line: Line | None
    records: int
    revisions: int


class MembersReader:
    def __init__(self) -> None:
        self._lock = threading.RLock()
        self._index = _empty()
        self._state: State | None = None
        self._revisions: dict[str, int] = {}

    def search(self, query: Query) -> Result:
        return self.search_all([query])[0]

    def search_all(self, queries: Iterable[Query]) -> list[Result]:
        """Several answers about one same state of the library."""
        with self._lock:
            self._refresh()
            return [self._index.search(query) for query in queries]

    def nearest(self, word: str) -> tuple[str, ...]:
        with self._lock:
            self._refresh()
            return self._index.nearest(word)

    def _refresh(self) -> None:
        # The state first: what changes while reading is then read again, harmlessly.
        state = _state()
        if state == self._state:
            return
        revisions = dict(Reserved.objects.values_list("pk", "revision"))
        changed = self._changed(revisions)
        if changed is None or len(changed) > len(self._index) + _BATCH:
            self._rebuild()
        else:
            self._apply(changed)
        self._state, self._revisions = state, revisions
        if len(self._index) != Fiche.objects.count() or self._index.tombstones > len(self._index) + _BATCH:
            # Not the library that was indexed; or heavy with old versions.
            self._rebuild()

    def _changed(self, revisions: dict[str, int]) -> list[str] | None:
        """The records to read again; None when this is another library than the one indexed."""
        if self._state is None:
            return None
        last = self._state.line
        lines = list(_lines().filter(seq__gte=last[0] if last else 0))
        if last and lines[:1] != [last]:
            return None
        changed = {line[1] for line in lines if line != last}
        changed.update(name for name, revision in revisions.items() if self._revisions.get(name) != revision)
        changed.update(self._revisions.keys() - revisions.keys())
        return sorted(changed - {""})

    def _apply(self, names: Collection[str]) -> None:
        for batch in _batches(list(names)):
            found = {one.id: one for one in _documents(batch)}
            for name in batch:
                change: Document | Removal = found.get(name) or Removal(name)
                self._index.apply(change)

    def _rebuild(self) -> None:
        names = list(Fiche.objects.order_by("pk").values_list("pk", flat=True))
        documents = (one for batch in _batches(names) for one in _documents(batch))
        self._index = Index.build(documents, (facet.name for facet in MEMBERS_FACETS))


def _empty() -> Index:
    return Index(facet.name for facet in MEMBERS_FACETS)


def _batches(names: list[str]) -> Iterator[list[str]]:
    return (names[at : at + _BATCH] for at in range(0, len(names), _BATCH))


def _documents(names: Collection[str]) -> Iterator[Document]:
    fiches = Fiche.objects.select_related("collectivite").order_by("pk").filter(pk__in=names)
    return (document(fiche, MEMBERS_FACETS, MEMBERS_TOPICS) for fiche in of_members(list(fiches)))


def _lines():
    return Change.objects.order_by("seq").values_list("seq", "fiche_id", "kind", "at")


def _state() -> State:
    line = _lines().reverse().first()
    told = Reserved.objects.aggregate(records=Count("pk"), revisions=Sum("revision"))
    return State(line, told["records"], told["revisions"] or 0)


members_reader = MembersReader()
