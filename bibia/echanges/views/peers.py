"""Between members: who uses what a fiche describes, who is interested."""

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from bibia.accounts.models import Organisation
from bibia.accounts.requests import PrivateRequest
from bibia.echanges import forms, interests
from bibia.echanges.models import Interest
from bibia.fiches.models import Fiche
from bibia.fiches.verbs import Refusal
from bibia.ui.filters import typo
from bibia.web.once import once


def organisations(request: PrivateRequest, verb: str, without: str = "") -> list[tuple[str, str]]:
    """Those that this person may speak for."""
    sirens = [siren for siren in request.viewer.organisations(verb) if siren != without]
    return list(Organisation.objects.filter(pk__in=sirens).order_by("nom").values_list("siren", "nom"))


def peers(request: PrivateRequest, fiche_id: str) -> HttpResponse:
    fiche = Fiche.objects.select_related("collectivite").filter(pk=fiche_id).first()
    if fiche is None:
        raise Http404
    ours = organisations(request, "express_interest", without=fiche.collectivite.siren or "")
    said = list(Interest.objects.filter(fiche_id=fiche.pk).select_related("organisation"))
    form = _form(request, ours, said)
    if request.method == "POST" and not ours:
        raise Http404
    if request.method == "POST" and form.is_valid():
        return once(request, lambda: _say(request, fiche, form.cleaned_data))
    context = {
        "fiche": fiche,
        "form": form if ours else None,
        "uses": [one for one in said if one.kind == Interest.Kind.USE],
        "interested": [one for one in said if one.kind == Interest.Kind.INTERESTED],
        "may_name": bool(request.viewer.organisations("name_publicly")),
    }
    return render(request, "echanges/pairs.html", context)


def _form(request: PrivateRequest, ours: list[tuple[str, str]], said: list[Interest]) -> forms.Say:
    sirens = [siren for siren, _name in ours]
    known = next((one for one in said if one.organisation_id in sirens), None)
    initial = {"siren": known.organisation_id, "kind": known.kind, "named": known.named} if known else {}
    return forms.Say(request.POST or None, organisations=ours, initial=initial)


def _say(request: PrivateRequest, fiche: Fiche, cleaned: dict) -> HttpResponseRedirect:
    try:
        if cleaned["kind"] == "none":
            interests.give_up(fiche_id=fiche.pk, siren=cleaned["siren"], by=request.user)
        else:
            interests.express(fiche_id=fiche.pk, by=request.user, **cleaned)
    except Refusal as refusal:
        messages.error(request, typo(str(refusal)))
    else:
        messages.success(request, typo("C’est noté. Vous pouvez changer d’avis ici à tout moment."))
    return HttpResponseRedirect(reverse("pairs", args=[fiche.pk]))
