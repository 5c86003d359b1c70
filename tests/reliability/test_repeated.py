"""The same form sent again, because no answer came: it leads where it led, and does nothing more."""

import re

import pytest

from bibia.accounts.roles import Role
from bibia.contribution.models import Draft, Visa
from bibia.echanges.models import Exchange
from bibia.fiches import actions as verbs
from bibia.fiches.guard import trusted
from bibia.fiches.models import Fiche, Proposal
from tests import factories
from tests.contribution.conftest import RENNES, Writer, last

pytestmark = pytest.mark.django_db


@pytest.fixture
def agent():
    return Writer(factories.account(Role.CONTRIBUTEUR, siren=RENNES, email="agente@rennes.test"))


def hidden(writer, address):
    page = writer.get(address)
    return dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', page))


def twice(writer, address, **fields):
    """Where it leads the first time; the second must lead there too."""
    form = hidden(writer, address) | fields
    assert form["cle"]
    answers = [writer.client.post(address, form) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [302, 302]
    assert answers[0]["Location"] == answers[1]["Location"]
    return answers[0]["Location"]


def test_a_draft_that_was_sent_is_not_unknown(agent):
    place = agent.light(organisation=RENNES)
    assert twice(agent, place) == "/espace/brouillons/"
    with trusted():
        assert Proposal.objects.count() == 1


def test_a_proposal_that_was_published_is_published_once(agent):
    agent.post(agent.light(organisation=RENNES))
    animator = Writer(factories.account(Role.ANIMATEUR))
    with trusted():
        sent = Proposal.objects.get()
    twice(animator, f"/espace/moderation/{sent.pk}/", decision="accept")
    assert Fiche.objects.count() == 1


def test_who_has_not_signed_in_finds_what_they_began_when_no_answer_came():
    """The answer that was lost carried the cookie by which this browser reads its draft."""
    visitor = Writer()
    form = hidden(visitor, "/espace/proposer/") | {
        "nom_projet": "Compter les arbres",
        "organisation": "Rennes",
    }
    before = dict(visitor.client.cookies)
    visitor.client.post("/espace/proposer/", form)
    visitor.client.cookies.clear()
    visitor.client.cookies.update(before)
    place = visitor.client.post("/espace/proposer/", form)["Location"]
    visitor.get(place)
    with trusted():
        assert Draft.objects.count() == 1
    Writer().get(place, status=404)


def test_two_forms_of_one_browser_are_two_drafts():
    visitor = Writer()
    for _ in range(2):
        visitor.get(visitor.light())
    with trusted():
        assert Draft.objects.values("browser").distinct().count() == 1 and Draft.objects.count() == 2


def test_a_visa_is_asked_once(agent):
    agent.light(organisation=RENNES)
    place = f"/espace/brouillons/{last().pk}/visas/"
    twice(agent, place, fonction="DGS")
    with trusted():
        assert Visa.objects.count() == 1
    assert "/espace/visa/" in agent.get(place)


def test_what_came_back_from_a_table_is_taken_back_once(agent):
    sent = factories.proposal(by=agent.account, coll_nom="Rennes", coll_siret=RENNES, nom_projet="Du tableau")
    verbs.ask_changes(sent, by=factories.system(), reason="Encore.")
    places = {agent.client.post(f"/espace/brouillons/p-{sent.pk}/reprendre/")["Location"] for _ in range(2)}
    with trusted():
        assert len(places) == 1 and Draft.objects.count() == 1


def test_a_message_sent_again_counts_against_no_limit():
    fiche = factories.fiche(projet_contact="service@collectivite.example")
    address = f"/espace/fiches/{fiche.pk}/question/"
    visitor = Writer()
    form = hidden(visitor, address) | {"address": "lectrice@exemple.test", "text": "Combien de temps ?"}
    assert {visitor.client.post(address, form).status_code for _ in range(12)} == {302}
    with trusted():
        assert Exchange.objects.count() == 1
