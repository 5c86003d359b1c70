from django.apps import AppConfig


class Echanges(AppConfig):
    name = "bibia.echanges"
    verbose_name = "Échanges"
