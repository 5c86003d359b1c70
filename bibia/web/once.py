"""A POST that creates is done once, however often the browser sends it."""

import secrets
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils import timezone
from django.utils.crypto import salted_hmac

from bibia.fiches.writing import writing
from bibia.web.models import Done

FIELD = "cle"  # the hidden field of the form
_SALT = "bibia.web.once"


def new_key() -> str:
    return secrets.token_urlsafe(18)


def once(request: HttpRequest, action: Callable[[], HttpResponseRedirect]) -> HttpResponse:
    """Run `action` in one transaction, unless the form with this key was already received from this person.

    What it raises undoes everything, the key included: the same form may be sent again.
    """
    key = _key(request)
    if not key:
        return action()
    with writing():
        if done := _done(key):
            return done
        response = action()
        Done.objects.create(key=key, location=response.url, at=timezone.now())
        return response


def already(request: HttpRequest) -> HttpResponseRedirect | None:
    """Where a form that was already received led: to ask before what it changed, or a limit, would refuse it."""
    key = _key(request)
    return _done(key) if key else None


def _done(key: str) -> HttpResponseRedirect | None:
    done = Done.objects.filter(pk=key).first()
    return HttpResponseRedirect(done.location) if done else None


def form_key(request: HttpRequest) -> str:
    return request.POST.get(FIELD, "")[:64]


def _key(request: HttpRequest) -> str:
    sent = form_key(request)
    if not sent:
        return ""
    return salted_hmac(_SALT, f"{request.path} {_sender(request)} {sent}", algorithm="sha256").hexdigest()


def _sender(request: HttpRequest) -> str:
    return str(request.user.pk) if request.user.is_authenticated else "anonyme"
