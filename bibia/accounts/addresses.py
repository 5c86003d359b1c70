"""One way to write an address, so that one person has one account."""

from bibia.courrier.envelope import clean_address


def normal(written: str) -> str:
    """Raises ValidationError for what is no address."""
    return clean_address(written).lower()
