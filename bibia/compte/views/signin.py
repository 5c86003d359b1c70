"""Signing in: an address, then the code that it receives. The code lives in the browser that asked for it."""

import time
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render

from bibia.accounts.factors import keys_are_possible
from bibia.accounts.requests import PrivateRequest
from bibia.compte import codes
from bibia.compte.entry import account_of, destination, let_in, may_ask
from bibia.compte.forms import AddressForm, CodeForm
from bibia.compte.models import TRIES, Code
from bibia.compte.proconnect.views import logout_address
from bibia.ui.filters import typo

_ASKED = "connexion"  # in the session: the code that was asked for, the address, the page to go to
_WAITS = 3600  # seconds: a code that was asked for is forgotten then, and nothing else of the session is
_TWICE = 10  # seconds: a second click within them asks for nothing more
_TOO_MANY = (
    "Trop de codes ont été demandés. Par sécurité, attendez un quart d’heure puis recommencez : "
    "votre compte n’est pas bloqué."
)


def address(request: PrivateRequest) -> HttpResponse:
    after = destination(request)
    if request.user.is_authenticated:
        return HttpResponseRedirect(after)
    form = AddressForm(request.POST or None)
    status = 200
    if form.is_valid():
        if _ask(request, form.cleaned_data["address"], after):
            return redirect("account_confirm_login_code")
        form.add_error(None, _TOO_MANY)
        status = 429
    context = {
        "form": form,
        "after": after,
        "keys_are_possible": keys_are_possible(),
        "proconnect": bool(settings.PROCONNECT_URL),
    }
    return render(request, "compte/connexion.html", context, status=status)


def code(request: PrivateRequest) -> HttpResponse:
    asked = _asked(request)
    if request.user.is_authenticated:
        return redirect("espace")
    if not asked:
        messages.info(request, typo("Demandez un code depuis ce navigateur : il ne sert que là."))
        return redirect("account_login")
    form = CodeForm(request.POST or None)
    if form.is_valid():
        answer, found = codes.give(asked["code"], form.cleaned_data["code"], purpose=Code.Purpose.SIGN_IN)
        if answer is codes.Answer.RIGHT and found:
            del request.session[_ASKED]
            return let_in(request, account_of(found.address), after=asked["suite"], address=found.address)
        form.add_error("code", refusal(answer, found))
    return render(request, "compte/code.html", {"form": form, "address": asked["adresse"]})


def refusal(answer: codes.Answer, code: Code | None) -> str:
    if answer is codes.Answer.WRONG and code:
        left = TRIES - code.tries
        return f"Ce code n’est pas le bon. Il vous reste {left} essai{'s' if left > 1 else ''}."
    return "Ce code ne peut plus servir : il vaut dix minutes, cinq essais et une seule fois. Demandez-en un autre."


def again(request: PrivateRequest) -> HttpResponse:
    """Another code for the same address."""
    asked = _asked(request)
    if not asked:
        return redirect("account_login")
    if _ask(request, asked["adresse"], asked["suite"]):
        messages.success(request, typo("Un autre code est parti. Seul le dernier reçu fonctionne."))
    else:
        messages.error(request, typo(_TOO_MANY))
    return redirect("account_confirm_login_code")


def leave(request: PrivateRequest) -> HttpResponse:
    elsewhere = logout_address(request)
    logout(request)
    if elsewhere:
        return redirect(elsewhere)
    messages.success(request, typo("Vous êtes déconnecté de ce navigateur."))
    return redirect("account_login")


def _asked(request: PrivateRequest) -> dict[str, Any]:
    """The session may hold somebody's draft, promised for thirty days: what waits for a code has its own end."""
    asked = request.session.get(_ASKED) or {}
    return asked if time.time() - asked.get("quand", 0) < _WAITS else {}


def _ask(request: PrivateRequest, address: str, after: str) -> bool:
    before = _asked(request)
    if before.get("adresse") == address and time.time() - before["quand"] < _TWICE:
        return True
    if not may_ask(request, address):
        return False
    sent = codes.send(address=address, purpose=Code.Purpose.SIGN_IN, replaces=before.get("code", ""))
    request.session[_ASKED] = {"code": sent, "adresse": address, "suite": after, "quand": time.time()}
    return True
