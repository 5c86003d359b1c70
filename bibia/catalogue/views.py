"""The public reading path. Each page depends on its address and on the public library, on nothing else."""

from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import get_object_or_404, render

from bibia.catalogue import detail, directory, listing, shelves
from bibia.catalogue.cards import cards, coded
from bibia.catalogue.cards import organisation as named
from bibia.catalogue.facets import BY_NAME
from bibia.catalogue.front import front_page
from bibia.catalogue.paging import pagination
from bibia.catalogue.query import PER_PAGE, parse
from bibia.fiches.models import Fiche, Withdrawn
from bibia.territoires.models import Collectivite


def home(request: HttpRequest) -> HttpResponse:
    return render(request, "catalogue/home.html", front_page())


def fiches(request: HttpRequest) -> HttpResponse:
    search, result = listing.run(parse(request.GET))
    context = {
        "search": search,
        "result": result,
        "heading": listing.heading(search, result.total, at_least=result.at_least),
        "understood": listing.understood(search, result),
        "filters": listing.removable(search),
        "clear_url": search.but(filters={}).url,
        "hidden": [(name, code) for name, codes in search.filters.items() for code in codes],
    }
    if search.whole:
        whole = BY_NAME[search.whole]
        context["facet"] = listing.facet(search.but(), result, whole, shown=None)
        return render(request, "catalogue/facet.html", context)
    return render(
        request,
        "catalogue/list.html",
        context
        | {
            "cards": cards(result.ids, result.terms),
            "facets": listing.facets(search, result),
            "sorts": listing.sorts(search),
            "page": pagination(search.page, result.total, PER_PAGE, lambda page: search.but(page=page).url),
            "ways_out": [] if result.total else listing.ways_out(search, result),
        },
    )


def fiche(request: HttpRequest, fiche_id: str, slug: str) -> HttpResponse:
    found = Fiche.objects.select_related("collectivite").filter(pk=fiche_id).first()
    if found is None:
        return _withdrawn(request, fiche_id)
    if slug != found.slug:
        return HttpResponsePermanentRedirect(found.get_absolute_url())
    context = {
        "fiche": found,
        "theme": coded("theme", found.theme),
        "status": coded("projet_status", found.projet_status),
        "nature": coded("nature", found.nature),
        "organisation": named(found.collectivite),
        "place": directory.place(found.collectivite),
        "essentials": detail.essentials(found),
        "groups": detail.groups(found),
        "collections": shelves.holding(found.pk),
        "history": detail.history(list(found.versions.all())),
    }
    return render(request, "catalogue/fiche.html", context)


def _withdrawn(request: HttpRequest, fiche_id: str) -> HttpResponse:
    gone = get_object_or_404(Withdrawn, pk=fiche_id)
    context = {"title": gone.title, "date": gone.withdrawn_at, "reason": gone.reason}
    return render(request, "ui/410.html", context, status=410)


def organisations(request: HttpRequest) -> HttpResponse:
    return render(request, "catalogue/organisations.html", directory.page(request.GET.get("page", "")))


def organisation(request: HttpRequest, key: str, slug: str) -> HttpResponse:
    found = Collectivite.objects.by_key(key).first()
    if found is None:
        raise Http404
    if (key, slug) != (found.key, found.slug):
        return HttpResponsePermanentRedirect(found.get_absolute_url())
    context = directory.organisation(found, request.GET.get("page", ""))
    return render(request, "catalogue/organisation.html", context)
