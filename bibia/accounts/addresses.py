"""One way to write an address, so that one person has one account; and whether anybody can have such an address."""

from functools import cache
from pathlib import Path

from bibia.courrier.envelope import clean_address

_PROVIDERS = Path(__file__).parent / "data" / "messageries.txt"


def normal(written: str) -> str:
    """Raises ValidationError for what is no address."""
    return clean_address(written).lower()


def domain_of(address: str) -> str:
    return address.rpartition("@")[2].lower()


def is_consumer(address: str) -> bool:
    """Whether it is given to anybody: it says nothing of whom its owner works for."""
    parts = domain_of(address).split(".")
    return any(".".join(parts[at:]) in _providers() for at in range(len(parts)))


@cache
def _providers() -> frozenset[str]:
    lines = _PROVIDERS.read_text(encoding="utf-8").splitlines()
    return frozenset(line.strip() for line in lines if line.strip() and not line.startswith("#"))
