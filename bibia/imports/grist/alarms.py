"""What the animator must know: one open alarm of a kind at most, counted each time it rings again."""

from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from bibia.accounts.models import Account
from bibia.fiches.models import Journal
from bibia.fiches.verbs import NotAllowed, Refusal
from bibia.fiches.writing import writing
from bibia.imports.grist import letters
from bibia.imports.grist.losses import Confirmed
from bibia.imports.grist.models import Alarm

LOSSES = ("perte-de-lignes", "colonne-videe")  # the alarms that a person may confirm
_SENTENCE = 600


def open_alarms(source: str = "") -> QuerySet[Alarm]:
    """The alarms that still stand, the latest first; read them inside trusted()."""
    found = Alarm.objects.filter(closed_at=None)
    return found.filter(source=source) if source else found


def ring(source: str, kind: str, sentence: str, data: dict[str, Any]) -> Alarm:
    """Open an alarm, or count it once more. A confirmation is worth for what was confirmed alone."""
    now = timezone.now()
    with writing():
        alarm = open_alarms(source).filter(kind=kind).first()
        if alarm is None:
            alarm = Alarm(source=source, kind=kind, opened_at=now, times=0)
        if alarm.data != data:
            alarm.confirmed_by = None
        alarm.sentence, alarm.data, alarm.last_at = sentence[:_SENTENCE], data, now
        alarm.times += 1
        alarm.save()
        if alarm.times == 1:
            letters.tell(alarm)
        return alarm


def calm(source: str, *, but: str = "") -> None:
    """The exchange goes well again: what rang is over, but for an alarm that has just rung."""
    with writing():
        open_alarms(source).exclude(kind=but).update(closed_at=timezone.now())


def confirmed(source: str) -> Confirmed:
    rows: set[int] = set()
    fields: set[str] = set()
    for alarm in open_alarms(source).filter(kind__in=LOSSES, confirmed_by__isnull=False):
        rows |= set(alarm.data.get("missing", ()))
        fields |= set(alarm.data.get("fields", ()))
    return Confirmed(frozenset(rows), frozenset(fields))


def confirm_loss(alarm: Alarm, *, by: Account) -> Alarm:
    """Say that these rows, or these values, were meant to go: the next exchange goes on, and proposes each."""
    if not by.viewer.may("withdraw"):
        raise NotAllowed("Votre compte ne permet pas cette action.")
    with writing():
        fresh = Alarm.objects.select_for_update().get(pk=alarm.pk)
        if fresh.kind not in LOSSES or fresh.closed_at is not None:
            raise Refusal("Cette alerte n’attend pas de confirmation.")
        fresh.confirmed_by = by
        fresh.save()
        detail = f"{fresh.source} : {fresh.sentence}"[:500]
        Journal.objects.create(at=timezone.now(), by=by, verb="confirm_grist_loss", detail=detail)
        return fresh
