"""The private space: sessions, forgery protection and messages, under its own prefix and nowhere else."""

from urllib.parse import urlsplit

from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.middleware import AuthenticationMiddleware
from django.contrib.messages.middleware import MessageMiddleware
from django.contrib.sessions.middleware import SessionMiddleware
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed, HttpResponseRedirect
from django.middleware.csrf import CsrfViewMiddleware
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.utils.http import urlencode

from bibia.accounts.requests import PrivateRequest
from bibia.accounts.viewer import PUBLIC
from bibia.fiches.guard import trusted
from bibia.middleware.headers import STRICT, Handler
from bibia.routes import PRIVATE_PREFIX, Access, PrivateRoute
from bibia.ui.filters import typo


def is_private(request: HttpRequest) -> bool:
    return request.path_info.startswith(PRIVATE_PREFIX)


def space(get_response: Handler) -> Handler:
    """A declared private address may read what is reserved; its answer is nobody else's and is never kept."""

    def middleware(request: HttpRequest) -> HttpResponse:
        if not is_private(request):
            return get_response(request)
        with trusted():
            response = get_response(request)
        response["Cache-Control"] = "private, no-store"
        # Without a referrer browsers hide the origin of a form too, and it would be refused as forged.
        response["Referrer-Policy"] = "same-origin"
        if settings.PROCONNECT_URL:
            # Leaving ends its session too: the form that leaves is led there.
            response["Content-Security-Policy"] = _leading_to(settings.PROCONNECT_URL)
        patch_vary_headers(response, ["Cookie"])
        return response

    return middleware


def _leading_to(address: str) -> str:
    place = urlsplit(address)
    return STRICT["Content-Security-Policy"].replace(
        "form-action 'self'", f"form-action 'self' {place.scheme}://{place.netloc}"
    )


def _under_the_prefix(middleware: type) -> type:
    """The same middleware, asleep on public addresses."""

    class Private(middleware):
        def __call__(self, request):
            return super().__call__(request) if is_private(request) else self.get_response(request)

    if hasattr(middleware, "process_view"):

        def process_view(self, request, view, args, kwargs):
            if is_private(request):
                return middleware.process_view(self, request, view, args, kwargs)
            return None

        Private.process_view = process_view
    return Private


Sessions = _under_the_prefix(SessionMiddleware)
Forgery = _under_the_prefix(CsrfViewMiddleware)
Authentication = _under_the_prefix(AuthenticationMiddleware)
Messages = _under_the_prefix(MessageMiddleware)


def admit(request: PrivateRequest, route: PrivateRoute) -> HttpResponse | None:
    """None for who may enter; else where to go first. What one may not see does not exist.

    Sets `request.viewer`: what this person may do, asked of the database now.
    """
    if request.method not in (*route.methods, "HEAD" if "GET" in route.methods else ""):
        return HttpResponseNotAllowed(route.methods)
    viewer = request.user.viewer if request.user.is_authenticated else PUBLIC
    unproved = viewer.is_association and not is_mfa_enabled(request.user)
    if unproved:
        request.user.proved = False
    request.viewer = PUBLIC if unproved else viewer
    if unproved and route.access is not Access.OPEN and not route.unproved:
        return _first("mfa_index", request)
    if _enters(request, route.access):
        return None
    if not request.user.is_authenticated:
        return _first("account_login", request)
    if route.access is Access.MEMBER:
        messages.info(request, typo("Dites d’abord pour quelle organisation vous travaillez."))
        return _first("rattachement", request)
    raise Http404


def _enters(request: PrivateRequest, access: Access) -> bool:
    return {
        Access.OPEN: True,
        Access.SIGNED: request.user.is_authenticated,
        Access.MEMBER: request.viewer.is_member,
        Access.ANIMATOR: request.viewer.is_association,
        Access.ADMINISTRATOR: request.viewer.may("manage_association"),
    }[access]


def _first(name: str, request: HttpRequest) -> HttpResponse:
    """Go there, then come back to the page that was asked."""
    after = request.get_full_path() if request.method in ("GET", "HEAD") else PRIVATE_PREFIX
    return HttpResponseRedirect(f"{reverse(name)}?{urlencode({'next': after})}")
