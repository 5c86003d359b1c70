"""Search and facets on synthetic records, beside the plain SQL way, in the same run.

    SIZE=50000 python -m benches.search

Records are the same at each run. Figures are p50 and p95 in milliseconds of results + every facet count
+ a page of twelve; the last column says how many times plain SQL takes longer (one run of each question).
"""

import json
import os
import random
import sqlite3
import sys
import time
from collections.abc import Callable, Iterator
from itertools import accumulate
from pathlib import Path
from typing import Any

from bibia.catalogue.index import Document, Index, Query, Result
from bibia.ui.text import fold

SEED = 2025
RUNS = 40
FACETS = {
    "theme": 6,
    "sous_theme": 35,
    "nature": 6,
    "type": 15,
    "maturite": 6,
    "audience": 10,
    "region": 18,
    "departement": 101,
    "annee": 11,
    "algorithme": 8,
}
SEVERAL = {"sous_theme": 2, "audience": 3, "algorithme": 2}
# The words that questions ask, with the share of records that hold them.
ASKED = {
    "données": 0.4,
    "énergie": 0.1,
    "assainissement": 0.01,
    "gestion": 0.15,
    "eau": 0.12,
    "délibération": 0.02,
}
SYLLABLES = [a + b for a in "bcdfglmnprstv" for b in ("a", "é", "i", "o", "ou", "on", "an", "er")]

QUESTIONS: dict[str, Query] = {
    "empty": Query(sort="recent"),
    "common word": Query("données"),
    "middling word": Query("assainissement"),
    "rare word": Query("unique7"),
    "two words, elision": Query("gestion de l’eau"),
    "without accents": Query("deliberations"),
    "OR fallback": Query("unique7 unique8"),
    "word + 2 facets": Query("énergie", {"theme": ("1", "3"), "maturite": ("2",)}),
    "deep page": Query("données", offset=-1),
    "word, by date": Query("données", sort="recent"),
    "one département": Query(filters={"departement": ("34",)}, sort="recent"),
    "4 filters": Query(
        filters={"theme": ("0", "1"), "region": ("2", "3", "4"), "audience": ("0",), "annee": ("8", "9")},
        sort="recent",
    ),
    "by title": Query(sort="titre", offset=-1),
}


def main() -> None:
    size = int((sys.argv[1:] or [os.environ.get("SIZE") or "5000"])[0])
    before = resident()
    started = time.perf_counter()
    drawing = sum(len(doc.texts) for doc in documents(size)) and time.perf_counter() - started
    started = time.perf_counter()
    index = Index.build(documents(size), FACETS)
    build = time.perf_counter() - started - drawing
    held = resident() - before
    print(f"{size} fiches : {build:.2f} s pour indexer, {held:.0f} Mo, {len(index.vocabulary)} mots")
    plain = Plain(size)
    rows = [measure(name, deep(query, size), index, plain) for name, query in QUESTIONS.items()]
    print(f"{'question':22}{'réponses':>9}{'p50':>9}{'p95':>9}{'SQL':>10}{'SQL/p50':>9}")
    for name, total, p50, p95, sql in rows:
        print(f"{name:22}{total:9}{p50:9.3f}{p95:9.3f}{sql:10.1f}{sql / p50:9.0f}")
    print(
        f"{'all':22}{'':9}{percentile([row[2] for row in rows], 0.5):9.3f}{max(row[3] for row in rows):9.3f}"
    )
    changed = list(documents(20))
    print(f"{'one edit applied':31}{timed(lambda: [index.apply(doc) for doc in changed], 1)[0] / 20:9.3f}")
    print(f"{'nearest words':31}{percentile(timed(lambda: index.nearest('asainissement'), 5), 0.5):9.3f}")


def deep(query: Query, size: int) -> Query:
    """-1 stands for a page in the middle of the results."""
    offset = size // 5 if query.offset < 0 else query.offset
    return Query(query.text, query.filters, query.sort, offset, query.limit)


def measure(name: str, query: Query, index: Index, plain: "Plain") -> tuple[str, int, float, float, float]:
    result = index.search(query)
    times = timed(lambda: index.search(query), RUNS)
    [sql] = timed(lambda: plain.search(query), 1)
    if not query.text:
        check(result, *plain.search(query))
    return name, result.total, percentile(times, 0.5), percentile(times, 0.95), sql


