"""The public reading path. Each page depends on its address and on the public library, on nothing else."""

from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import render

from bibia.catalogue import dead_end, directory, listing
from bibia.catalogue.cards import cards
from bibia.catalogue.facets import BY_NAME
from bibia.catalogue.front import front_page
from bibia.catalogue.query import PER_PAGE, parse
from bibia.catalogue.shown import answered
from bibia.territoires.models import Collectivite
from bibia.ui.paging import pagination


def home(request: HttpRequest) -> HttpResponse:
    return render(request, "catalogue/home.html", front_page())


def fiches(request: HttpRequest) -> HttpResponse:
    search, result = listing.run(parse(request.GET))
    context = {"search": search, "result": result, **listing.around(search, result)}
    if search.whole:
        whole = BY_NAME[search.whole]
        context["facet"] = listing.facet(search.but(), result, whole, shown=None)
        return render(request, "catalogue/facet.html", context)
    return render(
        request,
        "catalogue/list.html",
        context
        | {
            "cards": cards(answered([result]).values(), result.terms),
            "page": pagination(search.page, result.total, PER_PAGE, context["turning"]),
        }
        | dead_end.context(search, result),
    )


def organisations(request: HttpRequest) -> HttpResponse:
    return render(request, "catalogue/organisations.html", directory.page(request.GET.get("page", "")))


def organisation(request: HttpRequest, key: str, slug: str = "") -> HttpResponse:
    found = Collectivite.objects.by_key(key).first()
    if found is None:
        raise Http404
    if (key, slug) != (found.key, found.slug):
        return HttpResponsePermanentRedirect(found.get_absolute_url())
    context = directory.organisation(found, request.GET.get("page", ""))
    return render(request, "catalogue/organisation.html", context)
