"""Addresses of the figures: permanent, so that an article may quote them."""

from django.urls import path, re_path

from bibia.observatoire import views

SLUG = r"[a-z]+(?:-[a-z]+)*"

urlpatterns = [
    path("observatoire/", views.index, name="observatoire"),
    path("observatoire/couverture/", views.coverage, name="couverture"),
    path("observatoire/couverture.csv", views.coverage_csv, name="couverture-csv"),
    re_path(rf"^observatoire/(?P<slug>{SLUG})/$", views.figure, name="chiffre"),
    re_path(rf"^observatoire/(?P<slug>{SLUG})\.csv$", views.figure_csv, name="chiffre-csv"),
    re_path(
        rf"^observatoire/(?P<slug>{SLUG})/fiches\.csv$", views.figure_items_csv, name="chiffre-fiches-csv"
    ),
]
