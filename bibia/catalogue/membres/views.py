"""The library as members read it. The public pages stay the same for everybody."""

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from bibia.accounts.models import Account
from bibia.accounts.requests import PrivateRequest
from bibia.catalogue import answers, detail, listing
from bibia.catalogue.cards import coded
from bibia.catalogue.cards import organisation as named
from bibia.catalogue.membres import actions, past, reading
from bibia.catalogue.membres.export import FORMATS
from bibia.catalogue.membres.lists import MEMBERS, address, cards, outside
from bibia.catalogue.query import PER_PAGE, Search, parse
from bibia.fiches.models import Fiche, Withdrawn
from bibia.fiches.verbs import Refusal
from bibia.ui.paging import pagination, understood


def fiches(request: PrivateRequest) -> HttpResponse:
    search, result = listing.run(parse(request.GET, MEMBERS))
    context = {"search": search, "result": result, **listing.around(search, result)}
    if search.whole:
        whole = MEMBERS.by_name[search.whole]
        context["facet"] = listing.facet(search.but(), result, whole, shown=None)
        return render(request, "membres/facet.html", context)
    return render(
        request,
        "membres/list.html",
        context
        | {
            "cards": cards(result.ids, result.terms),
            "page": pagination(search.page, result.total, PER_PAGE, context["turning"]),
            "ways_out": [] if result.total else listing.ways_out(search, result),
            "export_url": search.but(sort=search.sort).address("espace-export"),
            "public_url": outside(search).url,
        },
    )


def fiche(request: PrivateRequest, fiche_id: str, slug: str) -> HttpResponse:
    found = Fiche.objects.select_related("collectivite").filter(pk=fiche_id).first()
    if found is None:
        return _withdrawn(fiche_id)
    if slug != found.slug:
        return HttpResponseRedirect(address(found))
    context = {
        "fiche": found,
        "theme": coded("theme", found.theme),
        "status": coded("projet_status", found.projet_status),
        "nature": coded("nature", found.nature),
        "organisation": named(found.collectivite),
        "answers": answers.answers(found),
        "freshness": detail.freshness(found),
        "groups": reading.whole(found, request.viewer),
        "history_url": address(found, "espace-fiche-historique"),
    }
    return render(request, "membres/fiche.html", context)


def history(request: PrivateRequest, fiche_id: str, slug: str) -> HttpResponse:
    found = Fiche.objects.select_related("collectivite").filter(pk=fiche_id).first()
    if found is None:
        return _withdrawn(fiche_id)
    here = address(found, "espace-fiche-historique")
    if slug != found.slug:
        return HttpResponseRedirect(here)
    pages = past.pages(past.revisions(found, request.viewer))
    number = min(understood(request.GET.get("page", "")) or 1, len(pages))
    context = {
        "fiche": found,
        "fiche_url": address(found),
        "organisation": named(found.collectivite),
        "theme": coded("theme", found.theme),
        "revisions": pages[number - 1],
        "page": pagination(number, len(pages), 1, lambda n: f"{here}?page={n}" if n > 1 else here),
    }
    return render(request, "membres/historique.html", context)


def export(request: PrivateRequest) -> HttpResponse:
    search, result = listing.run(parse(request.GET, MEMBERS))
    refused = ""
    if request.method == "POST" and request.POST.get("format") in FORMATS:
        try:
            return _file(search, request.POST["format"], request.user)
        except Refusal as refusal:
            refused = str(refusal)
    context = {
        "search": search.but(),
        "result": result,
        "heading": listing.heading(search, result.total),
        "here": search.but().address("espace-export"),
        "formats": FORMATS.items(),
        "whose": actions.whose(request.user),
        "refused": refused,
    }
    return render(request, "membres/export.html", context, status=429 if refused else 200)


def _file(search: Search, extension: str, by: Account) -> HttpResponse:
    made, content, kind = actions.take_away(search=search, extension=extension, by=by)
    response = HttpResponse(content, content_type=kind)
    response["Content-Disposition"] = f'attachment; filename="{made.filename(extension)}"'
    return response


def _withdrawn(fiche_id: str) -> HttpResponse:
    """Its public page says since when and why; members know no more of it."""
    if not Withdrawn.objects.filter(pk=fiche_id).exists():
        raise Http404
    return HttpResponseRedirect(reverse("fiche", args=[fiche_id, "retiree"]))
