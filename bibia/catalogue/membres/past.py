"""The past of a record as members read it: what each accepted proposal changed, reserved values included.

A reserved value that its organisation took away has left this history too, and so has what only one
organisation may read.
"""

from typing import Any

from bibia.accounts.viewer import Viewer
from bibia.catalogue.documents import day_of
from bibia.fiches import changes, display
from bibia.fiches.access import Reading, read
from bibia.fiches.fields import BY_NAME, Access
from bibia.fiches.models import Fiche, Proposal
from bibia.fiches.projection import EXPOSING

# Changes shown on one page; a revision is never cut in two.
PER_PAGE = 60


def revisions(fiche: Fiche, viewer: Viewer) -> list[dict[str, Any]]:
    """Newest first; one that changed nothing that this reader is told is not there at all."""
    reading = read(fiche, viewer)
    told = {name for name in reading.values if _is_told(reading, name)}
    accepted = Proposal.objects.filter(fiche_id=fiche.pk, state=Proposal.State.ACCEPTED)
    standing: dict[str, Any] = {}
    found: list[dict[str, Any]] = []
    # Each revision is written on the one before: their number orders them.
    for proposal in accepted.order_by("base", "pk"):
        changed = [
            (name, standing.get(name), value)
            for name, value in proposal.values.items()
            if name in told and (standing.get(name) or value) and standing.get(name) != value
        ]
        standing |= proposal.values
        if changed or not found:
            found.append(_revision(fiche, len(found) + 1, proposal, changed))
    return found[::-1]


def pages(found: list[dict[str, Any]]) -> list[list[dict[str, Any]]]:
    made: list[list[dict[str, Any]]] = [[]]
    weight = 0
    for one in found:
        weight += 1 + len(one["changes"]) + len(one["besides"])
        if made[-1] and weight > PER_PAGE:
            made.append([])
            weight = 1 + len(one["changes"]) + len(one["besides"])
        made[-1].append(one)
    return made


def _is_told(reading: Reading, name: str) -> bool:
    """A public value has its whole past, a reserved one while it lasts. What waits for a confirmation, what is
    said item by item and what is internal have none: the public history tells the part that is everybody's."""
    field = BY_NAME[name]
    if name in EXPOSING or field.access in (Access.INTERNAL, Access.PER_ITEM):
        return False
    return field.access is Access.PUBLIC or bool(reading.values[name])


def _revision(
    fiche: Fiche, number: int, proposal: Proposal, changed: list[tuple[str, Any, Any]]
) -> dict[str, Any]:
    assert proposal.decided_at
    day = display.day(day_of(proposal.decided_at))
    public = [one for one in changed if _is_public(fiche, one[0])]
    reserved = [one for one in changed if not _is_public(fiche, one[0])]
    return {
        "number": number,
        # Two changes of one day are two headings.
        "title": f"{day}, première publication" if number == 1 else f"{day}, changement n° {number - 1}",
        # What a first publication says is the whole record.
        "changes": [changes.change(*one) for one in public] if number > 1 else [],
        "besides": [changes.change(*one) for one in reserved] if number > 1 else [],
    }


def _is_public(fiche: Fiche, name: str) -> bool:
    return BY_NAME[name].access is Access.PUBLIC or name in fiche.opened
