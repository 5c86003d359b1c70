"""What the pages of moderation show of proposals, and the way around them."""

from typing import Any

from django.urls import reverse

from bibia.accounts.requests import PrivateRequest
from bibia.moderation.checks import LABELS
from bibia.moderation.people import Names
from bibia.moderation.queue import KINDS, Asked, Waiting, age
from bibia.web import menu

TABS = (
    ("moderation", "À relire", False),
    ("moderation-recent", "Publié récemment", True),
    ("moderation-fiches", "Fiches publiées", False),
    ("moderation-etageres", "Étagères", True),
    ("moderation-modeles", "Modèles", True),
    ("moderation-termes", "Vocabulaires", True),
    ("moderation-envois", "Courriels", True),
    ("moderation-statistiques", "Statistiques", True),
    ("moderation-journal", "Journal", True),
)


def tabs(request: PrivateRequest) -> list[dict[str, str]]:
    """The pages of moderation that this person may open."""
    shown = [tab for tab in TABS if request.viewer.is_association or not tab[2]]
    return menu.marked(request.path, [(label, reverse(name)) for name, label, _ in shown])


def lines(waiting: list[Waiting], asked: Asked, names: Names) -> list[dict[str, Any]]:
    query = asked.query()
    return [
        {
            "url": reverse("relire", args=[one.proposal.pk]) + (f"?{query}" if query else ""),
            "title": one.read.title,
            "organisation": one.read.organisation,
            "kind": dict(KINDS)[one.read.kind],
            "age": age(one.proposal.proposed_at),
            "who": names(one.proposal.proposed_by),
            "source": one.proposal.source,
            "findings": list(
                dict.fromkeys((found.level.value, LABELS[found.code]) for found in one.findings)
            ),
        }
        for one in waiting
    ]
