"""Declared routes only: public ones under the engine's lock, private ones for who may enter."""

import hashlib
from collections import OrderedDict
from threading import Lock
from typing import cast

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, HttpResponseNotModified
from django.utils.cache import patch_vary_headers
from zlib_ng import zlib_ng

from bibia.accounts.requests import PrivateRequest
from bibia.echanges.readings import readings
from bibia.fiches.guard import public_request
from bibia.fiches.models import Edition, edition
from bibia.middleware.headers import Handler
from bibia.middleware.private import admit
from bibia.routes import PRIVATE, ROUTES
from bibia.ui import fingerprint, provisional

_COMPRESSED_FROM = 500  # bytes; below, the header of gzip costs more than it saves
_GZIP = 16 + zlib_ng.MAX_WBITS  # its format, around what zlib compresses
_KEPT = 500  # rendered pages kept by each process


class DeclaredRoutes:
    """Runs a declared route; refuses any other.

    A public page depends on its address and on the edition of the library, and on nothing else: that
    pair gives its ETag and the key under which its rendering is kept.
    """

    def __init__(self, get_response: Handler):
        self.get_response = get_response
        self.pages: OrderedDict[str, HttpResponse] = OrderedDict()
        self.lock = Lock()

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view, args, kwargs) -> HttpResponse | None:
        name = request.resolver_match.url_name if request.resolver_match else None
        if name in PRIVATE:
            return admit(cast(PrivateRequest, request), PRIVATE[name])
        if name not in ROUTES:
            raise ImproperlyConfigured(f"La route « {name} » n’est pas déclarée dans bibia/routes/.")
        if request.method not in ("GET", "HEAD"):
            return HttpResponseNotAllowed(["GET", "HEAD"])
        response = self._public(request, view, args, kwargs)
        if name == "fiche":
            readings.note(request, kwargs["fiche_id"], response.status_code)
            response.__dict__.pop("edition", None)  # each of its readings is counted
        return response

    def _public(self, request: HttpRequest, view, args, kwargs) -> HttpResponse:
        with public_request():
            now = edition()
            etag = _fingerprint(request, now)
            known = request.META.get("HTTP_IF_NONE_MATCH", "")
            if etag in known:
                return _cacheable(HttpResponseNotModified(), etag + "-gz" if f"{etag}-gz" in known else etag)
            page = self._kept(etag)
            if page is None:
                with provisional.watched() as marks:
                    page = view(request, *args, **kwargs)
                if marks:
                    page["Cache-Control"] = "no-store"
                    return page
                self._keep(etag, page)
        response = _answer(request, page, etag)
        if response.status_code == 200 and not settings.DEBUG:
            response.__dict__["edition"] = now  # what bibia/middleware/kept.py may give again
        return response

    def _kept(self, etag: str) -> HttpResponse | None:
        with self.lock:
            page = self.pages.get(etag)
            if page is not None:
                self.pages.move_to_end(etag)
            return page

    def _keep(self, etag: str, page: HttpResponse) -> None:
        if page.status_code != 200 or settings.DEBUG:
            return
        with self.lock:
            self.pages[etag] = page
            while len(self.pages) > _KEPT:
                self.pages.popitem(last=False)


def _fingerprint(request: HttpRequest, now: Edition) -> str:
    # The address as it came: cleaned (get_full_path), two different ones may be written alike.
    key = (RELEASE, now, request.path, request.META.get("QUERY_STRING", ""))
    return hashlib.sha256(repr(key).encode()).hexdigest()[:32]


def _answer(request: HttpRequest, page: HttpResponse, etag: str) -> HttpResponse:
    """A fresh response from a rendered page, compressed when the reader takes it."""
    response = HttpResponse(page.content, status=page.status_code, headers=dict(page.headers))
    if page.status_code != 200:
        return response
    if len(page.content) >= _COMPRESSED_FROM:
        patch_vary_headers(response, ["Accept-Encoding"])
        if "gzip" in request.META.get("HTTP_ACCEPT_ENCODING", ""):
            response.content = _compressed(page)
            response["Content-Encoding"] = "gzip"
            etag += "-gz"  # another encoding, other bytes, another strong tag
    return _cacheable(response, etag)


def _compressed(page: HttpResponse) -> bytes:
    """Compressed once for every reader of the same rendering."""
    body = page.__dict__.get("gzipped")
    if body is None:
        body = page.__dict__["gzipped"] = zlib_ng.compress(page.content, level=6, wbits=_GZIP)
    return body


def _cacheable(response: HttpResponse, etag: str) -> HttpResponse:
    response["ETag"] = f'"{etag}"'
    response["Cache-Control"] = "public, no-cache"
    return response


def _release() -> str:
    """What makes the pages, beside the library itself."""
    return hashlib.sha256(
        repr((fingerprint.of_code(), settings.BASE_URL, settings.SITE)).encode()
    ).hexdigest()


RELEASE = _release()
