"""The address of a list of fiches: read with kindness, written in one canonical way."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Any
from urllib.parse import quote_plus

from django.http import QueryDict

from bibia.catalogue.asking import Query
from bibia.catalogue.door import PUBLIC, Door
from bibia.catalogue.order import SORTS
from bibia.ui.addresses import fixed
from bibia.ui.paging import understood
from bibia.ui.text import squeeze

PER_PAGE = 12
LONGEST_TEXT = 200
# More than a library will ever hold.
_MOST = 10_000_000
# Values said back to the reader when they are not understood: a few, and short.
_MOST_IGNORED = 3
_LONGEST_IGNORED = 40
_CONTROLS = dict.fromkeys([*range(32), *range(127, 160)], " ")

Parameters = list[tuple[str, str]]


@dataclass(frozen=True)
class Search:
    text: str = ""
    filters: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    sort: str = ""
    page: int = 1
    # The facet whose every value is shown.
    whole: str = ""
    ignored: tuple[str, ...] = ()
    door: Door = PUBLIC

    @property
    def default_sort(self) -> str:
        return "pertinence" if self.text else "recent"

    @property
    def effective_sort(self) -> str:
        # Without words, everything is equally relevant.
        meaningless = self.sort == "pertinence" and not self.text
        return self.default_sort if meaningless else self.sort or self.default_sort

    @property
    def url(self) -> str:
        return self._own(sorted(self._parameters()))

    def _own(self, parameters: Parameters) -> str:
        return written(self.door.route, parameters)

    def address(self, route: str) -> str:
        """The canonical one, of the list or of the map: known parameters in alphabetical order, without what is
        empty or usual."""
        return written(route, sorted(self._parameters()))

    def _parameters(self) -> Parameters:
        pairs = [(name, code) for name, codes in self.filters.items() for code in codes]
        pairs += [("q", self.text), ("tout", self.whole)]
        if self.effective_sort != self.default_sort:
            pairs.append(("tri", self.sort))
        if self.page > 1:
            pairs.append(("page", str(self.page)))
        return [(name, value) for name, value in pairs if value]

    def but(self, **changes: Any) -> "Search":
        """The same search, otherwise: from its first page unless a page is asked."""
        return replace(self, **{"page": 1, "whole": "", "ignored": (), **changes})

    def turning(self) -> Callable[[int], str]:
        """The address of any page of this search; what is the same for all is read once."""
        rest = self.but()._parameters()
        return lambda page: self._own(sorted([*rest, ("page", str(page))] if page > 1 else rest))

    def toggled(self, name: str, code: str) -> "Search":
        chosen = set(self.filters.get(name, ())) ^ {code}
        filters = {**self.filters, name: tuple(sorted(chosen))}
        return self.but(filters={name: codes for name, codes in filters.items() if codes})

    def toggling(self, name: str) -> Callable[[str], str]:
        """The address of `toggled` for any value of a facet; what is the same for all is read once."""
        chosen = set(self.filters.get(name, ()))
        others = {other: codes for other, codes in self.filters.items() if other != name}
        rest = self.but(filters=others)._parameters()
        return lambda code: self._own(sorted([*rest, *((name, one) for one in chosen ^ {code})]))

    def query(self) -> Query:
        return Query(
            text=self.text,
            filters=self.filters,
            sort=self.effective_sort,
            offset=(self.page - 1) * PER_PAGE,
            limit=PER_PAGE,
        )

    def everything(self) -> Query:
        """Every answer, in the same order, whatever the page."""
        return replace(self.query(), offset=0, limit=_MOST)


# A page writes the words that were asked in forty addresses.
_quoted = lru_cache(maxsize=256)(quote_plus)


def written(route: str, parameters: Parameters) -> str:
    query = "&".join([f"{name}={_quoted(value)}" for name, value in parameters])
    return f"{fixed(route)}?{query}" if query else fixed(route)


def parse(parameters: QueryDict, door: Door = PUBLIC) -> Search:
    """What was understood of an address; what was not is ignored, and said."""
    ignored: list[str] = []
    filters = {}
    for facet in (one for one in door.facets if one.name in parameters):
        # A form keeps many choices in one field: commas part them.
        codes = {code for given in parameters.getlist(facet.name) for code in given.split(",") if code}
        ignored += sorted(code for code in codes if not facet.known(code))
        if known := tuple(sorted(code for code in codes if facet.known(code))):
            filters[facet.name] = known
    sort = parameters.get("tri", "")
    page_text = parameters.get("page", "") or "1"
    page = understood(page_text)
    whole = parameters.get("tout", "")
    ignored += [sort] if sort and sort not in SORTS else []
    ignored += [page_text] if page is None else []
    ignored += [whole] if whole and whole not in door.by_name else []
    return Search(
        text=readable(parameters.get("q", ""), LONGEST_TEXT),
        filters=filters,
        sort=sort if sort in SORTS else "",
        page=page or 1,
        whole=whole if whole in door.by_name else "",
        ignored=tuple(readable(value, _LONGEST_IGNORED) for value in ignored[:_MOST_IGNORED]),
        door=door,
    )


def readable(text: str, longest: int) -> str:
    return squeeze(text.translate(_CONTROLS))[:longest].strip()
