"""What organisations look for: read by members, answered by them, looked after by the animators."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count, Q, QuerySet
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from bibia.accounts.requests import PrivateRequest
from bibia.accounts.viewer import Viewer
from bibia.echanges import forms, needs
from bibia.echanges.matching import fiches_for
from bibia.echanges.models import Need, Offer
from bibia.echanges.views.peers import organisations
from bibia.fiches.models import Fiche
from bibia.fiches.verbs import Refusal
from bibia.fiches.vocabularies import VOCABULARIES
from bibia.ui.filters import typo
from bibia.ui.paging import keeping, pagination
from bibia.web.once import once

PER_PAGE = 20
THEMES = VOCABULARIES["theme"]


def index(request: PrivateRequest) -> HttpResponse:
    asked = {name: request.GET.get(name, "") for name in ("theme", "tous", "nous")}
    asked["theme"] = asked["theme"] if asked["theme"] in THEMES.codes else ""
    ours = request.viewer.organisations("post_need")
    page = Paginator(_found(request.viewer, asked), PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "needs": page.object_list,
        "page": pagination(page.number, page.paginator.count, PER_PAGE, keeping(reverse("besoins"), asked)),
        "themes": THEMES.choices,
        "asked": asked,
        "label": THEMES.label,
        "may_post": bool(ours),
    }
    return render(request, "echanges/besoins.html", context)


def _found(viewer: Viewer, asked: dict[str, str]) -> QuerySet[Need]:
    found = Need.objects.filter(_readable(viewer)).select_related("organisation")
    found = found.annotate(answers=Count("offers", filter=Q(offers__removed=False)))
    if asked["tous"] != "1":
        found = found.filter(state=Need.State.OPEN)
    if asked["theme"]:
        found = found.filter(theme=asked["theme"])
    if asked["nous"] == "1":
        sirens = viewer.organisations("post_need")
        offered = Offer.objects.filter(organisation_id__in=sirens, removed=False)
        found = found.filter(Q(organisation_id__in=sirens) | Q(pk__in=offered.values("need_id")))
    return found.order_by("-posted_at", "pk")  # a grouped query forgets the order of its table


def _readable(viewer: Viewer) -> Q:
    """What the animators removed is still read by them, and by its organisation."""
    if viewer.may("moderate_exchanges"):
        return Q()
    return ~Q(state=Need.State.REMOVED) | Q(organisation_id__in=viewer.organisations("post_need"))


def new(request: PrivateRequest) -> HttpResponse:
    ours = organisations(request, "post_need")
    if not ours:
        raise Http404
    form = forms.PostNeed(request.POST or None, organisations=ours)
    if request.method == "POST" and form.is_valid():
        return once(request, lambda: _post(request, form.cleaned_data))
    return render(request, "echanges/besoin-nouveau.html", {"form": form})


def _post(request: PrivateRequest, cleaned: dict[str, Any]) -> HttpResponseRedirect:
    need = needs.post(by=request.user, **cleaned)
    messages.success(request, typo("Votre besoin est publié entre membres. Voici déjà ce qui lui ressemble."))
    return HttpResponseRedirect(reverse("besoin", args=[need.pk]))


def need(request: PrivateRequest, need_id: str) -> HttpResponse:
    found = Need.objects.select_related("organisation").filter(_readable(request.viewer), pk=need_id).first()
    moderates = request.viewer.may("moderate_exchanges")
    if found is None:
        raise Http404
    ours = organisations(request, "post_need", without=found.organisation_id)
    doing = request.POST.get("faire", "")
    form = forms.PostOffer(request.POST if doing == "repondre" else None, organisations=ours)
    if request.method == "POST" and doing == "repondre" and ours and form.is_valid():
        return once(request, lambda: _offer(request, found, form.cleaned_data))
    if request.method == "POST" and doing != "repondre":
        return _change(request, found, doing)
    return render(
        request, "echanges/besoin.html", _context(request, found, form if ours else None, moderates)
    )


def _context(
    request: PrivateRequest, found: Need, form: forms.PostOffer | None, moderates: bool
) -> dict[str, Any]:
    offers = list(found.offers.filter(removed=False).select_related("organisation"))
    return {
        "need": found,
        "theme": THEMES.label(found.theme),
        "offers": offers,
        "fiches": fiches_for(found),
        "joined": Fiche.objects.in_bulk([one.fiche_id for one in offers if one.fiche_id]),
        "form": form if found.state == Need.State.OPEN else None,
        "ours": request.viewer.organisations("post_need"),
        "own": request.viewer.may("post_need", siren=found.organisation_id),
        "moderates": moderates,
    }


def _offer(request: PrivateRequest, found: Need, cleaned: dict[str, Any]) -> HttpResponseRedirect:
    try:
        needs.offer(found, by=request.user, **cleaned)
        messages.success(request, typo("Votre réponse est en ligne ; l’organisation en est prévenue."))
    except Refusal as refusal:
        messages.error(request, typo(str(refusal)))
    return HttpResponseRedirect(reverse("besoin", args=[found.pk]))


def _change(request: PrivateRequest, found: Need, doing: str) -> HttpResponse:
    """What its organisation or an animator does with it."""
    try:
        if doing == "retirer":
            needs.remove(found, by=request.user)
        elif doing.startswith("retirer-"):
            for one in found.offers.filter(pk=doing.partition("-")[2] if doing[8:].isdigit() else 0):
                needs.remove_offer(one, by=request.user)
        else:
            needs.set_state(found, state=doing, by=request.user)
        messages.success(request, typo("C’est noté."))
    except Refusal as refusal:
        raise Http404 from refusal
    gone = doing == "retirer"
    return HttpResponseRedirect(reverse("besoins") if gone else reverse("besoin", args=[found.pk]))
