from django.apps import AppConfig
from django.db.backends.signals import connection_created
from django.db.models.signals import post_migrate


class FichesConfig(AppConfig):
    name = "bibia.fiches"

    def ready(self) -> None:
        from bibia.fiches import engine, guard

        connection_created.connect(guard.install, dispatch_uid="guard")
        post_migrate.connect(engine.grant_public_role, sender=self, dispatch_uid="public-role")
