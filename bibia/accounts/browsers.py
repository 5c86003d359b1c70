"""Browsers that already signed in for an address: the attempts of strangers are not counted against them."""

import secrets

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.utils.crypto import salted_hmac

COOKIE = "connu"
_SALT = "bibia.accounts.browsers"
_LIFE = 365 * 24 * 3600  # seconds
_MOST = 5  # addresses that one browser remembers
# The first word that is found names the browser: the others imitate it.
_BROWSERS = (
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("Firefox/", "Firefox"),
    ("Chrom", "Chrome"),
    ("Safari/", "Safari"),
)
_SYSTEMS = (
    *(("Android", "Android"), ("iPhone", "iPhone"), ("iPad", "iPad"), ("Windows", "Windows")),
    *(("Mac OS", "Mac"), ("Linux", "Linux")),
)


def known(request: HttpRequest, address: str) -> str:
    """What names this browser if it already signed in for this address; else nothing."""
    name, marks = _read(request)
    return name if _mark(address) in marks else ""


def remember(request: HttpRequest, response: HttpResponse, address: str) -> None:
    name, marks = _read(request)
    mark = _mark(address)
    kept = [mark, *(one for one in marks if one != mark)][:_MOST]
    response.set_cookie(
        COOKIE,
        signing.dumps([name or secrets.token_hex(8), *kept], salt=_SALT),
        max_age=_LIFE,
        path=settings.SESSION_COOKIE_PATH,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def label(request: HttpRequest) -> str:
    """Enough for its owner to recognise a browser: "Firefox, Windows"."""
    agent = request.headers.get("User-Agent", "")
    found = (next((name for word, name in words if word in agent), "") for words in (_BROWSERS, _SYSTEMS))
    return ", ".join(filter(None, found)) or "Navigateur inconnu"


def _read(request: HttpRequest) -> tuple[str, list[str]]:
    try:
        name, *marks = signing.loads(request.COOKIES.get(COOKIE, ""), salt=_SALT, max_age=_LIFE)
    except (signing.BadSignature, ValueError):
        return "", []
    return name, marks


def _mark(address: str) -> str:
    return salted_hmac(_SALT, address, algorithm="sha256").hexdigest()[:32]
