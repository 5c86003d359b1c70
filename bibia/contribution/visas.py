"""Asking the hierarchy: a link per person, to read a draft, approve it or say what should change."""

import hashlib
import secrets
from datetime import timedelta

from django.utils import timezone

from bibia.accounts.models import Account
from bibia.contribution import notices
from bibia.contribution.models import Draft, State, Visa
from bibia.fiches.actions import Refusal
from bibia.fiches.inputs import Line, Prose
from bibia.fiches.models import Journal
from bibia.fiches.writing import writing

LIFE = timedelta(days=30)
MOST = 20  # links that live at once
LONGEST_COMMENT = 2_000
_OVER = (State.ACCEPTED, State.REJECTED, State.CANCELLED)


def make(draft: Draft, *, by: Account, function: str) -> tuple[Visa, str]:
    """A link for the holder of this function; its secret is told once, and not kept."""
    function = Line().to_python(function)[:80]
    if not function:
        raise Refusal("Dites pour quelle fonction est ce lien : DGS, élue déléguée, DPO…")
    token, now = secrets.token_urlsafe(24), timezone.now()
    with writing():
        if draft.visas.filter(revoked_at=None, expires_at__gt=now).count() >= MOST:
            raise Refusal("Trop de liens sont ouverts : révoquez-en un d’abord.")
        visa = Visa.objects.create(
            draft=draft, function=function, token_hash=_hash(token), made_at=now, expires_at=now + LIFE
        )
        _journal("visa_link", by, draft)
        return visa, token


def revoke(visa: Visa, *, by: Account) -> None:
    with writing():
        if Visa.objects.filter(pk=visa.pk, revoked_at=None).update(revoked_at=timezone.now()):
            _journal("visa_revoke", by, visa.draft)


def find(token: str) -> Visa | None:
    """The visa of a link that still lives: not revoked, not too old, its draft neither published nor given up."""
    visa = (
        Visa.objects.select_related("draft", "draft__proposal")
        .filter(token_hash=_hash(token), revoked_at=None, expires_at__gt=timezone.now())
        .first()
    )
    sent = visa.draft.sent if visa else None
    return None if sent and sent.state in _OVER else visa


def answer(visa: Visa, *, approved: bool, comment: str) -> None:
    """What the holder of the link says; the last answer counts. Only the function and the date say who."""
    comment = Prose().to_python(comment)[:LONGEST_COMMENT]
    if not approved and not comment:
        raise Refusal("Écrivez ce qui devrait changer.")
    with writing():
        fresh = Visa.objects.select_for_update().get(pk=visa.pk)
        fresh.answer = Visa.Answer.APPROVED if approved else Visa.Answer.COMMENTED
        fresh.comment, fresh.answered_at, fresh.seen_version = comment, timezone.now(), fresh.draft.version
        fresh.save()
        notices.answered(fresh)


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()


def _journal(verb: str, by: Account, draft: Draft) -> None:
    Journal.objects.create(at=timezone.now(), by=by, verb=verb, fiche_id=draft.fiche_id)
