"""What an organisation said to its peers: reworded, or taken back, by its own people."""

from collections.abc import Callable
from functools import partial

from django import forms as django_forms
from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from bibia.accounts.requests import PrivateRequest
from bibia.echanges import forms, needs
from bibia.echanges.models import Need, Offer
from bibia.fiches.models import Fiche
from bibia.fiches.verbs import Refusal
from bibia.ui.filters import typo
from bibia.web.once import already, once


def edit_need(request: PrivateRequest, need_id: str) -> HttpResponse:
    found = _need(request, need_id)
    initial = {"title": found.title, "theme": found.theme, "text": found.text}
    return _edit(
        request, found, forms.Need(request.POST or None, initial=initial), partial(needs.edit, found)
    )


def edit_offer(request: PrivateRequest, need_id: str, offer_id: int) -> HttpResponse:
    found = _offer(request, need_id, offer_id)
    fiche = Fiche.objects.filter(pk=found.fiche_id).first()
    initial = {"text": found.text, "fiche_id": fiche.get_absolute_url() if fiche else ""}
    form = forms.Offer(request.POST or None, initial=initial)
    return _edit(request, found.need, form, partial(needs.edit_offer, found))


def _edit(
    request: PrivateRequest, need: Need, form: django_forms.Form, edit: Callable[..., object]
) -> HttpResponse:
    """What is refused meanwhile is given back as it was typed."""
    status = 200
    page = reverse("besoin", args=[need.pk])
    if request.method == "POST" and form.is_valid():
        act = partial(edit, by=request.user, **form.cleaned_data)
        try:
            return once(request, lambda: _done(request, act, "C’est enregistré.", page))
        except Refusal as refusal:
            form.add_error(None, str(refusal))
            status = 409
    return render(request, "echanges/besoin-modifier.html", {"need": need, "form": form}, status=status)


def withdraw_need(request: PrivateRequest, need_id: str) -> HttpResponse:
    if again := already(request):
        return again
    found = _need(request, need_id)
    if request.method == "POST":
        return _withdraw(request, partial(needs.withdraw, found), reverse("besoins"))
    answers = found.offers.filter(removed=False).count()
    return render(request, "echanges/besoin-retirer.html", {"need": found, "offer": None, "answers": answers})


def withdraw_offer(request: PrivateRequest, need_id: str, offer_id: int) -> HttpResponse:
    if again := already(request):
        return again
    found = _offer(request, need_id, offer_id)
    if request.method == "POST":
        return _withdraw(request, partial(needs.withdraw_offer, found), reverse("besoin", args=[need_id]))
    return render(request, "echanges/besoin-retirer.html", {"need": found.need, "offer": found})


def _withdraw(request: PrivateRequest, withdraw: Callable[..., object], page: str) -> HttpResponse:
    try:
        return once(
            request, lambda: _done(request, partial(withdraw, by=request.user), "C’est retiré.", page)
        )
    except Refusal as refusal:
        raise Http404 from refusal


def _done(request: PrivateRequest, act: Callable[[], object], said: str, page: str) -> HttpResponseRedirect:
    act()
    messages.success(request, typo(said))
    return HttpResponseRedirect(page)


def _need(request: PrivateRequest, need_id: str) -> Need:
    """For who may not change it, it does not exist."""
    found = Need.objects.select_related("organisation").filter(pk=need_id).first()
    if found is None or not request.viewer.may("post_need", siren=found.organisation_id):
        raise Http404
    return found


def _offer(request: PrivateRequest, need_id: str, offer_id: int) -> Offer:
    found = Offer.objects.select_related("need").filter(need_id=need_id, pk=offer_id).first()
    if found is None or not request.viewer.may("post_need", siren=found.organisation_id):
        raise Http404
    return found
