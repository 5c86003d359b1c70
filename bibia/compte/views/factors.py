"""Choosing a second factor: keys, an application of codes, recovery codes."""

from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import clear_totp_secret
from allauth.mfa.webauthn.internal import auth
from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse

from bibia.accounts.factors import keys_are_possible
from bibia.accounts.requests import PrivateRequest
from bibia.accounts.roles import OF_ASSOCIATION
from bibia.compte import security
from bibia.compte.entry import destination, onward
from bibia.compte.forms import ApplicationForm, KeyForm
from bibia.compte.proof import TOO_MANY, for_script, may_try, proved_again
from bibia.compte.qr import drawing
from bibia.fiches.verbs import Refusal
from bibia.ui.filters import typo


def index(request: PrivateRequest) -> HttpResponse:
    found = security.factors(request.user)
    codes = Authenticator.objects.filter(user=request.user, type=security.CODES).first()
    context = {
        "keys": [factor for factor in found if factor.type == security.KEY],
        "application": next((factor for factor in found if factor.type == security.APPLICATION), None),
        "codes_left": len(codes.wrap().get_unused_codes()) if codes else 0,
        "required": request.user.role in OF_ASSOCIATION,
        "after": destination(request) if "next" in request.GET else "",
        "onward": onward(request),
        "keys_are_possible": keys_are_possible(),
    }
    return render(request, "compte/second-facteur.html", context)


@proved_again
def add_key(request: PrivateRequest) -> HttpResponse:
    if not keys_are_possible():
        raise Http404
    form = KeyForm(request.POST or None, user=request.user)
    if form.is_valid():
        given = form.cleaned_data
        fresh = security.add_key(
            by=request.user, name=given["name"], credential=given["credential"], current=_current(request)
        )
        messages.success(request, typo("Votre clé est ajoutée : elle suffit désormais pour vous connecter."))
        return _to("mfa_view_recovery_codes" if fresh else "mfa_index", request)
    options = for_script(auth.begin_registration(request.user, passwordless=True))
    return render(request, "compte/cle.html", {"form": form, "options": options, "onward": onward(request)})


@proved_again
def add_application(request: PrivateRequest) -> HttpResponse:
    tried = request.method == "POST" and may_try(request, request.user)
    if request.method == "POST" and not tried:
        messages.error(request, typo(TOO_MANY))
        return _to("mfa_index", request)
    form = ApplicationForm(request.POST or None, user=request.user)
    if form.is_valid():
        try:
            fresh = security.add_application(by=request.user, secret=form.secret, current=_current(request))
        except Refusal as refusal:
            messages.error(request, typo(str(refusal)))
            return _to("mfa_index", request)
        clear_totp_secret(request)
        messages.success(request, typo("Votre application est liée à votre compte."))
        return _to("mfa_view_recovery_codes" if fresh else "mfa_index", request)
    address = get_adapter().build_totp_url(request.user, form.secret)
    context = {"form": form, "address": address, "drawing": drawing(address), "onward": onward(request)}
    context["secret"] = _spaced(form.secret)
    return render(request, "compte/application.html", context)


@proved_again
def remove(request: PrivateRequest, pk: int) -> HttpResponse:
    factor = next((one for one in security.factors(request.user) if one.pk == pk), None)
    if factor is None:
        raise Http404
    if request.method == "POST":
        try:
            security.remove(factor, by=request.user)
            messages.success(request, typo("C’est retiré."))
        except Refusal as refusal:
            messages.error(request, typo(str(refusal)))
        return redirect("mfa_index")
    name = factor.wrap().name if factor.type == security.KEY else ""
    last = len(security.factors(request.user)) == 1
    return render(request, "compte/retirer.html", {"name": name, "last": last})


@proved_again
def recovery(request: PrivateRequest) -> HttpResponse:
    if request.method == "POST":
        security.renew_codes(by=request.user)
        messages.success(request, typo("Voici vos nouveaux codes : les anciens ne servent plus."))
        return _to("mfa_view_recovery_codes", request)
    found = Authenticator.objects.filter(user=request.user, type=security.CODES).first()
    if found is None:
        raise Http404
    codes = [_spaced(code) for code in found.wrap().get_unused_codes()]
    after = destination(request) if "next" in request.GET else reverse("mfa_index")
    return render(request, "compte/codes-de-secours.html", {"codes": codes, "after": after})


def _to(name: str, request: PrivateRequest) -> HttpResponse:
    """The next step, which leads in the end to the page that was asked for."""
    return HttpResponseRedirect(reverse(name) + onward(request))


def _current(request: PrivateRequest) -> str:
    return request.session.session_key or ""


def _spaced(text: str) -> str:
    """In groups of four, to read and copy."""
    return " ".join(text[at : at + 4] for at in range(0, len(text), 4))
