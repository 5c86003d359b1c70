"""People as the others may know them: what they do and where, never their address."""

from bibia.accounts.models import Account
from bibia.accounts.roles import LABELS, Role


def who(account: Account | None) -> str:
    """Function, organisation and handle."""
    if account is None:
        return ""
    places = [f"{LABELS[seat.role]}, {name}" for seat, name in _seats(account)]
    if account.role:
        places.insert(0, str(LABELS[Role(account.role)]))
    return f"{' ; '.join(places)} ({account.handle})" if places else account.handle


def _seats(account: Account):
    for membership in account.memberships.confirmed():
        yield membership.seat, membership.organisation.nom


class Names:
    """The same people come back on every line: each is asked once."""

    def __init__(self) -> None:
        self.known: dict[int, str] = {}

    def __call__(self, account: Account | None) -> str:
        if account is None:
            return ""
        if account.pk not in self.known:
            self.known[account.pk] = who(account)
        return self.known[account.pk]
