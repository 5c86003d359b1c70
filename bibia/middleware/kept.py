"""Public pages that were asked already, given again before Django is reached.

What Django answered to the same question is what it would answer now as long as the library is the same: a public
page depends on its address and on the edition. Host and protocol are part of the question, since Django refuses or
redirects some.
"""

from collections import OrderedDict
from collections.abc import Callable, Iterable
from threading import Lock
from typing import Any, NamedTuple

from django.db import Error, connection
from django.http import HttpResponse

from bibia.fiches.models import Edition, edition

_KEPT = 500  # pages, by each process: a few kilobytes each, compressed
_LONGEST = 1_000  # characters of a path or of its parameters: longer ones are nobody's next question
_LEFT_OUT = ("Content-Type", "Content-Length", "Content-Encoding")  # of an answer without a body

Headers = list[tuple[str, str]]
Start = Callable[..., Any]
Application = Callable[[dict[str, Any], Start], Iterable[bytes]]


class Page(NamedTuple):
    edition: Edition
    headers: Headers
    etag: str
    body: bytes


class Kept:
    def __init__(self, application: Application) -> None:
        self._application = application
        self._pages: OrderedDict[tuple[str, ...], Page] = OrderedDict()
        self._lock = Lock()

    def __call__(self, environ: dict[str, Any], start: Start) -> Iterable[bytes]:
        long = len(environ["PATH_INFO"]) + len(environ["QUERY_STRING"]) > _LONGEST
        if long or environ["REQUEST_METHOD"] != "GET":
            return self._application(environ, start)
        question = _question(environ)
        page = self._pages.get(question)
        if page is None or page.edition != _edition():
            return self._ask(question, environ, start)
        if page.etag in environ.get("HTTP_IF_NONE_MATCH", ""):
            start("304 Not Modified", [one for one in page.headers if one[0] not in _LEFT_OUT])
            return [b""]
        start("200 OK", page.headers)
        return [page.body]

    def _ask(self, question: tuple[str, ...], environ: dict[str, Any], start: Start) -> Iterable[bytes]:
        told: list[Headers] = []

        def listening(status: str, headers: Headers, *more: Any) -> Any:
            told.append(headers)
            return start(status, headers, *more)

        response = self._application(environ, listening)
        # Said by the middleware of public routes of what may be given again.
        if isinstance(response, HttpResponse) and (of := response.__dict__.get("edition")):
            page = Page(of, told[0], response["ETag"], response.content)
            with self._lock:
                self._pages.pop(question, None)
                self._pages[question] = page
                while len(self._pages) > _KEPT:
                    self._pages.popitem(last=False)
        return response


def _question(environ: dict[str, Any]) -> tuple[str, ...]:
    """All that an answer depends on, beside the library."""
    return (
        environ["PATH_INFO"],
        environ["QUERY_STRING"],
        environ.get("HTTP_HOST", ""),
        environ["wsgi.url_scheme"],
        # Read as Django reads it.
        "https" if environ.get("HTTP_X_FORWARDED_PROTO", "").split(",")[0].strip() == "https" else "",
        "gzip" if "gzip" in environ.get("HTTP_ACCEPT_ENCODING", "") else "",
    )


def _edition() -> Edition:
    """None when the database does not say: Django then answers as it does without it."""
    # Nothing else here ends a request: a connection that is too old, or broken, would serve for ever.
    connection.close_if_unusable_or_obsolete()
    try:
        return edition()
    except Error:
        connection.close()
        return None
