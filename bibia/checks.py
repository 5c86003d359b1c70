"""What the operator should be told about the machine and its settings before the site serves."""

import sqlite3

from django.apps import AppConfig
from django.conf import settings
from django.core import checks
from django.db import connection

# https://sqlite.org/changes.html: a reset of the write-ahead log could lose committed pages before this version.
SAFE_SQLITE = (3, 51, 3)


class Checks(AppConfig):
    name = "bibia"
    verbose_name = "Contrôles du système"

    def ready(self) -> None:
        # Tagged "database": said once by migrate, not again by each command.
        for check in (sqlite_is_recent, front_server_is_believed):
            checks.register(check, checks.Tags.database)


def sqlite_is_recent(
    app_configs: object, databases: object = None, **kwargs: object
) -> list[checks.CheckMessage]:
    if not databases or connection.vendor != "sqlite" or sqlite3.sqlite_version_info >= SAFE_SQLITE:
        return []
    return [
        checks.Warning(
            f"SQLite {sqlite3.sqlite_version} a un défaut connu de remise à zéro du journal d’écriture.",
            hint="Sauvegardez avec VACUUM INTO, ou passez à SQLite 3.51.3 ou à PostgreSQL : docs/exploitation.md.",
            id="bibia.W001",
        )
    ]


def front_server_is_believed(
    app_configs: object, databases: object = None, **kwargs: object
) -> list[checks.CheckMessage]:
    if not databases or settings.PROXIES or not settings.BASE_URL.startswith("https://"):
        return []
    return [
        checks.Warning(
            "PROXIES=0 : derrière un serveur frontal, tous les visiteurs partagent les mêmes limites.",
            hint="Dites combien de serveurs complètent X-Forwarded-For : docs/exploitation.md, « Serveur frontal ».",
            id="bibia.W002",
        )
    ]
