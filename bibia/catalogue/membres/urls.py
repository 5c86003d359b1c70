"""The library as members read it, under the prefix of the private space."""

from django.urls import path, re_path

from bibia.catalogue.membres import views
from bibia.territoires.ids import PATTERN

_FICHE = rf"^espace/cas-usage/(?P<fiche_id>{PATTERN})-(?P<slug>[^/]*)/"

urlpatterns = [
    path("espace/cas-usage/", views.fiches, name="espace-cas-usage"),
    path("espace/cas-usage/exporter/", views.export, name="espace-export"),
    re_path(rf"{_FICHE}$", views.fiche, name="espace-fiche"),
    re_path(rf"{_FICHE}historique/$", views.history, name="espace-fiche-historique"),
]
