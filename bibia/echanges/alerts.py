"""E-mail alerts: an address is kept once it was confirmed, written to when there is news, forgotten when it stops."""

from contextlib import suppress
from datetime import timedelta
from typing import NamedTuple

from django.core import signing
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import salted_hmac

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
LISTED = 25  # lines of a mail, shared between the alerts of a person
LONGEST = 500  # characters of criteria
_ASK, _STOP = "bibia.echanges.alerte", "bibia.echanges.arreter"
_STOP_ALL = "bibia.echanges.arreter-tout"


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


def stop(found: QuerySet[Alert]) -> None:
    """Forget it all; once more changes nothing."""
    with writing():
        for alert in found:
            alert.delete()
            journal("stop_alert", Account.objects.system(), "")


def stop_token(alert: Alert) -> str:
    """Of the link that stops this one."""
    return signing.Signer(salt=_STOP).sign(alert.pk)


def stop_all_token(address: str) -> str:
    """Of the link that stops all those of an address, whichever there are on that day; it does not show the address."""
    return signing.Signer(salt=_STOP_ALL).sign(_fingerprint(address))


def of_token(token: str) -> QuerySet[Alert] | None:
    """What this link stops; None for a link that is not ours."""
    with suppress(signing.BadSignature):
        return Alert.objects.filter(pk=signing.Signer(salt=_STOP).unsign(token))
    with suppress(signing.BadSignature):
        whose = signing.Signer(salt=_STOP_ALL).unsign(token)
        addresses = Alert.objects.values_list("address", flat=True).distinct()
        return Alert.objects.filter(address__in=[one for one in addresses if _fingerprint(one) == whose])
    return None


def _fingerprint(address: str) -> str:
    return salted_hmac(_STOP_ALL, address, algorithm="sha256").hexdigest()[:32]


def send_all() -> tuple[int, int]:
    """Write to those for whom there is news; how many were written to, how many alerts there are."""
    with writing():
        addresses = list(Alert.objects.order_by("address").values_list("address", flat=True).distinct())
        total = Alert.objects.count()
    return sum(_tell(address) for address in addresses), total


def _tell(address: str) -> bool:
    """One person, one mail, one transaction: stopped in the middle, the next run goes on and writes to nobody twice."""
    with writing():
        theirs = list(Alert.objects.select_for_update().filter(address=address))
        if any(one.sent_at and one.sent_at + EVERY > timezone.now() for one in theirs):
            return False
        now = generation()
        found = [_look(one, now) for one in theirs]
        told = [one for one in found if one.news]
        kept = [one.alert.pk for one in found if one.followed]
        if told:
            _write(address, told, bool(kept), len(theirs) > 1, now)
            Alert.objects.filter(pk__in=kept).update(sent_at=timezone.now())
        Alert.objects.filter(pk__in=kept).update(seen=now)
        Alert.objects.filter(pk__in=[one.pk for one in theirs]).exclude(pk__in=kept).delete()
        return bool(told)


class Found(NamedTuple):
    alert: Alert
    followed: Followed | None
    news: list[following.News]

    @property
    def label(self) -> str:
        return self.followed.label if self.followed else "une fiche retirée"


def _look(alert: Alert, now: int) -> Found:
    changes = list(Change.objects.filter(seq__gt=alert.seen, seq__lte=now))
    news = following.news(alert.subject, alert.criteria, changes)
    return Found(alert, following.again(alert.subject, alert.criteria), news)


def _write(address: str, told: list[Found], going_on: bool, several: bool, now: int) -> None:
    most = max(5, LISTED // len(told))
    parts = [
        {
            "label": one.label,
            "lines": [(f"{new.title} ({new.detail})", absolute(new.url)) for new in one.news[:most]],
            "more": len(one.news) - most,
            "url": absolute(one.followed.url) if one.followed else "",
            "stop": _stop_url(stop_token(one.alert)) if several and one.followed else "",
        }
        for one in told
    ]
    what = f" : {told[0].label}" if len(told) == 1 else f" pour {len(told)} de vos alertes"
    send(
        to=address,
        kind="alerte",
        subject=f"Du nouveau{what}",
        template="echanges/courriels/alerte.html",
        context={"parts": parts, "several": several, "going_on": going_on},
        key=f"alerte-{told[0].alert.pk}-{now}",
        unsubscribe=_stop_url(stop_all_token(address)),
    )


def _stop_url(token: str) -> str:
    return absolute(reverse("arreter-alerte", args=[token]))
