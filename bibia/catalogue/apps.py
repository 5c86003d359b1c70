from django.apps import AppConfig


class Catalogue(AppConfig):
    name = "bibia.catalogue"

    def ready(self) -> None:
        from bibia.catalogue.fiche_views import body
        from bibia.web import fiche_page

        fiche_page.bring(body)
