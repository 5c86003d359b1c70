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
from bibia.web.models import Attempts

_SALT = "bibia.web.limits"
_log = logging.getLogger(__name__)


def allow(what: str, who: str, *, most: int, per: timedelta) -> bool:
    """Count one more attempt at `what` by `who`; whether it stays within `most` in each period of `per`."""
    end = _end(per)
    key = salted_hmac(_SALT, f"{what}\n{who}", algorithm="sha256").hexdigest()
    with writing():
        attempts, _made = Attempts.objects.get_or_create(key=key, window=end)
        Attempts.objects.filter(pk=attempts.pk).update(count=F("count") + 1)
        return attempts.count < most


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
