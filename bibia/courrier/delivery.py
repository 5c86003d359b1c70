"""Deliver what waits: claim a row, talk to the server, record the result. Any number may do it at once.

A claim is committed before a word is said to the server. Killed in between, nobody knows whether the
message left: it becomes uncertain, and only an operator sends it again.
"""

from collections import Counter
from contextlib import AbstractContextManager
from datetime import datetime, timedelta
from threading import Event

from django.conf import settings
from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.module_loading import import_string

from bibia.courrier.models import Message
from bibia.courrier.transport import Outcome, hand_over

State = Message.State

# After each refusal that may pass; then every four hours until three days have gone.
DELAYS = [timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 240)]
ATTEMPTS = 22
# Much longer than the slowest conversation with a server.
INTERRUPTED = timedelta(minutes=15)


def allowed() -> AbstractContextManager[None]:
    """What opens the working tables; a layer above keeps it, so the settings name it."""
    return import_string(settings.OUTBOX_GUARD)()


def deliver(*, stopping: Event | None = None) -> Counter[str]:
    """Send all that is due, until `stopping` is set; how many reached each state."""
    tally: Counter[str] = Counter()
    _settle(timezone.now())
    while not (stopping and stopping.is_set()) and (message := _claim()) is not None:
        outcome = hand_over(message)
        tally[_record(message, outcome)] += 1
        if outcome.server_down:
            break
    return tally


def _settle(now: datetime) -> None:
    with allowed(), transaction.atomic(durable=True):
        Message.objects.filter(state=State.SENDING, claimed_at__lt=now - INTERRUPTED).update(
            state=State.UNCERTAIN, error="Envoi interrompu : le serveur l’a peut-être reçu."
        )
        Message.objects.filter(state=State.WAITING, expires_at__lte=now).update(
            state=State.FAILED, error="Périmé avant d’avoir pu partir."
        )


def _claim() -> Message | None:
    """The next message, ours alone; what expires goes before what can wait."""
    while True:
        now = timezone.now()
        due = Message.objects.filter(
            Q(expires_at=None) | Q(expires_at__gt=now), state=State.WAITING, next_try_at__lte=now
        ).order_by(F("expires_at").asc(nulls_last=True), "next_try_at", "pk")
        with allowed(), transaction.atomic(durable=True):
            message = due.first()
            if message is None:
                return None
            # Another may have taken it since it was read: the database says which of the two did.
            same = Message.objects.filter(pk=message.pk, state=State.WAITING, next_try_at=message.next_try_at)
            if same.update(state=State.SENDING, claimed_at=now, attempts=F("attempts") + 1):
                message.claimed_at, message.attempts = now, message.attempts + 1
                return message


def _record(message: Message, outcome: Outcome) -> Message.State:
    now, state, error = timezone.now(), outcome.state, outcome.error
    if state == State.WAITING and message.attempts >= ATTEMPTS:
        state = State.FAILED
    delay = DELAYS[min(message.attempts, len(DELAYS)) - 1] if state == State.WAITING else timedelta(0)
    with allowed(), transaction.atomic(durable=True):
        # Uncertain too: a conversation that was thought to be lost has come to its end.
        ours = Message.objects.filter(
            pk=message.pk, claimed_at=message.claimed_at, state__in=[State.SENDING, State.UNCERTAIN]
        )
        ours.update(
            state=state, error=error, next_try_at=now + delay, sent_at=now if state == State.SENT else None
        )
    return state
