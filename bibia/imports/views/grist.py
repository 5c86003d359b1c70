"""The exchange with Grist: how it goes, and what waits for an animator."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render

from bibia.accounts.requests import PrivateRequest
from bibia.fiches.actions import Refusal
from bibia.imports.grist import board
from bibia.imports.grist.errors import GristError
from bibia.ui.filters import typo


def exchange(request: PrivateRequest) -> HttpResponse:
    if request.method == "GET":
        return render(request, "imports/grist.html", board.page())
    act = next((act for name, act in board.DECISIONS.items() if name in request.POST), None)
    if act is None:
        raise Http404
    try:
        messages.success(request, typo(act(request.POST, request.user)))
    except (Refusal, GristError) as refusal:
        messages.error(request, typo(str(refusal)))
    except ValidationError as refusal:
        messages.error(request, typo(" ".join(refusal.messages)))
    return HttpResponseRedirect(request.path)
