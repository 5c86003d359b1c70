"""What a person decides of an exchange with Grist: a conflict, a row that is gone. One transaction, one journal
line each; a loss of many rows is confirmed in alarms.py."""

from typing import Any, Literal

from django.utils import timezone

from bibia.accounts.models import Account
from bibia.fiches import actions
from bibia.fiches.fields import label
from bibia.fiches.models import Fiche, Journal, Proposal
from bibia.fiches.verbs import NotAllowed, Refusal
from bibia.fiches.writing import writing
from bibia.imports.grist import config
from bibia.imports.grist.models import Conflict, Link
from bibia.imports.grist.rules import is_read
from bibia.imports.grist.settle import SOURCE
from bibia.web import retiring

Keep = Literal["ici", "grist"]


def resolve_conflict(conflict: Conflict, *, keep: Keep, by: Account) -> Conflict:
    """Keep the value of the library, written in Grist by the next exchange, or the value of Grist, published.

    Raises Refusal, NotPublishable or ValidationError, and then changes nothing.
    """
    if keep not in ("ici", "grist"):
        raise Refusal("Choisissez « ici » ou « grist ».")
    _require(by, "accept")
    with writing():
        fresh = Conflict.objects.select_for_update().select_related("link").get(pk=conflict.pk)
        if fresh.state != Conflict.State.OPEN:
            raise Refusal("Ce conflit est déjà réglé.")
        link = fresh.link
        if keep == "grist":
            _publish(link, fresh.field, fresh.there, by=by)
        # What Grist holds is known to both: the next exchange compares from there.
        link.exchanged[fresh.field] = fresh.there
        link.due = True
        link.save()
        fresh.state = Conflict.State.HERE if keep == "ici" else Conflict.State.GRIST
        fresh.closed_at, fresh.closed_by = timezone.now(), by
        fresh.save()
        _journal("resolve_grist", by, link, f"{fresh.field} : {keep}")
        return fresh


def _publish(link: Link, name: str, value: Any, *, by: Account) -> None:
    if not is_read(name, private=config.load().private):
        raise Refusal(
            f"« {label(name)} » n’est pas lu dans ce document : gardez la valeur de la bibliothèque."
        )
    proposal = actions.propose(
        values={name: value}, by=by, fiche_id=link.uid, source=f"{SOURCE}{link.source}, conflit réglé"[:200]
    )
    actions.accept(proposal, by=by)


def confirm_deletion(link: Link, *, by: Account, reason: str) -> None:
    """Take off the library the record whose row is gone, or give up its proposal."""
    with writing():
        fresh = _asked(link)
        if Fiche.objects.filter(pk=fresh.uid).exists():
            retiring.withdraw(fresh.uid, by=by, reason=reason)
        elif fresh.proposal and fresh.proposal.state == Proposal.State.PENDING:
            actions.reject(fresh.proposal, by=by, reason=reason)
        fresh.absence = Link.Absence.WITHDRAWN
        fresh.save()
        _journal("confirm_grist_gone", by, fresh, reason)


def keep_record(link: Link, *, by: Account) -> None:
    """Keep the record whose row is gone; where the direction allows it, the next exchange writes it again."""
    _require(by, "accept")
    with writing():
        fresh = _asked(link)
        fresh.absence, fresh.due = Link.Absence.KEPT, True
        fresh.save()
        _journal("keep_grist_record", by, fresh, "")


def _asked(link: Link) -> Link:
    fresh = Link.objects.select_for_update().get(pk=link.pk)
    if fresh.absence != Link.Absence.ASKED:
        raise Refusal("Cette ligne n’attend pas de décision.")
    return fresh


def _require(by: Account, verb: str) -> None:
    if not by.viewer.may(verb):
        raise NotAllowed("Votre compte ne permet pas cette action.")


def _journal(verb: str, by: Account, link: Link, detail: str) -> None:
    Journal.objects.create(at=timezone.now(), by=by, verb=verb, fiche_id=link.uid, detail=detail[:500])
