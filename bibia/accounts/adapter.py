"""What our accounts are to allauth: no password, no name, an address and a handle; our pages do the talking."""

import time
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.login import get_authentication_records
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme

from bibia.accounts import browsers
from bibia.accounts.models import Account
from bibia.ui.filters import typo

FRESH = 15 * 60  # seconds during which someone who proved who they are is not asked again


class Adapter(DefaultAccountAdapter):
    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def is_safe_url(self, url: str) -> bool:
        """Addresses of this site only, written without its name."""
        return url.startswith("/") and url_has_allowed_host_and_scheme(url, allowed_hosts=None)

    def add_message(self, *args: Any, **kwargs: Any) -> None:
        """Nothing: allauth's sentences are not ours."""

    def login(self, request: HttpRequest, user: Account) -> None:
        super().login(request, user)
        request.session["navigateur"] = browsers.label(request)
        request.session["ouverte"] = timezone.localdate().isoformat()

    def post_login(self, request: HttpRequest, user: Account, **options: Any) -> HttpResponse:
        response = super().post_login(request, user, **options)
        if user.email:
            browsers.remember(request, response, user.email)
        return response

    def respond_user_inactive(self, request: HttpRequest, user: Account) -> HttpResponse:
        messages.error(request, typo("Ce compte est fermé. Écrivez aux animateurs si c’est une erreur."))
        return HttpResponseRedirect(reverse("account_login"))


def is_fresh(request: HttpRequest) -> bool:
    """Whether this person proved who they are a moment ago: what protects an account may change."""
    records = get_authentication_records(request, request.user)
    return bool(records) and time.time() - records[-1]["at"] < FRESH
