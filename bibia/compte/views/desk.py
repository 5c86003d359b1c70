"""One's own page: what each capability has for this person."""

from django.http import HttpResponse
from django.shortcuts import render

from bibia.accounts.requests import PrivateRequest
from bibia.compte.desk_parts import first_steps
from bibia.web import desk


def home(request: PrivateRequest) -> HttpResponse:
    context = {"sections": desk.sections(request), "steps": first_steps(request)}
    return render(request, "compte/espace.html", context)
