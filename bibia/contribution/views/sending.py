"""Reading a draft as others would, settling what is left, sending it, taking it back."""

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode

from bibia.accounts.models import Organisation
from bibia.accounts.requests import PrivateRequest
from bibia.contribution import actions, drafts, listing, previewing, starting, unsaved
from bibia.contribution.models import Draft
from bibia.contribution.review import Review, review
from bibia.contribution.views.closed import while_open
from bibia.fiches.actions import Refusal, Stale
from bibia.fiches.models import Fiche, Proposal, Reserved
from bibia.fiches.projection import EXPOSING
from bibia.ui.filters import typo
from bibia.web.once import already, once


def preview(request: PrivateRequest, draft_id: str) -> HttpResponse:
    draft = drafts.to_read(request, draft_id)
    context = previewing.context(draft, member=request.GET.get("comme") == "membre")
    return render(request, "contribution/apercu.html", context)


@while_open
def send(request: PrivateRequest, draft_id: str) -> HttpResponse:
    if request.method == "POST" and (again := already(request)):
        return again
    draft = drafts.to_write(request, draft_id)
    if request.method == "POST":
        if not request.user.is_authenticated:
            return HttpResponseRedirect(_sign_in(request))
        if "confirmer-personnel" in request.POST:
            return _answer(request, draft)
        return once(request, lambda: _send(request, draft))
    found = review(draft)
    context = {
        "draft": draft,
        "title": draft.title,
        "review": found,
        "public": previewing.public(draft, found),
        "stands": _stands(request, found),
        "signs_in": _sign_in(request),
        "seats": drafts.seats(request),
        "behind": _behind(draft),
        "steps": listing.places(draft),
    }
    return render(request, "contribution/envoyer.html", context)


def _sign_in(request: PrivateRequest) -> str:
    return f"{reverse('account_login')}?{urlencode({'next': request.path})}"


def _stands(request: PrivateRequest, found: Review) -> str:
    """What this person may do with it: sign in first, wait for a confirmation, send, and who decides then."""
    if not request.user.is_authenticated:
        return "visiteur"
    if not request.viewer.may("propose", siren=found.siren):
        return "attente"
    itself = (
        Organisation.objects.filter(pk=found.siren, self_publishing=True).exists() if found.siren else False
    )
    return "collegue" if itself else "association"


def _behind(draft: Draft) -> bool:
    """Whether the published record changed since this draft began."""
    if not draft.fiche_id or draft.base is None:
        return False
    return Reserved.objects.filter(pk=draft.fiche_id).exclude(revision=draft.base).exists()


def _answer(request: PrivateRequest, draft: Draft) -> HttpResponse:
    prefix = "service-"
    marks = {
        name.removeprefix(prefix): str(said) for name, said in request.POST.items() if name.startswith(prefix)
    }
    actions.answer(draft, by=request.user, marks=marks)
    return HttpResponseRedirect(request.path)


def _send(request: PrivateRequest, draft: Draft) -> HttpResponseRedirect:
    confirmed = [name for name in EXPOSING if request.POST.get(f"confirme-{name}")]
    if _behind(draft):
        return _catch_up(request, draft)
    try:
        proposal = actions.send(draft, by=request.user, confirmed=confirmed)
    except (Refusal, Stale) as refusal:
        messages.error(request, typo(str(refusal)))
        return HttpResponseRedirect(request.path)
    if proposal is None:
        messages.info(
            request,
            typo("Votre brouillon est prêt. Il vous attend : rien n’est envoyé avant votre rattachement."),
        )
        return HttpResponseRedirect(reverse("brouillon", args=[draft.pk]))
    messages.success(
        request, typo("C’est envoyé. Vous pouvez suivre votre proposition ici, et la reprendre.")
    )
    return HttpResponseRedirect(reverse("brouillons"))


def _catch_up(request: PrivateRequest, draft: Draft) -> HttpResponseRedirect:
    fiche = Fiche.objects.select_related("collectivite").filter(pk=draft.fiche_id).first()
    if fiche is None:
        messages.error(request, typo("La fiche n’est plus publiée : demandez aux animateurs."))
        return HttpResponseRedirect(request.path)
    revision, values = starting.published(fiche, request.viewer)
    left = actions.catch_up(draft, by=request.user, revision=revision, published=values)
    messages.warning(
        request,
        typo("La fiche publiée a changé entre-temps : ses nouveaux textes sont ici. Rien n’est perdu."),
    )
    return HttpResponseRedirect(
        reverse("brouillon-concilier" if left else "brouillon-envoyer", args=[draft.pk])
    )


def take_back(request: PrivateRequest, draft_id: str) -> HttpResponse:
    """`draft_id`: of a draft that was sent, or "p" and the number of a proposal that was not written here."""
    try:
        draft = _taken(request, draft_id)
    except Refusal as refusal:
        messages.error(request, typo(str(refusal)))
        return HttpResponseRedirect(reverse("brouillons"))
    messages.success(request, typo("Vous pouvez reprendre votre texte : il n’est plus en attente."))
    return HttpResponseRedirect(unsaved.page(request, draft))


def _taken(request: PrivateRequest, draft_id: str) -> Draft:
    draft = drafts.known(drafts.writable(request), draft_id)
    if draft is not None:
        return actions.take_back(draft, by=request.user)
    kind, _dash, number = draft_id.partition("p-")
    mine = Proposal.objects.filter(proposed_by=request.user, state=Proposal.State.CHANGES)
    proposal = (
        mine.filter(pk=int(number)).first() if not kind and number.isdecimal() and len(number) < 12 else None
    )
    if proposal is None:
        raise Http404
    return starting.from_proposal(proposal, by=request.user, siren="")
