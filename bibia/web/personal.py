"""What each capability keeps of a person: taken away by them, and erased when they close their account."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from bibia.accounts.models import Account


@dataclass(frozen=True)
class Part:
    code: str  # the heading in the file that a person takes away
    export: Callable[[Account], Any]  # lists, dictionaries, texts, numbers and dates
    erase: Callable[[Account], None]  # within the transaction that closes the account


_parts: dict[str, Part] = {}


def bring(*parts: Part) -> None:
    """Called from the `ready` of a capability."""
    _parts.update({part.code: part for part in parts})


def parts() -> list[Part]:
    return sorted(_parts.values(), key=lambda part: part.code)
