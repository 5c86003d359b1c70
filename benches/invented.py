"""Invented fiches, the same at each run: streamed, so that a million of them need no database."""

import marshal
import random
from collections.abc import Iterator
from itertools import accumulate

from bibia.catalogue.index import Document
from bibia.ui.text import fold

SEED = 2025
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
    "gestion de l’eau": 0.01,
    "délibération": 0.02,
    "restauration scolaire": 0.01,
}
SYLLABLES = [a + b for a in "bcdfglmnprstv" for b in ("a", "é", "i", "o", "ou", "on", "an", "er")]


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
            shown=marshal.dumps((number, title, " ".join(drawn[5:]), owner)),
        )


def _codes(rng: random.Random, name: str, count: int) -> set[str]:
    """Low codes are more frequent, as real values are."""
    return {str(int(count * rng.random() ** 1.7)) for _ in range(rng.randint(1, SEVERAL.get(name, 1)))}
