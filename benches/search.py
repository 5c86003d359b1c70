"""Speed of the search on invented fiches, beside the plain SQL way, in the same run.

    SIZE=50000 python -m benches.search

Figures are p50 and p95 in milliseconds of results + every facet count + a page of twelve, and for the two last
kinds of what they give; the last columns are plain SQL (LIKE and GROUP BY, one run of each question) and how
many times longer it takes. The index is made from streamed documents. Up to 50 000 fiches, the whole chain is
measured as well: a database, the page, another process (benches/processes.py).
"""

import os
import sys
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from benches.invented import FACETS, documents
from benches.plain import Plain
from bibia.catalogue.asking import Query, Result
from bibia.catalogue.index import Index

RUNS = 40
FIRST = next(documents(1_000))
# Beyond, plain SQL would take minutes for each question: it answers two of them.
MOST_PLAIN = 100_000
PLAIN_BEYOND = ("common word", "4 filters")
MOST_STORED = 50_000
SMALLEST = 33
# The goals of docs/recherche.md; those that are rates are to be reached, the others not to be exceeded.
GOALS: dict[int, dict[str, float]] = {
    50_000: {
        "p50 (ms)": 1.5,
        "p95 (ms)": 10,
        "mémoire (Mo)": 250,
        "suggestion (ms)": 3,
        "croissance depuis 33": 4,
        "page entière (ms)": 4,
        "départ à froid (s)": 15,
        "vue ailleurs, p50 (ms)": 50,
        "vue ailleurs, max (ms)": 1_000,
        "pages par seconde": 400,
        "page gardée / nginx": 1 / 3,
        "304 / nginx": 1 / 3,
    },
    1_000_000: {"p50 (ms)": 12, "p95 (ms)": 60, "mémoire (Mo)": 1_000, "fois plus vite que SQL": 100},
}
RATES = ("fois plus vite que SQL", "pages par seconde", "page gardée / nginx", "304 / nginx")

QUESTIONS: dict[str, Query] = {
    "empty": Query(sort="recent"),
    "common word": Query("données"),
    "rare word": Query("unique7"),
    "two words": Query("gestion de l’eau"),
    "phrase": Query('"gestion de l’eau"'),
    "prefix": Query("assain"),
    "typo": Query("asainissement"),
    "word + 2 facets": Query("énergie", {"theme": ("1", "3"), "maturite": ("2",)}),
    "deep page": Query("données", offset=-1),
    "by date": Query("données", sort="recent"),
    "one département": Query(filters={"departement": ("34",)}, sort="recent"),
    "4 filters": Query(
        filters={"theme": ("0", "1"), "region": ("2", "3", "4"), "audience": ("0",), "annee": ("8", "9")},
        sort="recent",
    ),
}
# Looked at too, outside the fourteen kinds.
OTHERS: dict[str, Query] = {
    "synonym": Query("cantines"),
    "OR fallback": Query("unique7 unique8"),
    "deep, by title": Query(sort="titre", offset=-1),
    "hostile": Query("données énergie gestion eau assainissement délibération unique7 unique8"),
}


def main() -> None:
    size = int((sys.argv[1:] or [os.environ.get("SIZE") or "5000"])[0])
    with tempfile.TemporaryDirectory() as folder:
        os.environ.update(BIBIA_DATA=folder, DJANGO_SETTINGS_MODULE="bibia.settings")
        os.environ.pop("DATABASE_URL", None)
        import django

        django.setup()
        found = measure_index(size)
        if size <= MOST_STORED:
            from benches import processes

            found |= processes.measure(size, Path(folder))
        say_goals(size, found)


