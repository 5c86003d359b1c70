"""The light fiche: four answers and an organisation, written before anybody signs in."""

from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from bibia.accounts.requests import PrivateRequest
from bibia.contribution import actions, drafts, starting
from bibia.contribution.forms import LightForm
from bibia.contribution.models import Draft
from bibia.contribution.steps import LIGHT, who
from bibia.contribution.views.closed import while_open
from bibia.territoires import finding
from bibia.territoires.finding import Candidate
from bibia.ui.filters import typo
from bibia.web import limits
from bibia.web.once import once
from bibia.web.values import column, said

_DAY = timedelta(days=1)
_MOST = 40  # drafts begun from one place in a day
NOT_LISTED = "autre"
_ANSWERS, _LONGEST = "proposer", 2_000  # in the session: what waits for its author to sign in


def light(request: PrivateRequest) -> HttpResponse:
    seats, status = drafts.seats(request), 200
    like = starting.model(request.GET.get("comme", ""))
    template = starting.template(request.GET.get("modele", "")) if request.user.is_authenticated else None
    origin = template or like
    if request.method == "POST":
        form = LightForm(request.POST, seats=seats)
        if form.is_valid():
            if answer := _received(request, form, origin):
                return answer
            status = 429
    else:
        form = LightForm(seats=seats, initial=starting.light(origin) | request.session.get(_ANSWERS, {}))
    context = {
        "form": form,
        "too_many": status == 429,
        "like": None if template else like,
        "template": template,
        "templates": starting.templates(request),
        "organisation_given": bool(seats),
        "sees": {name: who(name) for name in LIGHT},
        "examples": {name: column(name).example for name in LIGHT},
        "waiting": drafts.writable(request).filter(proposal=None).count(),
    }
    return render(request, "contribution/proposer.html", context, status=status)


class _TooMany(Exception):
    """Raised within `once`: the same form may be sent again, once signed in."""


def _received(request: PrivateRequest, form: LightForm, like: Any) -> HttpResponse | None:
    """None when nothing is begun: the answers stay in the form, and come back in it after signing in."""
    author = drafts.author(request)
    try:
        return once(request, lambda: _begin(request, form, like, author))
    except _TooMany:
        names = (*LIGHT, "organisation")
        request.session[_ANSWERS] = {name: said(form.data.get(name, ""))[:_LONGEST] for name in names}
        return None


def _begin(
    request: PrivateRequest, form: LightForm, like: Any, author: dict[str, Any]
) -> HttpResponseRedirect:
    if not request.user.is_authenticated and not limits.allow(
        "brouillon", limits.origin(request), most=_MOST, per=_DAY
    ):
        raise _TooMany
    typed = {name: said(form.data.get(name, "")) for name in LIGHT}
    named = form.cleaned_data["organisation"]
    values = starting.values(like) | typed
    request.session.pop(_ANSWERS, None)
    draft = actions.start(**author, values=values | {"coll_nom": named}, source=starting.source(like))
    if chosen := _seat(request, named):
        actions.choose_organisation(draft, by=request.user, chosen=chosen)
        return HttpResponseRedirect(reverse("brouillon-envoyer", args=[draft.pk]))
    return HttpResponseRedirect(reverse("brouillon-organisation", args=[draft.pk]))


def _seat(request: PrivateRequest, siren: str) -> Candidate | None:
    """One of the organisations that this person writes for."""
    names = dict(drafts.seats(request))
    if siren not in names:
        return None
    return finding.by_key(siren) or Candidate(nom=names[siren], type="", siren=siren)


@while_open
def organisation(request: PrivateRequest, draft_id: str) -> HttpResponse:
    draft = drafts.to_write(request, draft_id)
    if draft.fiche_id:
        return HttpResponseRedirect(reverse("brouillon", args=[draft.pk]))
    name = request.GET.get("nom", str(draft.values.get("coll_nom") or ""))
    if request.method == "POST":
        return _choose(request, draft)
    found = finding.organisations(name)
    context = {
        "draft": draft,
        "name": name,
        "found": [{"candidate": one, "detail": starting.described(one)} for one in found],
        "seats": drafts.seats(request),
        "not_listed": NOT_LISTED,
        "first": found[0].key if found else NOT_LISTED,
    }
    return render(request, "contribution/organisation.html", context)


def _choose(request: PrivateRequest, draft: Draft) -> HttpResponse:
    key = request.POST.get("choix", "")[:220]
    name = said(request.POST.get("nom", "")).strip()[:200]
    chosen = _seat(request, key) or finding.by_key(key)
    if key == NOT_LISTED and name:
        chosen = Candidate(nom=name, type="")
    if chosen is None:
        messages.error(
            request, typo("Choisissez votre organisation dans la liste, ou dites qu’elle n’y est pas.")
        )
        return HttpResponseRedirect(request.get_full_path())
    actions.choose_organisation(draft, by=drafts.signed(request), chosen=chosen)
    return HttpResponseRedirect(reverse("brouillon-envoyer", args=[draft.pk]))
