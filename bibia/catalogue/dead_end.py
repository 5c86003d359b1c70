"""Where a search that found nothing leads: never back to itself."""

from typing import Any

from bibia.catalogue import listing
from bibia.catalogue.asking import Query, Result
from bibia.catalogue.query import Search
from bibia.catalogue.suggestions import suggest
from bibia.ui import glossary


def context(search: Search, result: Result) -> dict[str, Any]:
    """Nothing to say of a list that shows fiches; only that it is empty when there is no fiche at all."""
    if result.total:
        return {}
    everything = search.door.reader.search(Query(limit=0))
    if not everything.total:
        return {"library_is_empty": True}
    return {
        "library_is_empty": False,
        "ways_out": listing.ways_out(search, result),
        "has_suggestions": bool(search.text and suggest(search.text)),
        "term": glossary.named(search.text),
        "themes": _themes(search, everything),
    }


def _themes(search: Search, everything: Result) -> list[dict[str, str]]:
    theme = search.door.by_name["theme"]
    counts = everything.facets["theme"]
    return [
        {
            "label": f"{theme.label_of(code)} ({counts[code]})",
            "url": Search(filters={"theme": (code,)}, door=search.door).url,
        }
        for code in sorted(counts, key=lambda code: (-counts[code], theme.rank(code)))
    ]
