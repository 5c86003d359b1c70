import re

import pytest
from django.test import Client

from bibia.accounts.models import Account
from bibia.accounts.roles import Role
from bibia.courrier import delivery
from bibia.courrier.models import Message
from bibia.fiches.guard import trusted
from tests import factories

READER = "lectrice@exemple.test"


@pytest.fixture
def fiche():
    return factories.fiche(coll_siret=factories.siret(1), projet_contact="service@collectivite.example")


@pytest.fixture
def animator() -> Account:
    return factories.account(Role.ANIMATEUR, email="animation@exemple.test")


@pytest.fixture
def writer() -> Account:
    return factories.account(Role.CONTRIBUTEUR, siren=factories.siren(1), email="agent@collectivite.example")


@pytest.fixture
def mails():
    """What the outbox holds, as plain rows."""

    def mails(**chosen) -> list[Message]:
        with trusted():
            return list(Message.objects.filter(**chosen).order_by("pk"))

    return mails


@pytest.fixture
def deliver(mailbox):
    """Deliver what waits to a real server; what it received."""

    def deliver():
        delivery.deliver()
        return mailbox.received

    return deliver


def link(text: str, start: str) -> str:
    """The first link of ours in a message whose path begins so."""
    return re.search(rf"https?://[^/\s]+({re.escape(start)}\S*)", text)[1]


def signed_in(account) -> Client:
    return factories.sign_in(Client(), account)
