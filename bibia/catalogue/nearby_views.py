"""Near my home: the question, and the permanent address of each answer."""

from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponsePermanentRedirect,
    HttpResponseRedirect,
)
from django.shortcuts import render

from bibia.catalogue import nearby
from bibia.territoires import lookup


def question(request: HttpRequest) -> HttpResponse:
    context = nearby.question(request.GET.get("lieu", ""))
    if context["only"]:  # communes merge and split: the words may lead elsewhere one day
        return HttpResponseRedirect(context["only"])
    return render(request, "catalogue/nearby.html", context)


def commune(request: HttpRequest, code: str, slug: str = "") -> HttpResponse:
    found = lookup.commune(code)
    if found is None:
        raise Http404
    if request.path != nearby.address(found):
        return HttpResponsePermanentRedirect(nearby.address(found))
    return render(request, "catalogue/commune.html", nearby.answer(found))
