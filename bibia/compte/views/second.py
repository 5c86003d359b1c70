"""The second factor: giving it when signing in, or again before a sensitive change."""

from allauth.account.internal.decorators import login_stage_required
from allauth.account.internal.flows.login import record_authentication
from allauth.account.models import Login
from allauth.mfa.base.internal.flows import post_authentication
from allauth.mfa.stages import AuthenticateStage
from allauth.mfa.webauthn.forms import AuthenticateWebAuthnForm, LoginWebAuthnForm
from allauth.mfa.webauthn.internal import auth
from allauth.mfa.webauthn.internal.flows import perform_passwordless_login
from django.contrib import messages
from django.forms import Form
from django.http import HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import redirect, render

from bibia.accounts.factors import keys_are_possible
from bibia.accounts.models import Account
from bibia.accounts.requests import PrivateRequest
from bibia.compte import codes, security
from bibia.compte.entry import destination, may_ask, may_use_keys
from bibia.compte.forms import CodeForm, SecondCodeForm
from bibia.compte.models import Code
from bibia.compte.proof import TOO_MANY, for_script, may_try
from bibia.compte.views.signin import refusal
from bibia.ui.filters import typo

_ASKED = "confirmation"  # in the session: the code by which someone proves again who they are
_UNREAD = "Cette clé n’a pas été reconnue. Réessayez, ou connectez-vous par un code."


@login_stage_required(stage=AuthenticateStage.key, redirect_urlname="account_login")
def authenticate(request: PrivateRequest) -> HttpResponse:
    stage = request._login_stage  # type: ignore[attr-defined]
    form = _tried(request, stage.login.user)
    if form.is_valid():
        _record(request, form, again=False)
        return stage.exit()
    return _asked(request, form, stage.login.user, title="Une dernière vérification")


def with_key(request: PrivateRequest) -> HttpResponse:
    """Sign in by a key alone: it holds who its owner is, and checked them."""
    if not may_use_keys(request):
        return JsonResponse({"erreur": typo(TOO_MANY)}, status=429)
    if request.method != "POST":
        return JsonResponse(auth.begin_authentication(user=None))
    form = LoginWebAuthnForm(data=request.POST)
    if not form.is_valid():
        messages.error(request, typo(_UNREAD))
        return redirect("account_login")
    factor = form.cleaned_data["credential"]
    login = Login(user=factor.user, redirect_url=destination(request))
    return perform_passwordless_login(request, factor, login)


def again(request: PrivateRequest) -> HttpResponse:
    if not security.has_factor(request.user):
        return _again_by_mail(request)
    form = _tried(request, request.user)
    if form.is_valid():
        _record(request, form, again=True)
        return HttpResponseRedirect(destination(request))
    return _asked(request, form, request.user, title="Confirmez que c’est bien vous")


def _again_by_mail(request: PrivateRequest) -> HttpResponse:
    sent = request.session.get(_ASKED, "")
    form = CodeForm(request.POST if "code" in request.POST else None)
    if form.is_valid():
        answer, found = codes.give(sent, form.cleaned_data["code"], purpose=Code.Purpose.IDENTITY)
        if answer is codes.Answer.RIGHT:
            request.session.pop(_ASKED, None)
            record_authentication(request, request.user, method="code", reauthenticated=True)
            return HttpResponseRedirect(destination(request))
        form.add_error("code", refusal(answer, found))
    elif request.method == "POST" and not form.is_bound:
        _send(request, sent)
        sent = request.session.get(_ASKED, "")
    context = {"form": form, "sent": sent, "after": destination(request)}
    return render(request, "compte/confirmer.html", context)


def _send(request: PrivateRequest, before: str) -> None:
    account = request.user
    if not may_ask(request, account.email):
        messages.error(request, typo(TOO_MANY))
        return
    request.session[_ASKED] = codes.send(
        address=account.email, purpose=Code.Purpose.IDENTITY, account=account, replaces=before
    )
    messages.success(request, typo(f"Un code est parti à {account.email}."))


def _tried(request: PrivateRequest, account: Account) -> Form:
    """The form that was sent, by key or by code; refused when too many were."""
    if request.method != "POST":
        return SecondCodeForm(user=account)
    if "credential" in request.POST:
        form: Form = AuthenticateWebAuthnForm(user=account, data=request.POST)
        if not form.is_valid():
            messages.error(request, typo(_UNREAD))
            return SecondCodeForm(user=account)
        return form
    if not may_try(request, account):
        messages.error(request, typo(TOO_MANY))
        return SecondCodeForm(user=account)
    return SecondCodeForm(user=account, data=request.POST)


def _record(request: PrivateRequest, form: Form, *, again: bool) -> None:
    factor = getattr(form, "authenticator", None) or form.cleaned_data["credential"]
    post_authentication(request, factor, reauthenticated=again)


def _asked(request: PrivateRequest, form: Form, account: Account, *, title: str) -> HttpResponse:
    kinds = {factor.type for factor in security.factors(account)}
    key = security.KEY in kinds and keys_are_possible()
    if security.APPLICATION not in kinds:
        form.fields["code"].label = "Code de secours"
    context = {
        "title": title,
        "form": form,
        "options": for_script(auth.begin_authentication(account)) if key else "",
        "application": security.APPLICATION in kinds,
        "after": destination(request),
    }
    return render(request, "compte/verification.html", context)
