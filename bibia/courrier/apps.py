from django.apps import AppConfig


class CourrierConfig(AppConfig):
    name = "bibia.courrier"
    verbose_name = "Courrier"
