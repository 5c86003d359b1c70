"""Addresses of the pages that the animators write."""

from django.urls import path

from bibia.pages import views

urlpatterns = [
    path("modele-de-donnees/", views.model, name="modele"),
    path("glossaire/", views.glossary, name="glossaire"),
    path("demarche/", views.approach, name="demarche"),
    path("objectifs/", views.aims, name="objectifs"),
    path("a-propos/", views.about, name="a-propos"),
    path("contribuer/", views.contribute, name="contribuer"),
    path("plan-du-site/", views.site_map, name="plan"),
    path("mentions-legales/", views.legal_notice, name="mentions-legales"),
    path("donnees-personnelles/", views.privacy, name="donnees-personnelles"),
    path("conditions-de-contribution/", views.conditions, name="conditions"),
    path("accessibilite/", views.accessibility, name="accessibilite"),
    path("ecoconception/", views.ecodesign, name="ecoconception"),
    path("composants/", views.components, name="composants"),
    path("robots.txt", views.robots, name="robots"),
    path(".well-known/security.txt", views.security, name="security"),
]
