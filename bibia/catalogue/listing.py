"""What the page of results says: facets with true counts, choices that can be undone, ways out."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import islice, zip_longest
from typing import Any

from bibia.catalogue.asking import Result
from bibia.catalogue.facets import Facet
from bibia.catalogue.query import PER_PAGE, Search
from bibia.catalogue.question import rewritten, unquoted
from bibia.fiches.display import number
from bibia.ui.paging import last_page
from bibia.ui.text import squeeze

SHOWN = 6
# Beyond the highest values, those that are chosen; and all that is chosen, above the results.
MOST_CHOSEN, MOST_REMOVABLE = 3, 8
# Where the same question leads, beside its list.
_ELSEWHERE = ("carte", "flux", "alertes")
SORT_LABELS = {
    "pertinence": "Pertinence",
    "recent": "Mise à jour",
    "titre": "Titre",
    "demarrage": "Démarrage",
    "organisation": "Organisation",
}


def run(search: Search) -> tuple[Search, Result]:
    """The answer, from the last page when a later one was asked."""
    result = search.door.reader.search(search.query())
    last = last_page(result.total, PER_PAGE)
    if search.page > last:
        search = search.but(page=last, ignored=search.ignored)
        result = search.door.reader.search(search.query())
    return search, result


def facet(search: Search, result: Result, facet: Facet, shown: int | None = SHOWN) -> dict[str, Any]:
    """The highest values and a few of the chosen ones below them; every value when `shown` is None."""
    counts = result.facets[facet.name]
    chosen = search.filters.get(facet.name, ())
    ordered = sorted({*counts, *chosen}, key=lambda code: (-counts.get(code, 0), facet.rank(code), code))
    below = [] if shown is None else [code for code in ordered[shown:] if code in chosen]
    kept = {*ordered[:shown], *below[:MOST_CHOSEN]}
    address = search.toggling(facet.name)
    values = [
        {
            "code": code,
            "label": facet.label_of(code),
            "count": counts.get(code, 0),
            "url": address(code),
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
        for one in search.door.facets
        if len(result.facets[one.name]) > 1 or search.filters.get(one.name)
    ]


def removable(search: Search) -> list[dict[str, str]]:
    choices = [
        {
            "label": search.door.by_name[name].label,
            "value": search.door.by_name[name].label_of(code),
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
    """Where to go from no result; only ways that lead somewhere, said with what they lead to."""
    ways: dict[str, str] = {}
    if result.corrected:
        search = search.but(text=rewritten(search.text, dict(result.corrected)))
    alternatives = list(_alternatives(search, result))
    answers = search.door.reader.search_all(replace(way.query(), limit=0) for way, _ in alternatives)
    for (way, label), answer in zip(alternatives, answers, strict=True):
        if answer.total:
            ways.setdefault(way.url, f"{label} ({counted(answer.total)})")
    return [{"label": label, "url": url} for url, label in islice(ways.items(), SHOWN)]


def _alternatives(search: Search, result: Result) -> Iterator[tuple[Search, str]]:
    """A word that exists, then one choice less, then the words alone."""
    loose = search.but(text=unquoted(search.text))
    if loose.text != search.text:
        yield loose, f"Chercher « {loose.text} » sans les guillemets"
    if result.proposed:
        meant = search.but(text=rewritten(search.text, dict(result.proposed)))
        yield meant, f"Chercher « {meant.text} »"
    # All the unknown words at once: one that is left would still answer nothing. Without any near word, it is left out.
    near = {word: search.door.reader.nearest(word) for word in result.unknown}
    for mending in zip_longest(*near.values(), fillvalue=""):
        mended = search.but(text=squeeze(rewritten(search.text, dict(zip(near, mending, strict=True)))))
        if mended.text:
            yield mended, f"Chercher « {mended.text} »"
            yield mended.but(filters={}), f"Chercher « {mended.text} » sans autre choix"
    for name, codes in search.filters.items():
        for code in codes:
            yield search.toggled(name, code), f"Sans le choix « {search.door.by_name[name].label_of(code)} »"
    if search.filters:
        yield search.but(filters={}), "Garder les mots seuls" if search.text else "Sans aucun choix"
    if search.text and search.filters:
        yield search.but(text=""), "Garder les choix sans les mots"


def understood(search: Search, result: Result) -> dict[str, Any]:
    """What was looked for when it is not quite what was typed, and how to look for exactly that."""
    corrected = dict(result.corrected)
    meant = search.but(text=rewritten(search.text, dict(result.proposed)))
    exact = {typed: f'"{typed}"' for typed in corrected}
    return {
        "text": rewritten(search.text, corrected) if corrected else "",
        "typed": ", ".join(f"« {typed} »" for typed in corrected),
        "exact_url": search.but(text=rewritten(search.text, exact)).url,
        # Without any fiche, the ways out propose it.
        "meant": {"text": meant.text, "url": meant.url} if result.proposed and result.total else None,
        "others": [
            {"typed": typed, "words": ", ".join(f"« {label} »" for label in labels)}
            for typed, labels in result.synonyms
        ],
    }


def counted(total: int) -> str:
    return f"{number(total)} fiche{'s' if total > 1 else ''}"


def asked(search: Search, result: Result) -> dict[str, Any]:
    """The question as it was read, and how to take each part of it back."""
    return {
        "heading": heading(search, result.total, at_least=result.at_least),
        "understood": understood(search, result),
        **choices(search),
    }


def around(search: Search, result: Result) -> dict[str, Any]:
    """All that stands around the fiches of an answer: the same on each of its pages, made with the first one."""
    order = search.effective_sort
    if order not in result.shared:
        unsorted = search.but(sort="")
        result.shared[order] = {
            **asked(search, result),
            "facets": facets(search, result),
            "sorts": sorts(search),
            "elsewhere": {route: unsorted.address(route) for route in _ELSEWHERE},
            "turning": search.turning(),
            "written": {},
        }
    return result.shared[order]


def choices(search: Search) -> dict[str, Any]:
    """What was chosen: a few to take back, how many more there are, and all of them for the next search."""
    chosen = removable(search)
    return {
        "filters": chosen[:MOST_REMOVABLE],
        "filters_left": len(chosen[MOST_REMOVABLE:]),
        "clear_url": search.but(filters={}).url,
        "hidden": [(name, ",".join(codes)) for name, codes in search.filters.items()],
    }


def heading(search: Search, total: int, *, at_least: bool = False) -> str:
    """The title of the page says what was found: it is what is read aloud first."""
    found = counted(total) if total else "Aucune fiche"
    if total and at_least:
        found = f"Plus de {found}"
    about = [f"« {search.text} »"] if search.text else []
    about += [
        search.door.by_name[name].label_of(code) for name, codes in search.filters.items() for code in codes
    ]
    return f"{found} : {', '.join(about)}" if about else found
