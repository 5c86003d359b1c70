"""Putting back what an import changed, while nobody else touched it."""

from collections.abc import Callable
from typing import Any

from bibia.accounts.models import Account
from bibia.fiches import actions, many
from bibia.fiches.models import Proposal, Reserved
from bibia.fiches.publication import BATCH
from bibia.imports.match import SOURCE, UNDONE
from bibia.imports.models import Import

_UNDONE_SOURCE = "import annulé : "  # no more what the table and the library have in common


def touched(found: Import) -> list[dict[str, Any]]:
    """What changed since, of what this import made: while there is any, it is not undone."""
    fiches = [made["fiche"] for made in found.made]
    revisions = dict(Reserved.objects.filter(pk__in=fiches).values_list("pk", "revision"))
    pending = dict(
        Proposal.objects.filter(pk__in=[made["proposal"] for made in found.made]).values_list("pk", "state")
    )
    newer: dict[str, int] = {}
    for pk, fiche_id in Proposal.objects.filter(fiche_id__in=fiches).values_list("pk", "fiche_id"):
        newer[fiche_id] = max(pk, newer.get(fiche_id, 0))
    return [
        made
        for made in found.made
        if newer.get(made["fiche"]) != made["proposal"]
        or (made["published"] and revisions.get(made["fiche"]) != made["revision"])
        or (not made["published"] and pending.get(made["proposal"]) != Proposal.State.PENDING)
    ]


def forgotten(found: Import) -> bool:
    """Whether values that this import replaced are no more kept (files.py): they cannot be put back."""
    return any(made["before"] is None for made in found.made)


def undo(found: Import, *, by: Account, progress: Callable[[int, int], None]) -> None:
    """Inside the transaction of the action."""
    proposals = Proposal.objects.in_bulk([made["proposal"] for made in found.made])
    replaced = Proposal.objects.in_bulk([made["replaced"] for made in found.made if made["replaced"]])
    waiting, others = [], []
    for made in found.made:
        if made["published"] or made["replaced"] in replaced:
            others.append(made)
        else:
            waiting.append(proposals[made["proposal"]])
    for start in range(0, len(waiting), BATCH):
        many.cancel_many(waiting[start : start + BATCH], by=by)
        progress(min(start + BATCH, len(waiting)), len(found.made))
    for done, made in enumerate(reversed(others), len(waiting) + 1):
        _put_back(made, proposals[made["proposal"]], replaced.get(made["replaced"]), found, by)
        progress(done, len(found.made))
    # What was brought in and taken back is nothing that a later import should leave alone.
    Proposal.objects.filter(pk__in=proposals, source__startswith=SOURCE).update(source=_source(found))


def _put_back(
    made: dict[str, Any], proposal: Proposal, former: Proposal | None, found: Import, by: Account
) -> None:
    if not made["published"] and former:
        actions.propose(values=former.values, by=by, source=former.source, replaces=proposal)
    elif made["outcome"] == "created" or not made["before"]:
        actions.withdraw(made["fiche"], by=by, reason=UNDONE)
    else:
        source = _source(found)
        back = actions.propose(values=made["before"], by=by, fiche_id=made["fiche"], source=source)
        actions.accept(back, by=by)


def _source(found: Import) -> str:
    return (_UNDONE_SOURCE + found.name)[:200]
