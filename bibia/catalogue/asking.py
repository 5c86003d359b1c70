"""What is asked of an index, and what it answers."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Query:
    text: str = ""
    filters: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    sort: str = "pertinence"
    offset: int = 0
    limit: int = 12


@dataclass(frozen=True, slots=True)
class Result:
    total: int
    ids: tuple[str, ...]
    facets: Mapping[str, Mapping[str, int]]
    # No fiche holds all the words: these hold some of them.
    fallback: bool = False
    # For the highlighting of the page: the terms of each part of the question.
    terms: tuple[frozenset[str], ...] = ()
    # Words, as typed, that no public fiche holds.
    unknown: tuple[str, ...] = ()
    # Those that were understood otherwise, and how.
    corrected: tuple[tuple[str, str], ...] = ()
    # Those that may have been meant otherwise: looked for as typed all the same.
    proposed: tuple[tuple[str, str], ...] = ()
    # Words, as the reader wrote them, and those of the list of synonyms that brought some of these fiches.
    synonyms: tuple[tuple[str, tuple[str, ...]], ...] = ()
    # Not every candidate of a phrase was read: the total is a lower bound.
    at_least: bool = False
    # What lists show of each, or nothing where the index does not hold it.
    shown: tuple[bytes, ...] = field(default=(), compare=False)
    # Made without the index, which is not ready: words as they are written, the newest first.
    provisional: bool = False
    # What the pages of this answer have in common, kept by those who write them as long as the answer is.
    shared: dict[str, dict[str, Any]] = field(default_factory=dict, compare=False)
