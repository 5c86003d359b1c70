"""The pages of the animators' collections."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from bibia.catalogue import shelves
from bibia.fiches.models import Shelf


def index(request: HttpRequest) -> HttpResponse:
    return render(request, "catalogue/collections.html", {"collections": shelves.listing()})


def shelf(request: HttpRequest, slug: str) -> HttpResponse:
    found = get_object_or_404(Shelf, pk=slug)
    return render(request, "catalogue/collection.html", shelves.page(found))
