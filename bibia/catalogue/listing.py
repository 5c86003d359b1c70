"""What the page of results says: facets with true counts, choices that can be undone, ways out."""

from typing import Any

from bibia.catalogue.facets import BY_NAME, FACETS, Facet
from bibia.catalogue.index import Result
from bibia.catalogue.paging import last_page
from bibia.catalogue.query import PER_PAGE, Search
from bibia.catalogue.reader import reader

SHOWN = 6
SORT_LABELS = {
    "pertinence": "Pertinence",
    "recent": "Mise à jour",
    "titre": "Titre",
    "demarrage": "Démarrage",
    "organisation": "Organisation",
}


def run(search: Search) -> tuple[Search, Result]:
    """The answer, from the last page when a later one was asked."""
    result = reader.search(search.query())
    last = last_page(result.total, PER_PAGE)
    if search.page > last:
        search = search.but(page=last, ignored=search.ignored)
        result = reader.search(search.query())
    return search, result


def facet(search: Search, result: Result, facet: Facet, shown: int | None = SHOWN) -> dict[str, Any]:
    """The chosen values and the highest other ones; every value when `shown` is None."""
    counts = result.facets[facet.name]
    chosen = search.filters.get(facet.name, ())
    ordered = sorted({*counts, *chosen}, key=lambda code: (-counts.get(code, 0), facet.rank(code), code))
    kept = set(ordered if shown is None else ordered[:shown]) | set(chosen)
    values = [
        {
            "code": code,
            "label": facet.label_of(code),
            "count": counts.get(code, 0),
            "url": search.toggled(facet.name, code).url,
            "selected": code in chosen,
        }
        for code in ordered
        if code in kept
    ]
    more = search.but(whole=facet.name).url if len(kept) < len(ordered) else ""
    return {
        "name": facet.name,
        "label": facet.label,
        "values": values,
        "more_url": more,
        "total": len(ordered) if more else 0,
    }


def facets(search: Search, result: Result) -> list[dict[str, Any]]:
    """Those that can still narrow: a single value that nobody chose narrows nothing."""
    return [
        facet(search, result, one)
        for one in FACETS
        if len(result.facets[one.name]) > 1 or search.filters.get(one.name)
    ]


def removable(search: Search) -> list[dict[str, str]]:
    choices = [
        {
            "label": BY_NAME[name].label,
            "value": BY_NAME[name].label_of(code),
            "url": search.toggled(name, code).url,
        }
        for name, codes in search.filters.items()
        for code in codes
    ]
    if search.text:
        choices.insert(0, {"label": "Mots", "value": search.text, "url": search.but(text="").url})
    return choices


def sorts(search: Search) -> list[dict[str, Any]]:
    return [
        {
            "label": label,
            "url": search.but(sort=name).url,
            "current": name == search.effective_sort,
        }
        for name, label in SORT_LABELS.items()
        # Without words, everything is equally relevant.
        if search.text or name != "pertinence"
    ]


def ways_out(search: Search, result: Result) -> list[dict[str, str]]:
    """Where to go from no result: a word that exists, one choice less, no choice at all."""
    ways = []
    for word in result.unknown:
        for near in reader.nearest(word):
            text = search.text.lower().replace(word, near)
            ways.append({"label": f"Chercher « {text} »", "url": search.but(text=text).url})
    for choice in removable(search):
        ways.append({"label": f"Sans le choix « {choice['value']} »", "url": choice["url"]})
    return [way for way in ways if way["url"] != search.url]


def heading(search: Search, total: int) -> str:
    """The title of the page says what was found: it is what is read aloud first."""
    found = "Aucune fiche" if not total else f"{total} fiche{'s' if total > 1 else ''}"
    about = [f"« {search.text} »"] if search.text else []
    about += [BY_NAME[name].label_of(code) for name, codes in search.filters.items() for code in codes]
    return f"{found} : {', '.join(about)}" if about else found
