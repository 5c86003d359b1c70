"""Letting people in: how often a code may be asked, where to go then, and the one way to open a session."""

from datetime import timedelta

from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.login import record_authentication
from allauth.account.utils import perform_login
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.http import urlencode

from bibia.accounts import browsers
from bibia.accounts.models import Account
from bibia.fiches.writing import writing
from bibia.territoires.ids import new_id
from bibia.web.limits import allow, origin, shared, watched

_HOUR, _DAY, _QUARTER = timedelta(hours=1), timedelta(days=1), timedelta(minutes=15)


def may_ask(request: HttpRequest, address: str) -> bool:
    """A browser that already signed in for this address has its own count, and so has who is signed in with it.

    What strangers use up is never what is left to somebody else (docs/decisions/0014-limites-sans-victime.md).
    """
    if browser := browsers.known(request, address):
        return allow("code-connu", f"{address} {browser}", most=10, per=_HOUR)
    if request.user.is_authenticated and address == request.user.email:
        return allow("code-compte", str(request.user.pk), most=10, per=_HOUR)
    place = origin(request)
    pair = f"{address}\n{place}"
    return (
        allow("code-origine", place, most=30, per=_HOUR)
        and allow("code-adresse", pair, most=5, per=_QUARTER)
        and allow("code-adresse-jour", pair, most=10, per=_DAY)
        and shared("code-boite", address, place, most=20, apart=3, per=_DAY)
        and allow("code-boite-plafond", address, most=200, per=_DAY)
        and watched("code-tous", "codes de connexion demandés", usual=600, most=6000, per=_HOUR)
    )


def may_use_keys(request: HttpRequest) -> bool:
    """A key cannot be guessed: only the work of asking is limited, for each origin."""
    return allow("cle-origine", origin(request), most=120, per=_HOUR)


def destination(request: HttpRequest) -> str:
    """The page of this site that was asked for before signing in."""
    asked = request.POST.get("next") or request.GET.get("next") or ""
    return asked if get_adapter(request).is_safe_url(asked) else settings.LOGIN_REDIRECT_URL


def onward(request: HttpRequest) -> str:
    """The same page, to hand over to the next step of a walk; "" when none was asked for."""
    return f"?{urlencode({'next': destination(request)})}" if "next" in request.GET else ""


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
