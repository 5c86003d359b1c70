"""What will be sent to a library while it is killed: its people, signed in, and the forms that each will fill.

Run as a program, as tests/browser/values.py: python -m tests.reliability.people COUNT; COUNT forms of each kind.
"""

import json
import os
import sys
from typing import Any

import django
from django.test import Client

PER_FICHE = 15  # messages about one fiche; the service takes 40 in a day
AGENT, ANIMATOR, NEWCOMER, VISITOR = "agent", "animator", "newcomer", "visitor"


def main(count: int) -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bibia.settings")
    django.setup()
    from bibia.accounts.roles import Role
    from tests import factories

    address = "{}@collectivite.example".format
    people = {
        AGENT: factories.account(Role.CONTRIBUTEUR, siren=factories.siren(1), email=address(AGENT)),
        ANIMATOR: factories.account(Role.ANIMATEUR, email=address(ANIMATOR)),
        NEWCOMER: factories.account(Role.PUBLIC, email=address(NEWCOMER)),
    }
    clients = {who: factories.sign_in(_browser(), account) for who, account in people.items()}
    forms = [
        *_drafts(people[AGENT], count),
        *_proposals(people[AGENT], count),
        *_messages(count),
        *_requests(count),
    ]
    cookies = {
        who: {name: morsel.value for name, morsel in client.cookies.items()}
        for who, client in clients.items()
    }
    cookies[VISITOR] = {}  # not signed in: counted by place, and each form has its own
    json.dump({"cookies": cookies, "forms": forms}, sys.stdout)


def _browser() -> Client:
    return Client(headers={"Host": "127.0.0.1"})


def _form(
    kind: str, who: str, address: str, name: str, fields: dict[str, str] | None = None
) -> dict[str, Any]:
    """`name`: what tells its effect from any other's."""
    return {"kind": kind, "who": who, "address": address, "name": name, "fields": fields or {}}


def _drafts(agent: Any, count: int) -> list[dict[str, Any]]:
    from tests import factories

    made = []
    for rank in range(count):
        title = f"Brouillon {rank}"
        values = factories.values(nom_projet=title, coll_siret=factories.siret(1))
        draft = factories.draft(values=values, source="", by=agent, siren=factories.siren(1))
        made.append(_form("sent", AGENT, f"/espace/brouillons/{draft.pk}/envoyer/", title))
    return made


def _proposals(agent: Any, count: int) -> list[dict[str, Any]]:
    from tests import factories

    made = []
    for rank in range(count):
        title = f"Proposition {rank}"
        proposal = factories.proposal(nom_projet=title, coll_siret=factories.siret(1), by=agent)
        address = f"/espace/moderation/{proposal.pk}/"
        made.append(_form("published", ANIMATOR, address, title, {"decision": "accept"}))
    return made


def _messages(count: int) -> list[dict[str, Any]]:
    from tests import factories

    made = []
    for rank in range(count):
        if rank % PER_FICHE == 0:
            fiche = factories.fiche(projet_contact="service@collectivite.example")
        for kind in ("question", "contact"):
            given = {"text": f"{kind} {rank}", "address": f"{kind}-{rank}@exemple.test"}
            made.append(_form(kind, VISITOR, f"/espace/fiches/{fiche.pk}/{kind}/", given["text"], given))
    return made


def _requests(count: int) -> list[dict[str, Any]]:
    from tests import factories

    made = []
    for rank in range(count):
        siren = factories.siren(5_000 + rank)
        given = {"choice": "autre", "siren": siren, "nom": f"Organisation {rank}", "role": "membre"}
        made.append(_form("membership", NEWCOMER, "/espace/rattachement/", siren, given))
    return made


if __name__ == "__main__":
    main(int(sys.argv[1]))
