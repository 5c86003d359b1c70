"""What people read when something is missing or broken; bibia/urls.py wires it."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.templatetags.static import static


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "ui/404.html", status=404)


def broken(request: HttpRequest) -> HttpResponse:
    """The last page standing: no database, no context, and no stylesheet rather than a second failure."""
    try:
        stylesheet = static("ui/bibia.css")
    except ValueError:  # the manifest of static files is missing or older than the code
        stylesheet = ""
    return HttpResponse(render_to_string("ui/500.html", {"stylesheet": stylesheet}), status=500)


def forged(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form sent from elsewhere, or after its cookie was lost: what was typed is in the page before."""
    return render(request, "ui/403.html", status=403)
