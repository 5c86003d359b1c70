"""What waits for someone on their own page: each capability brings its part, without knowing the others."""

from collections.abc import Callable
from dataclasses import dataclass

from bibia.accounts.requests import PrivateRequest


@dataclass(frozen=True)
class Link:
    label: str
    url: str


@dataclass(frozen=True)
class Line:
    text: str
    url: str = ""
    detail: str = ""
    actions: tuple[Link, ...] = ()


@dataclass(frozen=True)
class Section:
    title: str
    lines: tuple[Line, ...]
    empty: str  # said when there is no line; "" hides the section then
    rank: int  # the smallest comes first
    more: tuple[Link, ...] = ()


Provider = Callable[[PrivateRequest], Section | None]
_providers: list[Provider] = []


def bring(provider: Provider) -> Provider:
    """Registers a part of the page; called once, from the `ready` of a capability."""
    if provider not in _providers:
        _providers.append(provider)
    return provider


def sections(request: PrivateRequest) -> list[Section]:
    found = [section for provider in _providers if (section := provider(request))]
    return sorted(
        (section for section in found if section.lines or section.empty), key=lambda section: section.rank
    )
