"""What people read when something is missing or broken; bibia/urls.py wires it."""

import sys

from django.db import InterfaceError, OperationalError, connection
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.templatetags.static import static


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "ui/404.html", status=404)


def unreadable(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Refused before any page: an unknown host, too many fields, too long a body."""
    return _alone("ui/400.html", 400)


def broken(request: HttpRequest) -> HttpResponse:
    if not _is_busy(sys.exc_info()[1]):
        return _alone("ui/500.html", 500)
    response = _alone("ui/503.html", 503)
    response["Retry-After"] = "30"  # seconds
    return response


def _alone(template: str, status: int) -> HttpResponse:
    """The last page standing: no database, no context, and no stylesheet rather than a second failure."""
    try:
        stylesheet = static("ui/bibia.css")
    except ValueError:  # the manifest of static files is missing or older than the code
        stylesheet = ""
    return HttpResponse(render_to_string(template, {"stylesheet": stylesheet}), status=status)


def _is_busy(failure: BaseException | None) -> bool:
    """SQLite has one writer at a time: a long import may hold the others up for longer than they wait. A server of
    databases may be restarting; what SQLite cannot do otherwise is a fault.
    """
    if connection.vendor == "sqlite":
        return isinstance(failure, OperationalError) and "locked" in str(failure)
    return isinstance(failure, OperationalError | InterfaceError)


def forged(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form sent from elsewhere, or after signing in in another tab: what was typed here is shown again."""
    ours = request.headers.get("Origin") == f"{request.scheme}://{request.get_host()}"
    return render(request, "ui/403.html", {"texts": _typed(request) if ours else []}, status=403)


def _typed(request: HttpRequest) -> list[str]:
    """What has several words was written by somebody; the marks of a form are not."""
    sent = request.POST.lists()
    return [text for name, values in sent if name != "vu" for text in values if " " in text.strip()]
