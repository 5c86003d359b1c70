"""A text already written, deposited beside the form."""

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render

from bibia.accounts.requests import PrivateRequest
from bibia.contribution import actions, drafts
from bibia.contribution import deposit as files
from bibia.contribution.models import Draft
from bibia.contribution.views.closed import lost, while_open
from bibia.fiches.actions import Refusal
from bibia.ui.filters import typo
from bibia.web.values import said as kept


class DepositForm(forms.Form):
    fichier = forms.FileField(
        label="Un fichier",
        help_text=f"Fichiers lus : {files.ACCEPTED}, 5 Mo au plus. Seul leur texte est gardé.",
        required=False,
        widget=forms.ClearableFileInput(attrs={"accept": files.ACCEPTED}),
    )
    texte = forms.CharField(
        label="Ou un texte à coller",
        required=False,
        widget=forms.Textarea(attrs={"rows": 12}),
    )


@while_open
def deposit(request: PrivateRequest, draft_id: str) -> HttpResponse:
    if request.method == "POST":
        try:
            _keep(request, drafts.to_write(request, draft_id))
        except (Http404, actions.Closed):
            pasted = files.tidy(request.POST.get("texte", ""))
            return lost(request, draft_id, [{"label": "Votre texte", "text": pasted}] if pasted else [])
        except Refusal as refusal:
            messages.error(request, typo(str(refusal)))
        return HttpResponseRedirect(request.path)
    draft = drafts.to_write(request, draft_id)
    return render(request, "contribution/texte.html", {"draft": draft, "form": DepositForm()})


def _keep(request: PrivateRequest, draft: Draft) -> None:
    file = request.FILES.get("fichier")
    text = files.read(file) if file else files.tidy(request.POST.get("texte", ""))
    if "retirer" in request.POST:
        text, file = "", None
    elif not text:
        raise Refusal("Choisissez un fichier ou collez un texte.")
    actions.deposit(draft, by=drafts.signed(request), text=text, name=kept(file.name or "") if file else "")
    said = "Ce texte est à côté du formulaire : copiez-en ce qui sert." if text else "Le texte est retiré."
    messages.success(request, typo(said))
