"""A way into the library: the address of its list, the ways to narrow it, and who answers."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Protocol

from bibia.catalogue.asking import Query, Result
from bibia.catalogue.facets import FACETS, Facet
from bibia.catalogue.reader import reader


class Answering(Protocol):
    def search(self, query: Query) -> Result: ...

    def search_all(self, queries: Iterable[Query]) -> list[Result]: ...

    def nearest(self, word: str) -> tuple[str, ...]: ...


@dataclass(eq=False)
class Door:
    route: str
    facets: tuple[Facet, ...]
    reader: Answering
    by_name: dict[str, Facet] = field(init=False)

    def __post_init__(self) -> None:
        self.by_name = {facet.name: facet for facet in self.facets}


PUBLIC = Door("cas-usage", FACETS, reader)
