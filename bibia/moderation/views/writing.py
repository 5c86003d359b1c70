"""Writing to the author of a proposal, whose address is shown to nobody."""

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from bibia.accounts.requests import PrivateRequest
from bibia.fiches.actions import Refusal
from bibia.fiches.inputs import Prose
from bibia.fiches.verbs import LONGEST_REASON
from bibia.moderation import deciding, listing
from bibia.moderation.people import who
from bibia.moderation.views.proposal import readable
from bibia.ui.filters import typo
from bibia.web.once import once


class MessageForm(forms.Form):
    texte = Prose(label="Votre message", help_text=f"{LONGEST_REASON} caractères au plus.")


def write(request: PrivateRequest, pk: int) -> HttpResponse:
    proposal, read = readable(request, pk)
    if not deciding.may_write_to_author(proposal, by=request.user):
        raise Http404
    form, back = MessageForm(request.POST or None), reverse("relire", args=[pk])

    def done() -> HttpResponseRedirect:
        deciding.write_to_author(proposal, by=request.user, text=form.cleaned_data["texte"])
        messages.success(request, typo("Votre message part par courriel ; le journal le garde."))
        return HttpResponseRedirect(back)

    if request.method == "POST" and form.is_valid():
        try:
            return once(request, done)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
    context = {"form": form, "read": read, "author": who(proposal.proposed_by), "back": back}
    context["tabs"] = listing.tabs(request)
    return render(request, "moderation/write.html", context, status=422 if form.errors else 200)
