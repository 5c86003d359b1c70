"""What the settings read from the environment about mail; nothing here needs Django to be ready."""

from email.headerregistry import Address
from email.utils import parseaddr
from typing import NamedTuple
from urllib.parse import unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

# scheme: (usual port, STARTTLS required, TLS from the first byte)
_SCHEMES = {"smtp": (25, False, False), "smtp+tls": (587, True, False), "smtps": (465, False, True)}
_NAME = "Bibliothèque d’IA territoriale"


class Server(NamedTuple):
    """Under Django's own names, in this order: EMAIL_HOST, EMAIL_PORT, EMAIL_HOST_USER…"""

    host: str
    port: int
    user: str
    password: str
    starttls: bool
    tls: bool


def mail_server(url: str) -> Server:
    """From smtp+tls://account:password@host:587; an empty address means that there is no server."""
    if not url:
        return Server("", 0, "", "", False, False)
    try:
        parts = urlsplit(url)
        usual, starttls, tls = _SCHEMES[parts.scheme]
        host, port = parts.hostname or "", parts.port or usual
    except (KeyError, ValueError):
        host = ""
    if not host:
        # The address holds a password: it is not repeated.
        raise ImproperlyConfigured(
            "EMAIL_URL ne se lit pas : smtp://, smtp+tls:// ou smtps://, puis compte:motdepasse@hote:port."
        )
    return Server(host, port, unquote(parts.username or ""), unquote(parts.password or ""), starttls, tls)


def domain_of(base_url: str) -> str:
    """The name that mail says of us: the site's, never the machine's."""
    host = urlsplit(base_url).hostname or ""
    return host if any(letter.isalpha() for letter in host) and ":" not in host else "localhost"


def sender(written: str, base_url: str) -> str:
    if not written:
        return str(Address(_NAME, addr_spec=f"ne-pas-repondre@{domain_of(base_url)}"))
    name, address = parseaddr(written)
    try:
        parsed = Address(name or _NAME, addr_spec=address)
    except (ValueError, IndexError):
        parsed = None
    if parsed is None or not parsed.domain or not address.isascii() or not written.isprintable():
        raise ImproperlyConfigured("EMAIL_FROM ne se lit pas : Nom <adresse@domaine>, ou l’adresse seule.")
    return str(parsed)
