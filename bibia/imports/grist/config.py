"""The settings of the exchange, read from the environment by bibia/settings.py; nothing is in the database."""

import re
from dataclasses import dataclass, field
from enum import StrEnum
from urllib.parse import urlsplit

from django.conf import settings

from bibia.imports.grist.errors import GristError

_LOOPBACK = {"127.0.0.1", "localhost", "::1"}
_DOC = re.compile(r"[A-Za-z0-9~_-]{4,100}")
_TABLE = re.compile(r"[A-Z][A-Za-z0-9_]{0,90}")  # it is written in an SQL statement


class Sens(StrEnum):
    LIRE = "lire"
    ECRIRE = "ecrire"
    DEUX_SENS = "deux-sens"


@dataclass(frozen=True)
class Config:
    url: str
    key: str = field(repr=False)
    doc: str
    table: str
    sens: Sens = Sens.LIRE
    private: bool = False

    @property
    def source(self) -> str:
        """What the exchanged values are remembered under: another table starts from nothing."""
        return f"{self.doc}/{self.table}"

    @property
    def reads(self) -> bool:
        return self.sens != Sens.ECRIRE

    @property
    def writes(self) -> bool:
        return self.sens != Sens.LIRE


def is_configured() -> bool:
    return bool(settings.GRIST["url"])


def load() -> Config:
    """The configured table. Raises GristError when a setting is missing or wrong, with its name."""
    given = settings.GRIST
    missing = [name for name in ("url", "key", "doc", "table") if not given[name]]
    if missing:
        names = {"url": "GRIST_URL", "key": "GRIST_API_KEY", "doc": "GRIST_DOC", "table": "GRIST_TABLE"}
        raise GristError("reglage", f"Il manque : {', '.join(names[name] for name in missing)}.")
    _check_address(given["url"])
    if not _DOC.fullmatch(given["doc"]):
        raise GristError("reglage", "GRIST_DOC est l’identifiant du document, pas son adresse.")
    if not _TABLE.fullmatch(given["table"]):
        raise GristError("reglage", "GRIST_TABLE est l’identifiant de la table : lettres, chiffres et « _ ».")
    if given["sens"] not in set(Sens):
        raise GristError("reglage", f"GRIST_SENS vaut {', '.join(Sens)}.")
    if given["private"] not in ("", "0", "1"):
        raise GristError("reglage", "GRIST_PRIVE vaut 1 pour un document privé, 0 sinon.")
    return Config(
        url=given["url"].rstrip("/"),
        key=given["key"],
        doc=given["doc"],
        table=given["table"],
        sens=Sens(given["sens"]),
        private=given["private"] == "1",
    )


def _check_address(url: str) -> None:
    parts = urlsplit(url)
    secure = parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in _LOOPBACK)
    if not (secure and parts.hostname) or parts.username or parts.query or parts.fragment:
        raise GristError(
            "reglage", "GRIST_URL est une adresse en « https:// », sans compte ni mot de passe dedans."
        )
