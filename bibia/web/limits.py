"""How often something may be tried; counted in the database, so for all the processes together."""

import logging
from datetime import datetime, timedelta
from functools import cache
from ipaddress import ip_address, ip_network

from django.conf import settings
from django.db.models import F
from django.http import HttpRequest
from django.utils import timezone
from django.utils.crypto import salted_hmac

from bibia.fiches.writing import writing
from bibia.web import alarm
from bibia.web.models import Attempts

_SALT = "bibia.web.limits"
_log = logging.getLogger(__name__)


def allow(what: str, who: str, *, most: int, per: timedelta) -> bool:
    """Count one more attempt at `what` by `who`; whether it stays within `most` in each period of `per`."""
    return _before(what, who, per) < most


def first(what: str, who: str, *, within: timedelta) -> bool:
    """Whether this was not already done less than `within` ago: no period begins anew in between."""
    now = timezone.now()
    key = salted_hmac(_SALT, f"{what}\n{who}", algorithm="sha256").hexdigest()
    with writing():
        if Attempts.objects.filter(key=key, window__gt=now).exists():
            return False
        Attempts.objects.create(key=key, window=now + within, count=1)
        return True


def shared(what: str, common: str, place: str, *, most: int, apart: int, per: timedelta) -> bool:
    """Count towards what all origins share; once it is used up, each of them still has a few `apart`.

    So what strangers use up is never what is left to somebody who comes from elsewhere.
    """
    return allow(what, common, most=most, per=per) or allow(
        f"{what} part", f"{common}\n{place}", most=apart, per=per
    )


def watched(what: str, label: str, *, usual: int, most: int, per: timedelta) -> bool:
    """A total for everybody. Past `usual` the association is told; only past `most`, much further, is it refused."""
    with writing():
        before = _before(what, "", per)
        if before >= usual and allow("alarme", "", most=1, per=timedelta(hours=1)):
            alarm.tell(label, usual=usual, most=most, per=per)
        return before < most


def _before(what: str, who: str, per: timedelta) -> int:
    """Count one more attempt; how many there were already in this period."""
    key = salted_hmac(_SALT, f"{what}\n{who}", algorithm="sha256").hexdigest()
    with writing():
        attempts, _made = Attempts.objects.get_or_create(key=key, window=_end(per))
        Attempts.objects.filter(pk=attempts.pk).update(count=F("count") + 1)
        return attempts.count


def origin(request: HttpRequest) -> str:
    """Where a request comes from, as far as the servers in front of us say; kept only as a keyed fingerprint.

    Each of them adds an address at the end; what stands before, anybody may have written.
    """
    nearest = request.META.get("REMOTE_ADDR", "")
    if not settings.PROXIES:
        return _network(nearest)
    forwarded = request.headers.get("X-Forwarded-For", "")
    if not forwarded:
        _say_what_is_missing()
    return _network(forwarded.split(",")[-settings.PROXIES :][0].strip()) or _network(nearest)


def _network(written: str) -> str:
    """One person has a whole IPv6 network, however its addresses are written; "" for what is no address."""
    try:
        address = ip_address(written)
    except ValueError:
        return ""
    if address.version == 4:
        return str(address)
    return str(address.ipv4_mapped or ip_network((int(address), 64), strict=False).network_address)


@cache
def _say_what_is_missing() -> None:
    """Once: every visitor then shares the limits of one."""
    _log.warning(
        "Le serveur frontal ne transmet pas X-Forwarded-For : tous les visiteurs partagent les mêmes limites"
        " (docs/exploitation.md, « Serveur frontal »)."
    )


def forget(before: datetime) -> int:
    """Drop the counts of windows that ended before this moment."""
    return Attempts.objects.filter(window__lt=before).delete()[0]


def _end(per: timedelta) -> datetime:
    """The end of the current period: the same for all who count now."""
    seconds = int(per.total_seconds())
    ends = (int(timezone.now().timestamp()) // seconds + 1) * seconds
    return datetime.fromtimestamp(ends, tz=timezone.get_default_timezone())
