"""Two records made one: choose the other, then the values, then say why."""

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from bibia.accounts.requests import PrivateRequest
from bibia.fiches.models import Fiche
from bibia.moderation import listing, motives, records
from bibia.moderation.forms import ReasonForm
from bibia.moderation.views.records import PUBLIC_REASON, carry_out, manageable
from bibia.ui.text import squeeze
from bibia.web import retiring

MOST = 20


def _mergeable(request: PrivateRequest, fiche_id: str) -> Fiche:
    if not request.viewer.may("merge"):
        raise Http404
    return manageable(request, fiche_id)


def choose(request: PrivateRequest, fiche_id: str) -> HttpResponse:
    """Which record says the same: the near ones first, then what is searched for."""
    kept = _mergeable(request, fiche_id)
    words = squeeze(request.GET.get("q", ""))[:200]
    others = [fiche for fiche in records.of(request) if fiche.pk != fiche_id]
    near = {known.fiche_id for known in records.lookalikes(kept)}
    found = records.found(others, words) if words else [one for one in others if one.pk in near]
    context = {
        "fiche": kept,
        "words": words,
        "count": len(found),
        "lines": [
            records.line(one) | {"merge_url": reverse("fusionner-avec", args=[fiche_id, one.pk])}
            for one in found[:MOST]
        ],
        "tabs": listing.tabs(request),
    }
    return render(request, "moderation/merge-choose.html", context)


def merge(request: PrivateRequest, fiche_id: str, other_id: str) -> HttpResponse:
    kept, gone = _mergeable(request, fiche_id), _mergeable(request, other_id)
    if kept.pk == gone.pk:
        raise Http404
    form = ReasonForm(request.POST or None, motives=motives.MERGE, help_text=PUBLIC_REASON)
    fields = records.choices(kept.pk, gone.pk)
    if request.method == "POST":
        taken = [one["name"] for one in fields if request.POST.get(one["name"]) == "autre"]
        if form.is_valid():
            return carry_out(
                request,
                lambda: retiring.merge(kept.pk, gone.pk, taken=taken, by=request.user, reason=form.reason),
                "Les deux fiches n’en font plus qu’une.",
                reverse("gerer", args=[kept.pk]),
            )
        fields = [one | {"taken": one["name"] in taken} for one in fields]
    context = {
        "kept": kept,
        "gone": gone,
        "fields": fields,
        "form": form,
        "waiting": records.waiting(gone.pk),
        "tabs": listing.tabs(request),
    }
    return render(request, "moderation/merge.html", context, status=422 if request.method == "POST" else 200)
