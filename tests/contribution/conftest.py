"""Somebody who writes, in a browser of their own."""

import re

import pytest
from django.test import Client

from bibia.accounts.roles import Role
from bibia.contribution.models import Draft
from bibia.fiches.guard import trusted
from tests import factories

RENNES = "213502388"  # a public fact of the table of territories


class Writer:
    """A browser, signed in or not, that fills forms as people do: from what the page shows."""

    def __init__(self, account=None):
        self.client = Client()
        self.account = account
        if account:
            factories.sign_in(self.client, account)

    def get(self, address, status=200):
        answer = self.client.get(address)
        assert answer.status_code == status, (address, answer.status_code)
        return answer.content.decode()

    def post(self, address, status=302, **fields):
        """With the hidden fields of the page, as a browser sends them."""
        page = self.client.get(address)
        shown = page.content.decode() if page.status_code == 200 else ""
        hidden = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', shown))
        answer = self.client.post(address, hidden | fields)
        assert answer.status_code == status, (address, answer.status_code, answer.content.decode()[:2000])
        return answer

    def follow(self, address, **fields):
        return self.post(address, **fields)["Location"]

    def light(self, **given):
        """A light fiche; where it leads."""
        fields = {
            "nom_projet": "Repérer les dépôts sauvages",
            "resume": "Les agents voient sur une carte les dépôts que des habitants photographient.",
            "theme": "ecologie",
            "projet_status": "experimentation",
            "organisation": "Rennes",
        }
        return self.follow("/espace/proposer/", **(fields | given))

    @property
    def draft(self):
        return last()


def last() -> Draft:
    """The draft that was begun last."""
    with trusted():
        return Draft.objects.order_by("-made_at").first()


@pytest.fixture
def visitor(db):
    return Writer()


@pytest.fixture
def agent(db):
    return Writer(factories.account(Role.CONTRIBUTEUR, siren=RENNES, email="agente@rennes.test"))


@pytest.fixture
def colleague(db):
    return Writer(factories.account(Role.CONTRIBUTEUR, siren=RENNES, email="collegue@rennes.test"))


@pytest.fixture
def stranger(db):
    """Who writes for another organisation."""
    return Writer(factories.account(Role.RESPONSABLE, siren=factories.siren(50)))
