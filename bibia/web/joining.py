"""Somebody's membership of an organisation was confirmed: capabilities that waited for it are told."""

from collections.abc import Callable

from bibia.accounts.models import Membership

Hearer = Callable[[Membership], None]
_hearers: list[Hearer] = []


def bring(hearer: Hearer) -> None:
    """Called from the `ready` of a capability."""
    if hearer not in _hearers:
        _hearers.append(hearer)


def tell(membership: Membership) -> None:
    """Within the transaction that confirms."""
    for hearer in _hearers:
        hearer(membership)
