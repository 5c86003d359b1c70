"""What is published: archive it, bring it back, withdraw it, each on a page that says what will happen."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode

from bibia.accounts.requests import PrivateRequest
from bibia.fiches import archiving
from bibia.fiches.actions import Refusal
from bibia.fiches.models import Fiche
from bibia.moderation import journal, listing, motives, records
from bibia.moderation.forms import ReasonForm
from bibia.moderation.paging import number, pages
from bibia.moderation.views.queue import moderators_only
from bibia.ui.filters import typo
from bibia.ui.text import squeeze
from bibia.web import retiring
from bibia.web.once import once

PUBLIC_REASON = "Ce motif est public."


def index(request: PrivateRequest) -> HttpResponse:
    moderators_only(request)
    words, archived = squeeze(request.GET.get("q", ""))[:200], request.GET.get("etat") == "archivees"
    every = records.of(request)
    kept = records.found(every, words, archived=archived)
    asked = {key: value for key, value in (("q", words), ("etat", "archivees" if archived else "")) if value}
    page = pages(
        number(request), len(kept), records.PER_PAGE, lambda n: f"?{urlencode({**asked, 'page': str(n)})}"
    )
    start = (page["number"] - 1) * records.PER_PAGE
    context = {
        "total": len(every),
        "kept": len(kept),
        "words": words,
        "archived": archived,
        "lines": [records.line(fiche) for fiche in kept[start : start + records.PER_PAGE]],
        "page": page,
        "tabs": listing.tabs(request),
    }
    return render(request, "moderation/records.html", context)


def manageable(request: PrivateRequest, fiche_id: str) -> Fiche:
    fiche = records.one(request, fiche_id)
    if fiche is None:
        raise Http404
    return fiche


def manage(request: PrivateRequest, fiche_id: str) -> HttpResponse:
    fiche = manageable(request, fiche_id)
    context = {
        "fiche": fiche,
        "line": records.line(fiche),
        "waiting": records.waiting(fiche_id),
        "lookalikes": records.lookalikes(fiche),
        "history": journal.of_record(fiche_id),
        "tabs": listing.tabs(request),
    }
    return render(request, "moderation/record.html", context)


def archive(request: PrivateRequest, fiche_id: str) -> HttpResponse:
    fiche = manageable(request, fiche_id)
    form = ReasonForm(request.POST or None, motives=motives.ARCHIVE, help_text=PUBLIC_REASON)
    if request.method == "POST" and form.is_valid():
        return carry_out(
            request,
            lambda: retiring.archive(fiche.pk, by=request.user, reason=form.reason),
            "La fiche est archivée.",
            reverse("gerer", args=[fiche.pk]),
        )
    return _ask(request, fiche, form, "archiver")


def unarchive(request: PrivateRequest, fiche_id: str) -> HttpResponse:
    fiche = manageable(request, fiche_id)
    return carry_out(
        request,
        lambda: archiving.unarchive(fiche.pk, by=request.user),
        "La fiche n’est plus archivée.",
        reverse("gerer", args=[fiche.pk]),
        back=reverse("gerer", args=[fiche.pk]),
    )


def withdraw(request: PrivateRequest, fiche_id: str) -> HttpResponse:
    fiche = manageable(request, fiche_id)
    if not request.viewer.may("withdraw"):
        raise Http404
    form = ReasonForm(request.POST or None, motives=motives.WITHDRAW, help_text=PUBLIC_REASON)
    if request.method == "POST" and form.is_valid():
        return carry_out(
            request,
            lambda: retiring.withdraw(fiche.pk, by=request.user, reason=form.reason),
            "La fiche est retirée : son adresse le dit, avec le motif.",
            reverse("moderation-fiches"),
        )
    return _ask(request, fiche, form, "retirer")


def _ask(request: PrivateRequest, fiche: Fiche, form: ReasonForm, what: str) -> HttpResponse:
    context: dict[str, Any] = {
        "fiche": fiche,
        "form": form,
        "what": what,
        "waiting": records.waiting(fiche.pk),
        "tabs": listing.tabs(request),
    }
    return render(
        request, "moderation/confirm.html", context, status=422 if request.method == "POST" else 200
    )


def carry_out(
    request: PrivateRequest, act: Callable[[], Any], said: str, after: str, back: str = ""
) -> HttpResponse:
    """Do it once, say so, go there; what is refused is said on the page one came from, or on `back`."""

    def done() -> HttpResponseRedirect:
        act()
        messages.success(request, typo(said))
        return HttpResponseRedirect(after)

    try:
        return once(request, done)
    except Refusal as refusal:
        messages.error(request, typo(str(refusal)))
        return HttpResponseRedirect(back or request.get_full_path())
