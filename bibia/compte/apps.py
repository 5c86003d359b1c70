from django.apps import AppConfig


class Compte(AppConfig):
    name = "bibia.compte"
