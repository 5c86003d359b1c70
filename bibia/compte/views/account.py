"""My account: address, sessions, what is kept of me, closing it."""

from datetime import date

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.core.serializers.json import DjangoJSONEncoder
from django.http import HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import redirect, render

from bibia.accounts import browsers
from bibia.accounts.models import Membership
from bibia.accounts.requests import PrivateRequest
from bibia.accounts.roles import LABELS, Role
from bibia.compte import codes, person, security
from bibia.compte.entry import may_ask
from bibia.compte.forms import AddressForm, CloseForm, CodeForm
from bibia.compte.models import Code
from bibia.compte.proof import TOO_MANY, proved_again
from bibia.compte.views.signin import refusal
from bibia.fiches.verbs import Refusal
from bibia.ui.filters import typo

_ASKED = "adresse"  # in the session: the code sent to the new address


def index(request: PrivateRequest) -> HttpResponse:
    account = request.user
    sessions = person.sessions(account, request.session.session_key or "")
    for session in sessions:
        session["opened"] = date.fromisoformat(session["opened"]) if session["opened"] else None
    context = {
        "account": account,
        "role": LABELS[Role(account.role)] if account.role else "",
        "memberships": account.memberships.select_related("organisation").order_by("pk"),
        "states": Membership.State,
        "factors": len(security.factors(account)),
        "sessions": sessions,
        "proconnect": bool(settings.PROCONNECT_URL),
        "linked": account.identities.exists(),
    }
    return render(request, "compte/compte.html", context)


@proved_again
def address(request: PrivateRequest) -> HttpResponse:
    form = AddressForm(request.POST or None)
    form.fields["address"].label = "Votre nouvelle adresse"
    if form.is_valid():
        new = form.cleaned_data["address"]
        if may_ask(request, new):
            sent = codes.send(address=new, purpose=Code.Purpose.ADDRESS, account=request.user)
            request.session[_ASKED] = {"code": sent, "adresse": new}
            return redirect("compte-adresse-code")
        form.add_error(None, TOO_MANY)
    return render(request, "compte/adresse.html", {"form": form})


@proved_again
def address_code(request: PrivateRequest) -> HttpResponse:
    asked = request.session.get(_ASKED)
    if not asked:
        return redirect("compte-adresse")
    form = CodeForm(request.POST or None)
    if form.is_valid():
        answer, found = codes.give(asked["code"], form.cleaned_data["code"], purpose=Code.Purpose.ADDRESS)
        if answer is codes.Answer.RIGHT and found and found.account_id == request.user.pk:
            return _changed(request, found.address)
        form.add_error("code", refusal(answer, found))
    return render(request, "compte/adresse-code.html", {"form": form, "address": asked["adresse"]})


def _changed(request: PrivateRequest, address: str) -> HttpResponse:
    del request.session[_ASKED]
    response = redirect("compte")
    try:
        person.change_address(address, by=request.user)
    except Refusal as refused:
        messages.error(request, typo(str(refused)))
    else:
        browsers.remember(request, response, address)
        messages.success(request, typo("C’est fait : vos codes arriveront à la nouvelle adresse."))
    return response


def end_sessions(request: PrivateRequest) -> HttpResponse:
    current, name = request.session.session_key or "", request.POST.get("session", "")
    if name == person.session_name(current):
        logout(request)
        return redirect("account_login")
    ended = person.end_sessions(by=request.user, current=current, name=name)
    messages.success(request, typo("Session fermée." if ended else "Il n’y avait pas d’autre session."))
    return HttpResponseRedirect("/espace/compte/#sessions")


@proved_again
def export(request: PrivateRequest) -> HttpResponse:
    response = JsonResponse(
        person.export(request.user),
        encoder=DjangoJSONEncoder,
        json_dumps_params={"ensure_ascii": False, "indent": 2},
    )
    response["Content-Disposition"] = 'attachment; filename="mes-donnees.json"'
    return response


@proved_again
def close(request: PrivateRequest) -> HttpResponse:
    form = CloseForm(request.POST or None)
    if form.is_valid():
        try:
            person.close(by=request.user)
        except Refusal as refused:
            messages.error(request, typo(str(refused)))
            return redirect("compte")
        request.session.flush()
        messages.success(request, typo("Votre compte est supprimé. Merci pour votre passage."))
        return redirect("account_login")
    return render(request, "compte/fermer.html", {"form": form})
