from django.apps import AppConfig


class Catalogue(AppConfig):
    name = "bibia.catalogue"

    def ready(self) -> None:
        from bibia.catalogue.fiche_views import body
        from bibia.catalogue.following import SOURCES
        from bibia.web import fiche_page, following

        for source in SOURCES:
            following.bring(source)
        fiche_page.bring(body)
