"""What a library holds of the forms that it was sent: for each kind and name, when each of its effects was written.

Run as a program, as tests/browser/values.py.
"""

import json
import os
import sys
from collections import defaultdict

import django

Effects = dict[str, list[float]]


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bibia.settings")
    django.setup()
    from bibia.fiches.guard import trusted

    with trusted():
        json.dump(
            {
                "sent": _sent(),
                "published": _published(),
                "question": _received("question"),
                "contact": _received("contact"),
                "membership": _asked(),
                "mails": _mails(),
                "damage": _damage(),
            },
            sys.stdout,
        )


def _sent() -> Effects:
    """A proposal, with the draft that it comes from and its line of the journal."""
    from bibia.contribution.models import Draft
    from bibia.fiches.models import Journal, Proposal

    found: Effects = defaultdict(list)
    lines = list(Journal.objects.filter(verb="propose").values_list("proposal", flat=True))
    drafts = set(Draft.objects.exclude(proposal=None).values_list("proposal", flat=True))
    for one in Proposal.objects.all():
        title = one.values["nom_projet"]
        if title.startswith("Brouillon"):
            assert one.pk in drafts and lines.count(one.pk) == 1, f"{title} : à moitié envoyé"
            found[title].append(one.proposed_at.timestamp())
    return found


def _published() -> Effects:
    from bibia.fiches.models import Fiche, Journal, Version

    found: Effects = defaultdict(list)
    for line in Journal.objects.filter(verb="accept"):
        fiche = Fiche.objects.get(pk=line.fiche_id)
        assert Version.objects.filter(fiche=fiche).count() == 1, f"{fiche.nom_projet} : à moitié publiée"
        found[fiche.nom_projet].append(line.at.timestamp())
    return found


def _received(kind: str) -> Effects:
    from bibia.echanges.models import Exchange

    found: Effects = defaultdict(list)
    for one in Exchange.objects.filter(kind=kind):
        found[one.text].append(one.made_at.timestamp())
    return found


def _asked() -> Effects:
    from bibia.accounts.models import Membership
    from bibia.fiches.models import Journal

    found: Effects = defaultdict(list)
    waiting = set(Membership.objects.values_list("organisation", flat=True))
    for line in Journal.objects.filter(verb="ask_membership"):
        siren = next((one for one in waiting if one in line.detail), "")
        found[siren].append(line.at.timestamp())
    return found


def _mails() -> dict[str, int]:
    """How many messages were written to each reader."""
    from bibia.courrier.models import Message

    found: dict[str, int] = defaultdict(int)
    for to in Message.objects.filter(to__endswith="@exemple.test").values_list("to", flat=True):
        found[to] += 1
    return found


def _damage() -> str:
    from django.db import connection

    if connection.vendor != "sqlite":
        return ""
    with connection.cursor() as cursor:
        said = cursor.execute("PRAGMA integrity_check").fetchall()
        broken = cursor.execute("PRAGMA foreign_key_check").fetchall()
    return "" if said == [("ok",)] and not broken else f"{said} {broken}"


if __name__ == "__main__":
    main()
