"""Saying for whom one works, and following what became of it."""

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode

from bibia.accounts.models import Membership
from bibia.accounts.requests import PrivateRequest
from bibia.compte import actions
from bibia.compte.entry import destination
from bibia.compte.forms import MembershipForm
from bibia.fiches.inputs import Line
from bibia.fiches.verbs import Refusal
from bibia.territoires import finding
from bibia.territoires.siret import is_siren
from bibia.ui.filters import typo
from bibia.web.once import once


def ask(request: PrivateRequest) -> HttpResponse:
    """Search by name, choose, say what one wants to do there."""
    asked = Line().to_python(request.POST.get("q") or request.GET.get("q"))[:100]
    found = _candidates(asked)
    form = MembershipForm(request.POST or None, candidates=found, asked=asked)
    if form.is_valid():
        given = form.cleaned_data
        try:
            return once(request, lambda: _asked(request, given["siren"], given["nom"], given["role"]))
        except Refusal as refused:
            form.add_error(None, str(refused))
    context = {"form": form, "asked": asked, "found": found, "after": destination(request)}
    return render(request, "compte/rattachement.html", context)


def _asked(request: PrivateRequest, siren: str, nom: str, role: str) -> HttpResponseRedirect:
    actions.ask_membership(by=request.user, siren=siren, nom=nom, role=role)
    after = urlencode({"next": destination(request)})
    return HttpResponseRedirect(f"{reverse('rattachement-suivi', args=[siren])}?{after}")


def _candidates(asked: str) -> list[finding.Candidate]:
    digits = "".join(asked.split())
    if is_siren(digits):
        known = finding.by_key(digits)
        return [known] if known else []
    return [one for one in finding.organisations(asked) if one.siren]


def follow(request: PrivateRequest, siren: str) -> HttpResponse:
    """What became of one's own request; and leaving the organisation."""
    membership = _own(request, siren)
    if request.method == "POST":
        try:
            actions.end(membership, by=request.user)
            messages.success(request, typo("Vous n’êtes plus rattaché à cette organisation."))
        except Refusal as refused:
            messages.error(request, typo(str(refused)))
        return redirect("compte")
    context = {
        "membership": membership,
        "states": Membership.State,
        "after": destination(request),
        "manages": request.viewer.may("manage_people", siren=siren),
    }
    return render(request, "compte/rattachement-suivi.html", context)


def _own(request: PrivateRequest, siren: str) -> Membership:
    own = Membership.objects.select_related("organisation", "account")
    found = own.filter(account=request.user, organisation=siren).first()
    if found is None:
        raise Http404
    return found
