"""Links that nobody outside can follow, seen without following them."""

import ipaddress
import re
from urllib.parse import parse_qs, unquote, urlsplit

_LOCAL = re.compile(
    r"(?:localhost|.*\.(?:local|lan|intra|intranet|internal|corp|localdomain)|intranet\..*)", re.IGNORECASE
)
_EXAMPLE = re.compile(
    r"(?:www\.)?(?:example\.(?:com|org|net)|exemple\.(?:fr|com)|domaine\.fr|site\.fr|xxx+\.\w+)",
    re.IGNORECASE,
)
_SEARCH = re.compile(
    r"(?:www\.)?google\.[a-z.]+|(?:www\.)?bing\.com|duckduckgo\.com|(?:www\.)?qwant\.com", re.IGNORECASE
)
# Whose pages ask to sign in, or answer to one person only.
_PRIVATE = re.compile(
    r"(?:mail\.google\.com|outlook\.(?:office|live|office365)\.com|teams\.microsoft\.com|.*-my\.sharepoint\.com|app\.slack\.com)",
    re.IGNORECASE,
)


def look(url: str) -> tuple[str, str]:
    """(why it seems dead, the link that it hides when one is proven), or two empty texts."""
    try:
        parts = urlsplit(url)
        host = (parts.hostname or "").rstrip(".")
        parts.port  # noqa: B018 - a port that is no number raises
    except ValueError:
        return "Cette adresse web est mal formée.", ""
    if hidden := _wrapped(parts.path, parts.query, host):
        return "Ce lien passe par un intermédiaire : le lien qu’il cache est proposé.", hidden
    if url.endswith(("…", "...")):
        return "Ce lien est coupé : il se termine par des points de suspension.", ""
    return _of_host(host, parts.path, parts.query), ""


def _of_host(host: str, path: str, query: str) -> str:
    if _is_private_address(host) or _LOCAL.fullmatch(host) or "." not in host:
        return "Ce lien n’existe que sur un réseau interne."
    if _EXAMPLE.fullmatch(host):
        return "Ce lien est un exemple, pas une adresse."
    if _PRIVATE.fullmatch(host):
        return "Ce lien demande une connexion personnelle."
    if _SEARCH.fullmatch(host) and path.startswith(("/search", "/")) and "q" in parse_qs(query):
        return "Ce lien est une recherche, pas une page du projet."
    return ""


def _is_private_address(host: str) -> bool:
    try:
        return not ipaddress.ip_address(host).is_global
    except ValueError:
        return False


def _wrapped(path: str, query: str, host: str) -> str:
    """The address that a mail filter or a search engine wrote into its own."""
    given = parse_qs(query)
    name = "url" if host.endswith("safelinks.protection.outlook.com") else ""
    if re.fullmatch(r"(?:www\.)?google\.[a-z.]+", host) and path == "/url":
        name = "url" if "url" in given else "q"
    hidden = unquote(given.get(name, [""])[0]) if name else ""
    return hidden if hidden.startswith(("http://", "https://")) else ""
