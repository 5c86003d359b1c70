"""Telling those who decide that a proposal waits: how many and since when, never what it says nor who wrote it."""

from collections.abc import Collection, Sequence
from datetime import datetime

from django.urls import NoReverseMatch, reverse

from bibia.accounts import reached
from bibia.accounts.models import Account
from bibia.accounts.roles import Role
from bibia.courrier.outbox import send
from bibia.fiches.models import Proposal
from bibia.fiches.ownership import owners
from bibia.ui.jinja import absolute


def publishers(sirens: Collection[str], *, but: int) -> list[Account]:
    """Those who may decide for all these organisations, which publish themselves: never of what they proposed."""
    found = reached.holding((Role.RESPONSABLE,), *sirens).filter(role="").exclude(pk=but)
    return [one for one in found if all(one.viewer.may("accept", siren=siren) for siren in sirens)]


def tell_publishers(proposal: Proposal) -> None:
    """At once, in the transaction that proposes."""
    for account in publishers(owners(proposal), but=proposal.proposed_by_id):
        tell(account, [proposal])


def tell(account: Account, waiting: Sequence[Proposal], *, mark: str = "") -> None:
    """One mail for each newest proposal, unless another mark says otherwise: told of it already, nobody is again."""
    newest = max(proposal.pk for proposal in waiting)
    oldest: datetime = min(proposal.proposed_at for proposal in waiting)
    send(
        to=account.email,
        kind="a-relire",
        subject="Une proposition attend votre décision"
        if len(waiting) == 1
        else "Des propositions attendent votre décision",
        template="web/courriels/a-relire.html",
        context={"count": len(waiting), "oldest": oldest, "url": absolute(_queue())},
        key=f"a-relire-{account.pk}-{mark or newest}",
    )


def _queue() -> str:
    try:
        return reverse("moderation")
    except NoReverseMatch:  # this capability is not installed
        return reverse("espace")
