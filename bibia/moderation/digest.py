"""Each day, to whoever may decide: how much waits, and since when. Nothing waits, nothing is written."""

from collections.abc import Sequence
from functools import cache

from django.utils import timezone

from bibia.accounts import reached
from bibia.accounts.models import Account
from bibia.fiches.guard import trusted
from bibia.fiches.models import Proposal
from bibia.fiches.writing import writing
from bibia.moderation import examined
from bibia.web import waiting


def send_all() -> tuple[int, int]:
    """To how many people it is said that how many proposals wait."""
    # Read outside any transaction: after a big import, thousands wait, and nobody is held up meanwhile.
    with trusted():
        proposals = list(Proposal.objects.filter(state=Proposal.State.PENDING).order_by("pk"))
        animators = list(reached.animators()) if proposals else []
        theirs = _theirs(proposals)
    for account, some in theirs.items():
        _tell(account, some)
    for account in animators:
        # They are told each day; an organisation's own publishers, only of what is new.
        _tell(account, proposals, mark=timezone.localdate().isoformat())
    return len(animators) + len(theirs), len(proposals)


def _theirs(proposals: Sequence[Proposal]) -> dict[Account, list[Proposal]]:
    """What waits for each organisation's own publishers."""
    found: dict[Account, list[Proposal]] = {}
    publishers = cache(lambda owners, author: waiting.publishers(owners, but=author))
    for proposal, read in zip(proposals, examined.every(proposals), strict=True):
        for account in publishers(read.owners, proposal.proposed_by_id):
            found.setdefault(account, []).append(proposal)
    return found


def _tell(account: Account, proposals: Sequence[Proposal], *, mark: str = "") -> None:
    """One person, one transaction: stopped in between, the next run goes on and tells nobody twice."""
    with writing():
        waiting.tell(account, proposals, mark=mark)
