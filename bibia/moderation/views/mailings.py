"""Mails to many: choose, count, write, read again, send; and the link that ends them."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.csrf import csrf_exempt

from bibia.accounts.requests import PrivateRequest
from bibia.fiches.actions import Refusal
from bibia.fiches.vocabularies import VOCABULARIES
from bibia.moderation import listing, mailing
from bibia.moderation.models import Mailing
from bibia.moderation.people import Names
from bibia.ui.filters import typo
from bibia.web.once import once

SHOWN = 50


def index(request: PrivateRequest) -> HttpResponse:
    names = Names()
    sent = Mailing.objects.select_related("by")[:SHOWN]
    context = {"sent": [{"mailing": one, "by": names(one.by)} for one in sent], "tabs": listing.tabs(request)}
    return render(request, "moderation/mailings.html", context)


def compose(request: PrivateRequest) -> HttpResponse:
    asked = request.POST if request.method == "POST" else request.GET
    selection = mailing.Selection(
        **{name: asked.get(name, "") for name in ("who", "theme", "status", "age", "role")}
    )
    if not selection.is_known:
        selection = mailing.Selection()
    typed = {name: request.POST.get(name, "") for name in ("objet", "message")}
    if request.method == "GET":
        return _page(request, selection, typed)
    if request.POST.get("geste") == "envoyer":
        return _send(request, selection, typed)
    try:
        mailing.checked(typed["objet"], typed["message"])
    except Refusal as refusal:
        messages.error(request, typo(str(refusal)))
        return _page(request, selection, typed, status=422)
    return _page(request, selection, typed, preview=request.POST.get("geste") == "relire")


def _page(
    request: PrivateRequest,
    selection: mailing.Selection,
    typed: dict[str, str],
    *,
    preview: bool = False,
    status: int = 200,
) -> HttpResponse:
    choices: list[tuple[str, str, Any]] = [
        ("who", "Organisations", mailing.WHO),
        ("theme", "Thème d’une fiche", [("", "Tous"), *VOCABULARIES["theme"].choices]),
        ("status", "Maturité d’une fiche", [("", "Toutes"), *VOCABULARIES["projet_status"].choices]),
        ("age", "Fraîcheur", mailing.AGES),
        ("role", "Personnes", mailing.ROLES),
    ]
    context = {
        "selection": selection,
        "choices": choices,
        "count": selection.accounts().count(),
        "typed": typed,
        "preview": preview,
        "tabs": listing.tabs(request),
    }
    return render(request, "moderation/mailing.html", context, status=status)


def _send(request: PrivateRequest, selection: mailing.Selection, typed: dict[str, str]) -> HttpResponse:
    def done() -> HttpResponseRedirect:
        made = mailing.write_mailing(
            selection, subject=typed["objet"], text=typed["message"], by=request.user
        )
        messages.success(request, typo(f"Le message part vers {made.recipients} personnes."))
        return HttpResponseRedirect(reverse("moderation-envois"))

    try:
        return once(request, done)
    except Refusal as refusal:
        messages.error(request, typo(str(refusal)))
        return _page(request, selection, typed, status=422)


@csrf_exempt
def stop(request: PrivateRequest, token: str) -> HttpResponse:
    """The link is the proof: a mail program that stops for its reader (RFC 8058) has no cookie."""
    account = mailing.of_token(token)
    if account is None:
        raise Http404
    if request.method == "POST":
        mailing.stop(account)
    context = {"stopped": mailing.is_stopped(account), "tabs": []}
    return render(request, "moderation/mailing-stop.html", context)
