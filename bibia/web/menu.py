"""The way around the private space: each entry for who may enter it."""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass

from django.urls import NoReverseMatch, reverse

from bibia.accounts.requests import PrivateRequest
from bibia.accounts.viewer import Viewer


@dataclass(frozen=True)
class Entry:
    route: str
    label: str
    verb: str = ""  # the right that shows it; "" for whoever is signed in
    members: bool = False


# In the order of the page; the routes belong to the capabilities.
ENTRIES = (
    Entry("espace", "Mon espace"),
    Entry("espace-cas-usage", "Cas d’usage des membres", members=True),
    Entry("proposer", "Proposer un cas d’usage"),
    Entry("importer", "Importer un tableau", members=True),
    Entry("besoins", "Besoins", members=True),
    Entry("echanges", "Échanges", verb="answer"),
    Entry("moderation", "Modération", verb="accept"),
    Entry("membres", "Membres", verb="confirm_domain"),
    Entry("equipe", "Équipe", verb="manage_association"),
    Entry("compte", "Mon compte"),
)


def entries(request: PrivateRequest) -> list[dict[str, str]]:
    found = []
    for entry in ENTRIES:
        if not _shown(entry, request.viewer):
            continue
        with suppress(NoReverseMatch):  # this capability may not be installed
            found.append((entry.label, reverse(entry.route)))
    return marked(request.path, found)


def marked(path: str, entries: Sequence[tuple[str, str]]) -> list[dict[str, str]]:
    """Label, url, and current: "page" for this one, "true" for the nearest above it."""
    nearest = max((url for _, url in entries if path.startswith(url)), key=len, default="")
    return [
        {"label": label, "url": url, "current": ("page" if url == path else "true") if url == nearest else ""}
        for label, url in entries
    ]


def _shown(entry: Entry, viewer: Viewer) -> bool:
    if entry.verb:
        return viewer.may(entry.verb) or bool(viewer.organisations(entry.verb))
    return not entry.members or viewer.is_member
