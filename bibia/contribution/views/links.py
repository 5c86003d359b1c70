"""The links of the visas: made and revoked by the author, opened by whoever holds one."""

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from bibia.accounts.requests import PrivateRequest
from bibia.contribution import drafts, previewing
from bibia.contribution import visas as links
from bibia.contribution.models import Draft
from bibia.fiches.actions import Refusal
from bibia.ui.filters import typo
from bibia.ui.jinja import absolute
from bibia.web.once import once

_TOLD = "visa"  # where the session keeps a secret until it was shown once


def visas(request: PrivateRequest, draft_id: str) -> HttpResponse:
    draft = drafts.to_read(request, draft_id)
    if request.method == "POST":
        if not drafts.writable(request).filter(pk=draft.pk).exists():
            raise Http404
        return once(request, lambda: _make(request, draft))
    told = request.session.pop(_TOLD, None) or {}
    context = {
        "draft": draft,
        "title": draft.title,
        "visas": list(draft.visas.all()),
        "told": told.get("visa"),
        "address": absolute(reverse("visa", args=[told["token"]])) if told else "",
        "to_write": drafts.writable(request).filter(pk=draft.pk).exists(),
    }
    return render(request, "contribution/visas.html", context)


def _make(request: PrivateRequest, draft: Draft) -> HttpResponseRedirect:
    try:
        visa, token = links.make(draft, by=request.user, function=request.POST.get("fonction", ""))
        request.session[_TOLD] = {"visa": visa.pk, "token": token}
        # With the link, or a server that stops between the two would keep a link that nobody was told.
        request.session.save()
    except Refusal as refusal:
        messages.error(request, typo(str(refusal)))
    return HttpResponseRedirect(request.path)


def revoke(request: PrivateRequest, draft_id: str, visa_id: int) -> HttpResponse:
    draft = drafts.known(drafts.writable(request), draft_id)
    visa = draft.visas.filter(pk=visa_id).first() if draft else None
    if draft is None or visa is None:
        raise Http404
    links.revoke(visa, by=request.user)
    messages.success(request, typo("Ce lien ne fonctionne plus."))
    return HttpResponseRedirect(reverse("brouillon-visas", args=[draft.pk]))


def visa(request: PrivateRequest, token: str) -> HttpResponse:
    found = links.find(token)
    if found is None:
        typed = request.POST.get("commentaire", "")
        return render(request, "contribution/visa-clos.html", {"typed": typed}, status=404)
    if request.method == "POST":
        approved = request.POST.get("reponse") == "approuve"
        try:
            links.answer(found, approved=approved, comment=request.POST.get("commentaire", ""))
            messages.success(request, typo("Merci : votre réponse est transmise."))
        except Refusal as refusal:
            messages.error(request, typo(str(refusal)))
        return HttpResponseRedirect(request.path)
    context = {"visa": found, **previewing.context(found.draft, member=request.GET.get("comme") == "membre")}
    return render(request, "contribution/visa.html", context)
