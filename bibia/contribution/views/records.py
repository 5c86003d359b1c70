"""The records of one's organisation: read, confirmed, changed, opened, taken away whole."""

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.urls import reverse

from bibia.accounts.requests import PrivateRequest
from bibia.contribution import drafts, gone, records, starting, unsaved
from bibia.fiches import actions, display
from bibia.fiches.access import read
from bibia.fiches.actions import Refusal
from bibia.fiches.confirming import confirm_still_true
from bibia.fiches.fields import BY_NAME, OPENABLE, label
from bibia.ui.filters import typo
from bibia.web.once import once


def mine(request: PrivateRequest) -> HttpResponse:
    return render(request, "contribution/fiches.html", records.page(request))


def one(request: PrivateRequest, fiche_id: str) -> HttpResponse:
    if withdrawn := gone.one(request, fiche_id):
        return render(request, "contribution/retiree.html", withdrawn)
    fiche = records.one(request, fiche_id)
    return render(request, "contribution/fiche.html", records.whole(request, fiche))


def confirm(request: PrivateRequest, fiche_id: str) -> HttpResponse:
    fiche = records.one(request, fiche_id, "confirm_still_true")
    try:
        confirm_still_true(fiche.pk, by=request.user)
        messages.success(request, typo(f"Merci. « {fiche.nom_projet} » est vérifiée à ce jour."))
    except Refusal as refusal:
        messages.error(request, typo(str(refusal)))
    return HttpResponseRedirect(
        reverse("mes-fiches") if request.POST.get("retour") == "liste" else _page(fiche.pk)
    )


def _page(fiche_id: str) -> str:
    return reverse("ma-fiche", args=[fiche_id])


def edit(request: PrivateRequest, fiche_id: str) -> HttpResponse:
    """Colleagues share one draft for a record: the second goes on with what the first began."""
    fiche = records.one(request, fiche_id, "propose")
    found = drafts.writable(request).filter(fiche_id=fiche.pk, proposal=None).first()
    if request.method == "POST" and found is None:
        siren = fiche.collectivite.siren or ""

        def begin() -> HttpResponseRedirect:
            draft = starting.from_record(fiche, by=request.user, siren=siren)
            return HttpResponseRedirect(unsaved.page(request, draft))

        return once(request, begin)
    if found:
        return HttpResponseRedirect(unsaved.page(request, found))
    return render(request, "contribution/modifier.html", {"fiche": fiche})


def field(request: PrivateRequest, fiche_id: str, name: str) -> HttpResponse:
    fiche = records.one(request, fiche_id, "open_field")
    if name not in OPENABLE or not BY_NAME[name].applies_to(fiche.nature):
        raise Http404
    opened = name in fiche.opened
    if request.method == "POST":
        try:
            (actions.close_field if opened else actions.open_field)(fiche.pk, name, by=request.user)
            said = "est de nouveau réservé aux membres." if opened else "est maintenant visible de tous."
            messages.success(request, typo(f"« {label(name)} » {said}"))
        except Refusal as refusal:
            messages.error(request, typo(str(refusal)))
        return HttpResponseRedirect(_page(fiche.pk))
    value = display.text(name, read(fiche, request.viewer).values.get(name))
    context = {"fiche": fiche, "name": name, "label": label(name), "opened": opened, "value": value}
    return render(request, "contribution/champ.html", context)


def as_json(request: PrivateRequest) -> HttpResponse:
    answer = JsonResponse(
        {"fiches": records.given(request)}, json_dumps_params={"ensure_ascii": False, "indent": 1}
    )
    answer["Content-Disposition"] = 'attachment; filename="nos-fiches.json"'
    return answer


def as_csv(request: PrivateRequest) -> HttpResponse:
    answer = HttpResponse(records.as_csv(records.given(request)), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="nos-fiches.csv"'
    return answer
