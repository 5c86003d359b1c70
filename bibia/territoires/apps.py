from django.apps import AppConfig


class TerritoiresConfig(AppConfig):
    name = "bibia.territoires"
    verbose_name = "Territoires"