def check(result: Result, total: int, facets: dict[str, dict[str, int]]) -> None:
    """Fast and wrong would be easy."""
    if (result.total, dict(result.facets)) != (total, facets):
        sys.exit("Les comptes de l’index ne sont pas ceux de la base.")


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


def documents(size: int) -> Iterator[Document]:
    rng = random.Random(SEED)
    words = ["".join(rng.choices(SYLLABLES, k=rng.randint(2, 4))) for _ in range(20_000)]
    weights = list(accumulate(1 / rank for rank in range(1, len(words) + 1)))
    for number in range(size):
        drawn = rng.choices(words, cum_weights=weights, k=rng.randint(25, 60))
        drawn += [word for word, share in ASKED.items() if rng.random() < share]
        drawn += [f"unique{rest}" for rest in (7, 8) if number % (size // 5 or 1) == rest]
        rng.shuffle(drawn)
        title = " ".join(drawn[:5])
        owner = f"Commune de {drawn[5].capitalize()}"
        yield Document(
            id=f"{number:08}",
            title=title,
            organisation=owner,
            texts=(" ".join(drawn[5:]),),
            facets={name: tuple(_codes(rng, name, count)) for name, count in FACETS.items()},
            completeness=rng.randrange(17),
            recent=20_200_101 + rng.randrange(60_000),
            start=201_501 + rng.randrange(1_000),
            sort_title=fold(title),
            sort_organisation=fold(owner),
        )


def _codes(rng: random.Random, name: str, count: int) -> set[str]:
    """Low codes are more frequent, as real values are."""
    return {str(int(count * rng.random() ** 1.7)) for _ in range(rng.randint(1, SEVERAL.get(name, 1)))}


class Plain:
    """What one writes without thinking: LIKE on a folded column, GROUP BY for each facet."""

    def __init__(self, size: int) -> None:
        self.db = sqlite3.connect("")
        self.db.execute("create table fiche (id integer primary key, text, recent, title)")
        self.db.execute("create table value (fiche, facet, code)")
        for number, doc in enumerate(documents(size)):
            text = fold(f"{doc.title} {doc.organisation} {' '.join(doc.texts)}")
            self.db.execute(
                "insert into fiche values (?, ?, ?, ?)", (number, text, doc.recent, doc.sort_title)
            )
            pairs = ((number, name, code) for name, codes in doc.facets.items() for code in codes)
            self.db.executemany("insert into value values (?, ?, ?)", pairs)
        self.db.execute("create index facet on value (facet, code, fiche)")
        self.db.execute("create index owner on value (fiche, facet, code)")
        self.db.execute("analyze")

    def search(self, query: Query) -> tuple[int, dict[str, dict[str, int]]]:
        where, given = self._where(query, "")
        order = "title" if query.sort == "titre" else "recent desc"
        page = f"select id from fiche where {where} order by {order} limit 12 offset ?"
        self.db.execute(page, (*given, query.offset)).fetchall()
        [total] = self.db.execute(f"select count(*) from fiche where {where}", given).fetchone()
        facets = {}
        for name in FACETS:
            where, given = self._where(query, name)
            grouped = (
                "select code, count(*) from value join fiche on fiche.id = value.fiche "
                f"where facet = ? and {where} group by code"
            )
            facets[name] = dict(self.db.execute(grouped, (name, *given)))
        return total, facets

    def _where(self, query: Query, ignored: str) -> tuple[str, tuple[str, ...]]:
        words = [word for word in fold(query.text).replace("'", " ").split() if len(word) > 2]
        clauses, given = ["1", *("text like ?" for _ in words)], [f"%{word}%" for word in words]
        for name, codes in query.filters.items():
            if name != ignored:
                chosen = (
                    "select fiche from value where facet = ? and code in (select value from json_each(?))"
                )
                clauses.append(f"fiche.id in ({chosen})")
                given += [name, json.dumps(codes)]
        return " and ".join(clauses), tuple(given)


if __name__ == "__main__":
    main()
