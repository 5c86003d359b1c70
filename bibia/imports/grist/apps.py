from django.apps import AppConfig


class Grist(AppConfig):
    name = "bibia.imports.grist"
    label = "grist"
    verbose_name = "Échanges avec Grist"
