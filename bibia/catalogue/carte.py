"""The library as a map: the same search as the list, its counts by territory, and where the organisations are."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from django.http import QueryDict

from bibia.catalogue.asking import Query, Result
from bibia.catalogue.query import Parameters, Search, parse, readable, written
from bibia.catalogue.reader import reader
from bibia.territoires import table

# Fiches are looked at one by one, for the seats of their organisations, up to there.
MOST_FICHES = 500


@dataclass(frozen=True)
class MapSearch(Search):
    """The same choices as the list, under the address of the map."""

    zoom: str = ""

    def _own(self, parameters: Parameters) -> str:
        return written("carte", [*parameters, ("zoom", self.zoom)] if self.zoom else parameters)

    @property
    def narrowed(self) -> Search:
        """The same search, within the région that is shown: what the page counts is what it draws."""
        if not self.zoom:
            return self
        return Search(text=self.text, filters={**self.filters, "region": (self.zoom,)}, whole=self.whole)

    def query(self) -> Query:
        return self.narrowed.query() if self.zoom else super().query()

    @property
    def list_url(self) -> str:
        return self.address("cas-usage")

    def at(self, **filters: str) -> str:
        """The list of what is there: a place replaces the chosen places of its kind."""
        chosen = {name: (code,) for name, code in filters.items()}
        return Search(text=self.text, filters={**self.filters, **chosen}).url

    def zoomed(self, region: str) -> "MapSearch":
        return self.but(zoom=region)  # type: ignore[return-value]


@dataclass(frozen=True)
class Figures:
    """Numbers of fiches that the choices keep, by territory: the drawing and the table read the same ones."""

    total: int
    regions: Mapping[str, int]
    departements: Mapping[str, int]

    def of_region(self, code: str) -> list[tuple[str, int]]:
        """Its départements that have fiches, in the order of their codes."""
        return [
            (one.code, self.departements[one.code])
            for one in table.departements()
            if one.region == code and self.departements.get(one.code)
        ]

    def whole_region(self, code: str) -> int:
        """The fiches of the région itself, or of a body that stands for several départements."""
        return self.regions.get(code, 0) - sum(count for _, count in self.of_region(code))

    @property
    def nowhere(self) -> int:
        """The fiches of organisations whose territory is not known."""
        outside = sum(count for code, count in self.departements.items() if not _region_of(code))
        return self.total - sum(self.regions.values()) - outside


def _region_of(code: str) -> str:
    found = table.departement(code)
    return found.region if found else ""


def read(parameters: QueryDict) -> MapSearch:
    """What was understood of an address; the map has one page and one order."""
    search = parse(parameters)
    zoom = parameters.get("zoom", "")
    known = table.region(zoom) is not None
    ignored = search.ignored if known or not zoom else (*search.ignored, readable(zoom, 40))
    filters = dict(search.filters)
    if known and zoom not in filters.get("region", (zoom,)):
        del filters["region"]  # the région that one looks at replaces those chosen before
    return MapSearch(
        text=search.text,
        filters=filters,
        whole=search.whole,
        ignored=ignored,
        zoom=zoom if known else "",
    )


def run(search: MapSearch) -> tuple[Result, Figures]:
    result = reader.search(replace(search.query(), offset=0, limit=0))
    return result, figures(search, result)


def shown(search: MapSearch) -> tuple[str, ...] | None:
    """The fiches of the part of France that is shown, None when there are too many to place one by one."""
    found = reader.search(replace(search.query(), offset=0, limit=MOST_FICHES))
    return found.ids if found.total <= MOST_FICHES else None


def in_france(search: MapSearch) -> int:
    """How many fiches the same choices keep out of the région that is shown too."""
    return reader.search(replace(search.zoomed("").query(), offset=0, limit=0)).total


def figures(search: Search, result: Result) -> Figures:
    return Figures(
        total=result.total,
        regions=_kept(search, result, "region"),
        departements=_kept(search, result, "departement"),
    )


def _kept(search: Search, result: Result, name: str) -> dict[str, int]:
    """A facet counts as if nothing were chosen in it; the map shows only what is kept."""
    chosen = search.filters.get(name, ())
    return {code: count for code, count in result.facets[name].items() if not chosen or code in chosen}
