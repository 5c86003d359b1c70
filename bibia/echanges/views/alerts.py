"""Asking to be told by e-mail, confirming it, stopping it."""

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.csrf import csrf_exempt

from bibia.accounts.requests import PrivateRequest
from bibia.echanges import alerts
from bibia.echanges.forms import Subscribe
from bibia.echanges.models import Alert
from bibia.echanges.restraint import TOO_MANY_ALERTS, admits_alert
from bibia.web import following
from bibia.web.once import already, once


def subscribe(request: PrivateRequest) -> HttpResponse:
    """What to follow is in the address, as on the page that one comes from."""
    followed = following.understand(request.GET)
    if followed is None or len(followed.criteria) > alerts.LONGEST:
        raise Http404
    known = request.user.email if request.user.is_authenticated else ""
    form = Subscribe(request.POST or None, initial={"address": known})
    status = 200
    if request.method == "POST" and form.is_valid():
        if form.is_robot:
            return _sent()
        if again := already(request):
            return again
        address = form.cleaned_data["address"]
        if admits_alert(request, address=address):
            return once(request, lambda: _ask(address, followed))
        form.add_error(None, TOO_MANY_ALERTS)
        status = 429
    context = {"form": form, "followed": followed}
    return render(request, "echanges/alerte.html", context, status=status)


def _ask(address: str, followed: following.Followed) -> HttpResponseRedirect:
    alerts.ask(address, followed)
    return _sent()


def _sent() -> HttpResponseRedirect:
    return HttpResponseRedirect(reverse("alerte-a-confirmer"))


def to_confirm(request: HttpRequest) -> HttpResponse:
    return render(request, "echanges/alerte-a-confirmer.html")


def confirm(request: HttpRequest, token: str) -> HttpResponse:
    """A link that is opened confirms nothing: programs that read mail open links too."""
    wanted = alerts.asked(token)
    followed = following.again(wanted.subject, wanted.criteria) if wanted else None
    if request.method == "POST" and wanted and followed:
        alert = alerts.start(wanted)
        return HttpResponseRedirect(_page(alerts.stop_token(alert)))
    context = {"followed": followed}
    return render(request, "echanges/alerte-confirmer.html", context, status=200 if followed else 410)


@csrf_exempt
def stop(request: HttpRequest, token: str) -> HttpResponse:
    """The link is the proof: a mail program that stops for its reader (RFC 8058) has no cookie, and follows no redirect."""
    found = alerts.of_token(token)
    if found is None:
        raise Http404
    address = next((alert.address for alert in found), "")
    if request.method == "POST":
        alerts.stop(found)
        found = found.none()
    theirs = Alert.objects.filter(address=address)
    context = {
        "alerts": [_shown(alert) for alert in found],
        "others": theirs.exclude(pk__in=[alert.pk for alert in found]).count(),
        "all": _page(alerts.stop_all_token(address)),
        "known": bool(address),  # a link used long ago says no more whose it was
    }
    return render(request, "echanges/alerte-arreter.html", context)


def _shown(alert: Alert) -> tuple[following.Followed | None, str]:
    return following.again(alert.subject, alert.criteria), _page(alerts.stop_token(alert))


def _page(token: str) -> str:
    return reverse("arreter-alerte", args=[token])
