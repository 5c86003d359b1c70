"""What can be followed by e-mail: each capability says what it knows how to follow, without knowing who does."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from django.http import QueryDict

from bibia.fiches.models import Change


@dataclass(frozen=True)
class Followed:
    subject: str  # the name of its source
    criteria: str  # in one canonical way
    label: str  # "la recherche « eau »"
    url: str
    atom: str


@dataclass(frozen=True)
class News:
    title: str
    detail: str
    url: str


class Source(Protocol):
    subject: str

    def understand(self, asked: QueryDict) -> Followed | None:
        """What an address asks to follow; None when it is not of this kind."""

    def again(self, criteria: str) -> Followed | None:
        """The same later; None when there is nothing left to follow."""

    def news(self, criteria: str, changes: Sequence[Change]) -> list[News]:
        """What these public changes bring to whoever follows it."""


_sources: dict[str, Source] = {}


def bring(source: Source) -> None:
    """Called from the `ready` of a capability; the first that understands an address answers for it."""
    _sources.setdefault(source.subject, source)


def understand(asked: QueryDict) -> Followed | None:
    found = (source.understand(asked) for source in _sources.values())
    return next((one for one in found if one), None)


def again(subject: str, criteria: str) -> Followed | None:
    source = _sources.get(subject)
    return source.again(criteria) if source else None


def news(subject: str, criteria: str, changes: Sequence[Change]) -> list[News]:
    source = _sources.get(subject)
    return source.news(criteria, changes) if source and changes else []
