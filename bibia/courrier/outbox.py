"""The outbox: what is written here leaves after the commit of the caller, once.

Callers are inside `trusted()` already, as for any working table. Never give a restricted value to a message.
"""

import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from bibia.courrier.envelope import clean_address, is_one_line
from bibia.courrier.models import Message
from bibia.courrier.postman import postman
from bibia.courrier.rendering import render
from bibia.courrier.transport import file_of
from bibia.ui.filters import typo
from bibia.ui.text import squeeze

State = Message.State
_SUBJECT = 150  # longer, no mailbox shows it


def send(
    *,
    to: str,
    kind: str,
    subject: str,
    template: str,
    context: Mapping[str, Any],
    key: str = "",
    expires_at: datetime | None = None,
    unsubscribe: str = "",
    reply_to: str = "",
) -> Message:
    """Write one message in the caller's transaction; the one already written for the same `key`, if any.

    `template` extends `courriel`; `unsubscribe` is one of our addresses, which a single POST obeys; `reply_to`, who
    asked to be answered.
    """
    _check(kind, unsubscribe)
    subject = _subject(subject)
    parts = render(template, {**context, "subject": subject, "unsubscribe": unsubscribe})
    now = timezone.now()
    values: dict[str, Any] = {
        "to": clean_address(to),
        "kind": kind,
        "subject": subject,
        "text": parts.text,
        "html": parts.html,
        "unsubscribe": unsubscribe,
        "reply_to": clean_address(reply_to) if reply_to else "",
        "made_at": now,
        "next_try_at": now,
        "expires_at": expires_at,
    }
    if key:
        message, made = Message.objects.get_or_create(key=key, defaults=values)
    else:
        message, made = Message.objects.create(**values), True
    if made:
        transaction.on_commit(postman.kick)
    return message


def _check(kind: str, unsubscribe: str) -> None:
    if not re.fullmatch(r"[a-z][a-z0-9-]*", kind):
        raise ValueError(f"Nature de courriel mal formée : {kind!r}")
    if unsubscribe and not re.fullmatch(re.escape(settings.BASE_URL) + r"/[!-;=?-~]*", unsubscribe):
        raise ValueError("L’adresse de désinscription est une adresse de ce site.")


def _subject(written: str) -> str:
    if not is_one_line(written) or not squeeze(written):
        raise ValueError("L’objet d’un courriel tient sur une ligne.")
    subject = typo(squeeze(written))
    return subject if len(subject) <= _SUBJECT else subject[: _SUBJECT - 1].rstrip() + "…"


def forget(*, before: datetime) -> int:
    """Erase what was written, and to whom, in the messages made before this date that wait no more.

    Their rows stay, with kinds, dates and keys: they are counted, and the same event writes no second mail.
    """
    old = Message.objects.filter(made_at__lt=before).exclude(state__in=[State.WAITING, State.SENDING])
    erased = 0
    for message in old.exclude(to="").iterator():
        file_of(message).unlink(missing_ok=True)
        erased += Message.objects.filter(pk=message.pk).update(
            to="", subject="", text="", html="", unsubscribe="", reply_to="", error=""
        )
    return erased


def counts() -> dict[str, int]:
    """How many messages in each state, all states included."""
    found = dict(Message.objects.order_by().values_list("state").annotate(Count("pk")))
    return {state.value: found.get(state.value, 0) for state in State}


def troubled() -> QuerySet[Message]:
    """What an operator may decide to send again."""
    now = timezone.now()
    return Message.objects.filter(
        Q(expires_at=None) | Q(expires_at__gt=now), state__in=[State.UNCERTAIN, State.FAILED]
    ).exclude(to="")


def resume(*, pk: int) -> bool:
    """Send again what failed or is uncertain: the operator takes the risk of a second copy."""
    now = timezone.now()
    return bool(troubled().filter(pk=pk).update(state=State.WAITING, attempts=0, next_try_at=now, error=""))
