"""Job words that stand for one another, read from `data/synonymes.toml`: the one file to edit."""

import tomllib
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import NamedTuple

from bibia.catalogue import analyser
from bibia.ui.text import fold

FILE = Path(__file__).parent / "data" / "synonymes.toml"

Terms = tuple[str, ...]


class Wording(NamedTuple):
    """Words as they are written in the file, and the terms they are looked for under."""

    label: str
    terms: Terms


class Synonyms:
    def __init__(self, rules: dict[Terms, tuple[Wording, ...]], labels: dict[Terms, str]) -> None:
        self._rules = rules
        self._labels = labels
        self._by_first: dict[str, list[Terms]] = {}
        for key in sorted(rules, key=len, reverse=True):
            self._by_first.setdefault(key[0], []).append(key)

    def at(self, groups: Sequence[Terms]) -> tuple[int, tuple[Wording, ...]]:
        """How many words from the first one have synonyms together, the most first, and these synonyms."""
        for term in groups[0]:
            for key in self._by_first.get(term, ()):
                if len(key) <= len(groups) and all(map(_in, key, groups)):
                    return len(key), self._rules[key]
        return 0, ()

    def beginning(self, text: str) -> Iterator[tuple[str, tuple[Wording, ...]]]:
        """The labels of the file that begin so, each wording once, and what they also look for."""
        beginning = fold(text)
        for key, label in self._labels.items():
            if fold(label).startswith(beginning):
                yield label, self._rules[key]

    def knows(self, surface: str) -> bool:
        return analyser.term(surface) in self._by_first


def _in(term: str, group: Terms) -> bool:
    return term in group


def wording(label: str) -> Wording:
    """`CA` in capitals is an acronym, though "ca" (ça) is a word that says nothing."""
    words = list(analyser.words(analyser.clean(label)))
    kept = [word for word in words if not analyser.is_noise(word.surface) or label.isupper()]
    return Wording(label, tuple(analyser.term(word.surface) for word in kept))


def load(text: str) -> Synonyms:
    content = tomllib.loads(text)
    rules: dict[Terms, dict[Terms, Wording]] = {}
    labels: dict[Terms, str] = {}
    pairs = [
        (one, other)
        for family in content.get("famille", ())
        for one in family["mots"]
        for other in family["mots"]
        if one != other
    ]
    pairs += [
        (one, other) for way in content.get("renvoi", ()) for one in way["mots"] for other in way["vers"]
    ]
    for one, other in pairs:
        key, target = wording(one).terms, wording(other)
        if key and target.terms and key != target.terms:
            rules.setdefault(key, {}).setdefault(target.terms, target)
            labels.setdefault(key, one)
    return Synonyms({key: tuple(targets.values()) for key, targets in rules.items()}, labels)


@cache
def synonyms() -> Synonyms:
    return load(FILE.read_text(encoding="utf-8"))
