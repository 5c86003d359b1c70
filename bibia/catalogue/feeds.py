"""The same public values for machines: one fiche in JSON, the newest in Atom, the addresses of all."""

import re

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, render

from bibia.catalogue import atom, detail, voices
from bibia.catalogue.query import parse
from bibia.fiches.models import Fiche, Shelf, Withdrawn, successor
from bibia.territoires.models import Collectivite
from bibia.ui.jinja import absolute

# XML 1.0 has no way to write these.
_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def fiche_json(request: HttpRequest, fiche_id: str) -> HttpResponse:
    found = Fiche.objects.select_related("collectivite").filter(pk=fiche_id).first()
    if found is None:
        gone = Withdrawn.objects.filter(pk=fiche_id).first()
        if gone is None:
            return _json({"erreur": "Cette fiche n’existe pas."}, status=404)
        kept = successor(gone)
        reason = {
            "titre": gone.title,
            "motif": gone.reason,
            "date": gone.withdrawn_at,
            "fusionnee_dans": absolute(kept.get_absolute_url()) if kept else None,
        }
        return _json({"erreur": "Cette fiche a été retirée.", **reason}, status=410)
    content = {"url": absolute(found.get_absolute_url()), **detail.as_json(found, list(found.versions.all()))}
    content |= voices.as_json(found)
    content["organisation"]["url"] = absolute(found.collectivite.get_absolute_url())
    return _json(content)


def _json(content: dict, status: int = 200) -> HttpResponse:
    response = JsonResponse(content, status=status, json_dumps_params={"ensure_ascii": False, "indent": 1})
    response["Content-Type"] = "application/json; charset=utf-8"
    # Public data: any site may read it from a browser.
    response["Access-Control-Allow-Origin"] = "*"
    response["Cross-Origin-Resource-Policy"] = "cross-origin"
    return response


def newest(request: HttpRequest) -> HttpResponse:
    return _atom(request, atom.library(parse(request.GET)))


def organisation_atom(request: HttpRequest, key: str) -> HttpResponse:
    return _atom(request, atom.organisation(get_object_or_404(Collectivite.objects.by_key(key))))


def fiche_atom(request: HttpRequest, fiche_id: str) -> HttpResponse:
    found = Fiche.objects.select_related("collectivite").filter(pk=fiche_id).first()
    if found is None:
        return _atom(request, atom.withdrawn(get_object_or_404(Withdrawn, pk=fiche_id)), status=410)
    return _atom(request, atom.fiche(found))


def _atom(request: HttpRequest, context: dict, status: int = 200) -> HttpResponse:
    return _xml(request, "catalogue/atom.xml", context, "application/atom+xml; charset=utf-8", status)


def sitemap(request: HttpRequest) -> HttpResponse:
    context = {
        "fiches": Fiche.objects.only("id", "nom_projet", "updated_at").order_by("pk"),
        "organisations": Collectivite.objects.filter(fiches__isnull=False).distinct().order_by("cle"),
        "shelves": Shelf.objects.order_by("pk"),
    }
    return _xml(request, "catalogue/sitemap.xml", context, "application/xml; charset=utf-8")


def _xml(
    request: HttpRequest, template: str, context: dict, content_type: str, status: int = 200
) -> HttpResponse:
    response = render(request, template, context, content_type=content_type, status=status)
    response.content = _NOT_XML.sub("", response.content.decode()).encode()
    return response
