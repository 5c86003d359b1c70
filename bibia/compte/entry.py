"""Letting people in: how often a code may be asked, where to go then, and the one way to open a session."""

from datetime import timedelta

from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.login import record_authentication
from allauth.account.utils import perform_login
from django.conf import settings
from django.http import HttpRequest, HttpResponse

from bibia.accounts import browsers
from bibia.accounts.models import Account
from bibia.fiches.writing import writing
from bibia.territoires.ids import new_id
from bibia.web.limits import allow, origin

_HOUR, _DAY, _QUARTER = timedelta(hours=1), timedelta(days=1), timedelta(minutes=15)


def may_ask(request: HttpRequest, address: str) -> bool:
    """A browser that already signed in for this address has its own count: strangers cannot use it up."""
    if browser := browsers.known(request, address):
        return allow("code-connu", f"{address} {browser}", most=10, per=_HOUR)
    return (
        allow("code-origine", origin(request), most=30, per=_HOUR)
        and allow("code-adresse", address, most=5, per=_QUARTER)
        and allow("code-adresse-jour", address, most=20, per=_DAY)
        and allow("code-tous", "", most=600, per=_HOUR)
    )


def may_use_keys(request: HttpRequest) -> bool:
    """A key cannot be guessed: only the work of asking is limited, for each origin."""
    return allow("cle-origine", origin(request), most=120, per=_HOUR)


def destination(request: HttpRequest) -> str:
    """The page of this site that was asked for before signing in."""
    asked = request.POST.get("next") or request.GET.get("next") or ""
    return asked if get_adapter(request).is_safe_url(asked) else settings.LOGIN_REDIRECT_URL


def account_of(address: str) -> Account:
    """The account of an address that was just proved; made now if it is the first time."""
    with writing():
        found = Account.objects.filter(email=address).first()
        return found or Account.objects.create(handle=f"compte-{new_id()}", email=address)


def let_in(
    request: HttpRequest, account: Account, *, after: str, address: str = "", method: str = "code"
) -> HttpResponse:
    """Open the session, or ask first for the second factor of those who have one."""
    request.session.set_expiry(None)
    record_authentication(request, account, method=method, email=address or None)
    return perform_login(request, account, redirect_url=after, email=address or None)
