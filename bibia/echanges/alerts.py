"""E-mail alerts: an address is kept once it was confirmed, written to when there is news, forgotten when it stops."""

from datetime import timedelta
from typing import NamedTuple

from django.core import signing
from django.urls import reverse
from django.utils import timezone

from bibia.accounts.models import Account
from bibia.courrier.outbox import send
from bibia.echanges.models import Alert
from bibia.fiches.models import Change, generation
from bibia.fiches.verbs import journal
from bibia.fiches.writing import writing
from bibia.ui.jinja import absolute
from bibia.web import following
from bibia.web.following import Followed

CONFIRM_WITHIN = timedelta(days=2)
# A little less than a week: a command that runs each Monday is never a minute too early.
EVERY = timedelta(days=6, hours=12)
LISTED = 25
LONGEST = 500  # characters of criteria
_ASK, _STOP = "bibia.echanges.alerte", "bibia.echanges.arreter"


class Asked(NamedTuple):
    address: str
    subject: str
    criteria: str


def ask(address: str, followed: Followed) -> None:
    """Write to the address what to do to be told; nothing is kept of it but this message."""
    token = signing.dumps([address, followed.subject, followed.criteria], salt=_ASK, compress=True)
    with writing():
        send(
            to=address,
            kind="confirmer-alerte",
            subject="Confirmez votre alerte",
            template="echanges/courriels/alerte-confirmer.html",
            context={"label": followed.label, "url": absolute(reverse("confirmer-alerte", args=[token]))},
            expires_at=timezone.now() + CONFIRM_WITHIN,
        )


def asked(token: str) -> Asked | None:
    """None for a link that is too old, or that is not ours."""
    try:
        return Asked(*signing.loads(token, salt=_ASK, max_age=CONFIRM_WITHIN))
    except signing.BadSignature:
        return None


def start(wanted: Asked) -> Alert:
    """By whoever holds the link; twice, it is the same alert."""
    with writing():
        alert, made = Alert.objects.get_or_create(
            address=wanted.address.lower(),
            subject=wanted.subject,
            criteria=wanted.criteria,
            defaults={"made_at": timezone.now(), "seen": generation()},
        )
        if made:
            journal("start_alert", Account.objects.system(), "", detail=wanted.subject)
        return alert


def stop(key: str) -> None:
    """Forget it all; once more changes nothing."""
    with writing():
        if Alert.objects.filter(pk=key).delete()[0]:
            journal("stop_alert", Account.objects.system(), "")


def stop_token(key: str) -> str:
    return signing.Signer(salt=_STOP).sign(key)


def key_of(token: str) -> str:
    """ "" for a link that is not ours."""
    try:
        return signing.Signer(salt=_STOP).unsign(token)
    except signing.BadSignature:
        return ""


def send_all() -> tuple[int, int]:
    """Write to those for whom there is news; how many were written to, how many alerts there are."""
    with writing():
        keys = list(Alert.objects.values_list("pk", flat=True))
    return sum(_tell(key) for key in keys), len(keys)


def _tell(key: str) -> bool:
    """One alert, one transaction: stopped in the middle, the next run goes on and writes to nobody twice."""
    with writing():
        alert = Alert.objects.select_for_update().filter(pk=key).first()
        if alert is None or (alert.sent_at and alert.sent_at + EVERY > timezone.now()):
            return False
        now = generation()
        changes = list(Change.objects.filter(seq__gt=alert.seen, seq__lte=now))
        news = following.news(alert.subject, alert.criteria, changes)
        followed = following.again(alert.subject, alert.criteria)
        if news:
            _write(alert, followed, news, now)
            alert.sent_at = timezone.now()
        if followed is None:
            alert.delete()
            return bool(news)
        alert.seen = now
        alert.save(update_fields=["seen", "sent_at"])
        return bool(news)


def _write(alert: Alert, followed: Followed | None, news: list[following.News], now: int) -> None:
    stop_url = absolute(reverse("arreter-alerte", args=[stop_token(alert.pk)]))
    label = followed.label if followed else "une fiche retirée"
    send(
        to=alert.address,
        kind="alerte",
        subject=f"Du nouveau : {label}",
        template="echanges/courriels/alerte.html",
        context={
            "label": label,
            "lines": [(f"{one.title} ({one.detail})", absolute(one.url)) for one in news[:LISTED]],
            "more": len(news) - LISTED,
            "url": absolute(followed.url) if followed else "",
            "gone": followed is None,
        },
        key=f"alerte-{alert.pk}-{now}",
        unsubscribe=stop_url,
    )
