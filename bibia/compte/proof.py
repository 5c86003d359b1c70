"""Proving again who one is, before what protects an account changes."""

from collections.abc import Callable
from datetime import timedelta
from functools import wraps
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import urlencode

from bibia.accounts import browsers
from bibia.accounts.adapter import is_fresh
from bibia.accounts.models import Account
from bibia.accounts.requests import PrivateRequest
from bibia.web.limits import allow

View = Callable[..., HttpResponse]
TOO_MANY = (
    "Trop d’essais. Par sécurité, attendez un quart d’heure puis recommencez : votre compte n’est pas bloqué."
)


def proved_again(view: View) -> View:
    """For pages that change what protects an account: who asks proved who they are a moment ago."""

    @wraps(view)
    def checked(request: PrivateRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if is_fresh(request):
            return view(request, *args, **kwargs)
        after = request.get_full_path() if request.method in ("GET", "HEAD") else reverse("compte")
        return HttpResponseRedirect(f"{reverse('account_reauthenticate')}?{urlencode({'next': after})}")

    return checked


def may_try(request: PrivateRequest, account: Account) -> bool:
    """Second factors that are guessed at; a browser that this account knows has its own count."""
    browser = browsers.known(request, account.email)
    return allow("second-facteur", f"{account.pk} {browser}", most=10, per=timedelta(minutes=15))


def for_script(options: dict[str, Any]) -> str:
    """What a browser needs to call a key, in an attribute of the page."""
    return DjangoJSONEncoder().encode(options)
