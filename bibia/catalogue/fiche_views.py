"""One fiche: its page, its past, how to quote it. The identifier decides; the words after it are for people."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import get_object_or_404, render
from django.template.loader import render_to_string
from markupsafe import Markup

from bibia.catalogue import answers, cite, detail, directory, shelves, similar, voices
from bibia.catalogue import history as past
from bibia.catalogue.cards import coded
from bibia.catalogue.cards import organisation as named
from bibia.fiches.models import Fiche, Withdrawn, successor
from bibia.ui.paging import pagination, understood


def fiche(request: HttpRequest, fiche_id: str, slug: str = "") -> HttpResponse:
    found = _published(fiche_id)
    if found is None:
        return _withdrawn(request, fiche_id)
    if slug != found.slug:
        return HttpResponsePermanentRedirect(found.get_absolute_url())
    context = whole(found) | {
        "collections": shelves.holding(found.pk),
        "history": past.short(found),
        "history_url": past.address(found),
        **similar.context(found),
        **voices.context(found),
        "citation": cite.citation(found),
    }
    return render(request, "catalogue/fiche.html", context)


def whole(fiche: Fiche, lost: frozenset[str] = frozenset()) -> dict[str, Any]:
    """What a fiche says, today or in an old version."""
    return {
        "fiche": fiche,
        "theme": coded("theme", fiche.theme),
        "status": coded("projet_status", fiche.projet_status),
        "nature": coded("nature", fiche.nature),
        "organisation": named(fiche.collectivite),
        "place": directory.place(fiche.collectivite),
        "answers": answers.answers(fiche, lost),
        "freshness": detail.freshness(fiche),
        "groups": detail.groups(fiche, lost),
    }


def body(fiche: Fiche) -> Markup:
    """The same for a fiche that is not published yet: what its authors preview."""
    page = render_to_string(
        "catalogue/fiche-body.html", whole(fiche) | {"collections": shelves.holding(fiche.pk)}
    )
    return Markup(page)  # a template of ours: it escaped what it was given


def history(request: HttpRequest, fiche_id: str, slug: str) -> HttpResponse:
    found = _published(fiche_id)
    if found is None:
        return _withdrawn(request, fiche_id)
    address = past.address(found)
    if slug != found.slug:
        return HttpResponsePermanentRedirect(address)
    pages = past.pages(list(found.versions.all()))
    number = min(understood(request.GET.get("page", "")) or 1, len(pages))
    context = {
        "fiche": found,
        "organisation": named(found.collectivite),
        "theme": coded("theme", found.theme),
        "versions": past.whole(found, pages[number - 1]),
        "canonical": f"{address}?page={number}" if number > 1 else address,
        "page": pagination(number, len(pages), 1, lambda n: f"{address}?page={n}" if n > 1 else address),
    }
    return render(request, "catalogue/historique.html", context)


def questions(request: HttpRequest, fiche_id: str, slug: str) -> HttpResponse:
    found = _published(fiche_id)
    if found is None:
        return _withdrawn(request, fiche_id)
    if slug != found.slug:
        return HttpResponsePermanentRedirect(voices.address(found))
    context = {
        "fiche": found,
        "organisation": named(found.collectivite),
        "theme": coded("theme", found.theme),
        **voices.page(found, request.GET.get("page", "")),
    }
    return render(request, "catalogue/questions.html", context)


def version(request: HttpRequest, fiche_id: str, slug: str, number: str) -> HttpResponse:
    found = _published(fiche_id)
    if found is None:
        return _withdrawn(request, fiche_id)
    rank = int(number)
    versions = list(found.versions.filter(number__gte=rank))
    if not versions or versions[-1].number != rank:
        raise Http404
    if slug != found.slug:
        return HttpResponsePermanentRedirect(past.address(found, rank))
    *newer, asked = versions
    old, lost = past.at(found, newer, asked)
    context = whole(old, lost) | {
        "current": found,
        "version": past.described(found, asked),
        "lost": bool(lost),
        "history_url": past.address(found),
        "citation": cite.citation(old, of=found),
    }
    return render(request, "catalogue/version.html", context)


def bib(request: HttpRequest, fiche_id: str) -> HttpResponse:
    found = _published(fiche_id)
    if found:
        return _bib(cite.bibtex(found))
    gone = get_object_or_404(Withdrawn, pk=fiche_id)
    return _bib(f"% Fiche retirée : {cite.escaped(gone.title)}. {cite.escaped(gone.reason)}\n", status=410)


def _bib(content: str, status: int = 200) -> HttpResponse:
    return HttpResponse(content, status=status, content_type="application/x-bibtex; charset=utf-8")


def _published(fiche_id: str) -> Fiche | None:
    return Fiche.objects.select_related("collectivite").filter(pk=fiche_id).first()


def _withdrawn(request: HttpRequest, fiche_id: str) -> HttpResponse:
    gone = get_object_or_404(Withdrawn, pk=fiche_id)
    kept = successor(gone)
    context = {
        "title": gone.title,
        "date": gone.withdrawn_at,
        "reason": gone.reason,
        "kept": {"title": kept.nom_projet, "url": kept.get_absolute_url()} if kept else None,
    }
    return render(request, "ui/410.html", context, status=410)
