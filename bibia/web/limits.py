"""How often something may be tried; counted in the database, so for all the processes together."""

from datetime import datetime, timedelta

from django.db.models import F
from django.http import HttpRequest
from django.utils import timezone
from django.utils.crypto import salted_hmac

from bibia.fiches.writing import writing
from bibia.web.models import Attempts

_SALT = "bibia.web.limits"


def allow(what: str, who: str, *, most: int, per: timedelta) -> bool:
    """Count one more attempt at `what` by `who`; whether it stays within `most` in each period of `per`."""
    end = _end(per)
    key = salted_hmac(_SALT, f"{what}\n{who}", algorithm="sha256").hexdigest()
    with writing():
        attempts, _made = Attempts.objects.get_or_create(key=key, window=end)
        Attempts.objects.filter(pk=attempts.pk).update(count=F("count") + 1)
        return attempts.count < most


def origin(request: HttpRequest) -> str:
    """Where a request comes from, as far as the server in front of us says; kept only as a keyed fingerprint."""
    forwarded = request.headers.get("X-Forwarded-For", "").rsplit(",", 1)[-1].strip()
    address = forwarded or request.META.get("REMOTE_ADDR", "")
    # One person has a whole IPv6 network: its first four groups.
    return ":".join(address.split(":")[:4]) if ":" in address else address


def forget(before: datetime) -> int:
    """Drop the counts of windows that ended before this moment."""
    return Attempts.objects.filter(window__lt=before).delete()[0]


def _end(per: timedelta) -> datetime:
    """The end of the current period: the same for all who count now."""
    seconds = int(per.total_seconds())
    ends = (int(timezone.now().timestamp()) // seconds + 1) * seconds
    return datetime.fromtimestamp(ends, tz=timezone.get_default_timezone())
