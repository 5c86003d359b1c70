"""One's own page: what each capability has for this person."""

from django.http import HttpResponse
from django.shortcuts import render

from bibia.accounts.requests import PrivateRequest
from bibia.web import desk


def home(request: PrivateRequest) -> HttpResponse:
    return render(request, "compte/espace.html", {"sections": desk.sections(request)})