def measure_index(size: int) -> dict[str, float]:
    started = time.perf_counter()
    drawing = sum(len(doc.texts) for doc in documents(size)) and time.perf_counter() - started
    before = resident()
    started = time.perf_counter()
    index = Index.build(documents(size), FACETS)
    build = time.perf_counter() - started - drawing
    held = resident() - before
    print(
        f"{size} fiches : {drawing:.2f} s pour les inventer, {build:.2f} s pour les indexer, {held:.0f} Mo, "
        f"{len(index.vocabulary)} mots"
    )
    plain = Plain(size)
    print(f"{'question':22}{'réponses':>9}{'p50':>9}{'p95':>9}{'SQL':>10}{'SQL/p50':>9}")
    asked = [line(name, deep(query, size), index, plain, size) for name, query in QUESTIONS.items()]
    kinds = [one[:2] for one in asked]
    kinds += [other_kind("similar", lambda: alike(index)), other_kind("suggestions", lambda: typed(index))]
    p50, p95 = percentile([one[0] for one in kinds], 0.5), max(one[1] for one in kinds)
    print(f"{f'the {len(kinds)} kinds':31}{p50:9.3f}{p95:9.3f}")
    small = smallest()
    print(f"{f'the same, {SMALLEST} fiches':31}{small:9.3f}")
    for name, query in OTHERS.items():
        line(name, deep(query, size), index, plain, size)
    changed = list(documents(20))
    other_kind("one edit applied", lambda: index.apply(changed.pop()) if changed else None, 20)
    return {
        "p50 (ms)": p50,
        "p95 (ms)": p95,
        "mémoire (Mo)": held,
        "suggestion (ms)": kinds[-1][0],
        "croissance depuis 33": p50 / small,
        # Of every question that plain SQL answered: the one where it comes nearest.
        "fois plus vite que SQL": min(one[2] for one in asked if one[2]),
    }


def smallest() -> float:
    """The same kinds on as many fiches as there were at the beginning."""
    index = Index.build(documents(SMALLEST), FACETS)
    actions = [partial(afresh, index, deep(query, SMALLEST)) for query in QUESTIONS.values()]
    actions += [partial(alike, index), partial(typed, index)]
    return percentile([percentile(timed(action, RUNS), 0.5) for action in actions], 0.5)


def alike(index: Index) -> Any:
    from bibia.catalogue.similar import related

    return related(index, FIRST)


def typed(index: Index) -> Any:
    from bibia.catalogue.completing import complete

    return complete(index, "gestion de l’ea")


def line(name: str, query: Query, index: Index, plain: Plain, size: int) -> tuple[float, float, float]:
    """p50, p95 and how many times longer plain SQL takes: 0 where it is not asked."""
    result = index.search(query)
    times = timed(lambda: afresh(index, query), RUNS)
    p50, p95 = percentile(times, 0.5), percentile(times, 0.95)
    shown, times_longer = f"{name:22}{result.total:9}{p50:9.3f}{p95:9.3f}", 0.0
    if size <= MOST_PLAIN or name in PLAIN_BEYOND:
        [sql] = timed(lambda: plain.search(query), 1)
        times_longer = sql / p50
        shown += f"{sql:10.1f}{times_longer:9.0f}"
        if not query.text:
            check(result, *plain.search(query))
    print(shown, flush=True)
    return p50, p95, times_longer


def afresh(index: Index, query: Query) -> Result:
    """As the first reader who asks it waits for it."""
    index.forget()
    return index.search(query)


def other_kind(name: str, action: Callable[[], Any], runs: int = RUNS) -> tuple[float, float]:
    times = timed(action, runs)
    p50, p95 = percentile(times, 0.5), percentile(times, 0.95)
    print(f"{name:31}{p50:9.3f}{p95:9.3f}", flush=True)
    return p50, p95


def deep(query: Query, size: int) -> Query:
    """-1 stands for a page in the middle of the results."""
    offset = size // 5 if query.offset < 0 else query.offset
    return Query(query.text, query.filters, query.sort, offset, query.limit)


def check(result: Result, total: int, facets: dict[str, dict[str, int]]) -> None:
    """Fast and wrong would be easy."""
    if (result.total, dict(result.facets)) != (total, facets):
        sys.exit("Les comptes de l’index ne sont pas ceux de la base.")


def say_goals(size: int, found: dict[str, float]) -> None:
    for name, goal in GOALS.get(size, {}).items():
        if name in found:
            held = found[name] >= goal if name in RATES else found[name] <= goal
            verdict = "tenu" if held else "manqué"
            print(f"objectif {name:24}{found[name]:9.2f} pour {goal:.4g} : {verdict}")


def timed(action: Callable[[], Any], runs: int) -> list[float]:
    times = []
    for _ in range(runs):
        started = time.perf_counter()
        action()
        times.append((time.perf_counter() - started) * 1000)
    return times


def percentile(values: list[float], share: float) -> float:
    return sorted(values)[min(len(values) - 1, round((len(values) - 1) * share))]


def resident() -> float:
    """Megabytes of this process."""
    return int(Path("/proc/self/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE") / 1e6


if __name__ == "__main__":
    main()
