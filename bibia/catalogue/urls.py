"""Public reading. The identifier decides; the words after it are for people."""

from django.urls import path, re_path

from bibia.catalogue import (
    carte_views,
    compare_views,
    feeds,
    fiche_views,
    nearby_views,
    shelf_views,
    suggestions,
    views,
)
from bibia.fiches.shelves import SLUG
from bibia.territoires.ids import PATTERN

# What is permanent stands before: without its words, or with others, an address leads to the page.
TITLE = r"(?:-(?P<slug>[^/]*))?"

urlpatterns = [
    path("", views.home, name="home"),
    path("cas-usage/", views.fiches, name="cas-usage"),
    path("cas-usage/suggestions/", suggestions.page, name="suggestions"),
    path("cas-usage/suggestions.json", suggestions.data, name="suggestions-json"),
    path("cas-usage/flux.atom", feeds.newest, name="flux"),
    re_path(rf"^cas-usage/(?P<fiche_id>{PATTERN}){TITLE}/$", fiche_views.fiche, name="fiche"),
    re_path(
        rf"^cas-usage/(?P<fiche_id>{PATTERN})-(?P<slug>[^/]*)/historique/$",
        fiche_views.history,
        name="fiche-historique",
    ),
    re_path(
        rf"^cas-usage/(?P<fiche_id>{PATTERN})-(?P<slug>[^/]*)/versions/(?P<number>[1-9][0-9]{{0,5}})/$",
        fiche_views.version,
        name="fiche-version",
    ),
    re_path(
        rf"^cas-usage/(?P<fiche_id>{PATTERN})-(?P<slug>[^/]*)/questions/$",
        fiche_views.questions,
        name="fiche-questions",
    ),
    re_path(rf"^cas-usage/(?P<fiche_id>{PATTERN})\.atom$", feeds.fiche_atom, name="fiche-atom"),
    re_path(rf"^cas-usage/(?P<fiche_id>{PATTERN})\.bib$", fiche_views.bib, name="fiche-bib"),
    re_path(rf"^cas-usage/(?P<fiche_id>{PATTERN})\.json$", feeds.fiche_json, name="fiche-json"),
    path("comparer/", compare_views.page, name="comparer"),
    path("comparer/export.csv", compare_views.as_csv, name="comparer-csv"),
    path("comparer/export.json", compare_views.as_json, name="comparer-json"),
    path("collectivites/", views.organisations, name="collectivites"),
    re_path(
        rf"^collectivites/(?P<key>[0-9]{{9}}|{PATTERN})\.atom$",
        feeds.organisation_atom,
        name="collectivite-atom",
    ),
    re_path(
        rf"^collectivites/(?P<key>[0-9]{{9}}|{PATTERN}){TITLE}/$",
        views.organisation,
        name="collectivite",
    ),
    path("pres-de-chez-moi/", nearby_views.question, name="pres-de-chez-moi"),
    re_path(
        rf"^pres-de-chez-moi/(?P<code>[0-9][0-9abAB][0-9]{{3}}){TITLE}/$",
        nearby_views.commune,
        name="commune",
    ),
    path("carte/", carte_views.page, name="carte"),
    path("etageres/", shelf_views.index, name="etageres"),
    re_path(rf"^etageres/(?P<slug>{SLUG})/$", shelf_views.shelf, name="etagere"),
    path("sitemap.xml", feeds.sitemap, name="sitemap"),
]
