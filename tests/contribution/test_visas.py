"""A link per person: read, approved or commented, revoked, dead in time and at publication."""

import datetime
import re

import pytest
from django.utils import timezone

from bibia.accounts.roles import Role
from bibia.contribution import keeping, visas
from bibia.contribution.models import Draft, Visa
from bibia.courrier.models import Message
from bibia.fiches import actions as verbs
from bibia.fiches.guard import trusted
from bibia.fiches.models import Journal, Proposal
from tests import factories
from tests.contribution.conftest import RENNES, Writer, last

pytestmark = pytest.mark.django_db


@pytest.fixture
def place(agent):
    agent.light(organisation=RENNES)
    return f"/espace/brouillons/{last().pk}/"


@pytest.fixture
def link(agent, place):
    agent.post(f"{place}visas/", fonction="Directrice générale des services")
    address = re.search(r'value="[^"]*(/espace/visa/[^"]+)"', agent.get(f"{place}visas/"))[1]
    # Told once.
    assert "/espace/visa/" not in agent.get(f"{place}visas/")
    return address


def test_its_holder_reads_and_approves_without_an_account(link, agent, place):
    holder = Writer()
    answer = holder.client.get(link)
    page = answer.content.decode()
    assert (
        "Repérer les dépôts" in page and "noindex" in page and answer["Cache-Control"] == "private, no-store"
    )
    assert "Cas d’usage des membres" not in page and "/rubrique/" not in page
    holder.post(link, reponse="approuve", commentaire="")
    assert "Approuvé" in agent.get(f"{place}visas/") and "approuvé" in agent.get(place)
    agent.post(f"{place}rubrique/retours/", vigilance="Après.", lecons="", suite="rester")
    assert "avant vos derniers changements" in agent.get(place)


def test_a_comment_says_what_should_change(link, agent, place):
    holder = Writer()
    holder.post(link, reponse="commente", commentaire="")
    assert "Écrivez ce qui devrait changer" in holder.get(link)
    holder.post(link, reponse="commente", commentaire="Citez la délibération.")
    assert "Citez la délibération." in agent.get(place)
    with trusted():
        visa = Visa.objects.get()
        assert visa.answer == "commente" and visa.function == "Directrice générale des services"
        assert link.split("/")[-2] not in str(Visa.objects.values().get())


def test_an_answer_reaches_those_who_wrote(link, agent, colleague, stranger, place):
    holder = Writer()
    assert "Visa :" not in agent.get("/espace/").replace("\u00a0", " ")
    for _twice in range(2):
        holder.post(link, reponse="commente", commentaire="Citez la délibération.")
    with trusted():
        (mail,) = Message.objects.filter(kind="visa")
    assert mail.to == agent.account.email and place in mail.text
    assert "Directrice générale des services" in mail.text and "Un changement est demandé" in mail.text
    assert (
        "délibération" not in mail.text + mail.html and "dépôts" not in mail.subject + mail.text + mail.html
    )
    for writer in (agent, colleague):
        page = writer.get("/espace/")
        assert "Directrice générale des services, commenté le" in page and "délibération" not in page
    assert "Directrice" not in stranger.get("/espace/")
    agent.post(f"{place}rubrique/retours/", vigilance="Après.", lecons="", suite="rester")
    assert "Directrice" not in agent.get("/espace/")


def test_an_answer_after_the_sending_reaches_who_sent(link, agent, colleague, place):
    colleague.post(f"{place}envoyer/")
    Writer().post(link, reponse="approuve", commentaire="")
    with trusted():
        mails = Message.objects.filter(kind="visa")
        assert {mail.to for mail in mails} == {agent.account.email, colleague.account.email}
        assert all("La fiche est approuvée" in mail.text for mail in mails)
    assert "Directrice générale des services, approuvé le" in agent.get("/espace/")


def test_it_is_revoked_by_those_who_write(link, agent, place, stranger, colleague):
    with trusted():
        pk = Visa.objects.get().pk
    assert stranger.client.post(f"{place}visas/{pk}/revoquer/").status_code == 404
    assert Writer().client.post(f"{place}visas/{pk}/revoquer/").status_code == 302
    Writer().get(link)
    colleague.client.post(f"{place}visas/{pk}/revoquer/")
    assert "ne fonctionne pas" in Writer().get(link, status=404)
    with trusted():
        assert [line.verb for line in Journal.objects.all()] == ["visa_link", "visa_revoke"]


def test_it_dies_after_thirty_days(link):
    with trusted():
        Visa.objects.update(expires_at=timezone.now())
    Writer().get(link, status=404)
    answer = Writer().client.post(
        link, {"reponse": "approuve", "commentaire": "Un commentaire de dix lignes."}
    )
    assert answer.status_code == 404 and "Un commentaire de dix lignes." in answer.content.decode()


def test_it_dies_at_publication(link, agent, place):
    agent.post(f"{place}envoyer/")
    Writer().get(link)
    with trusted():
        verbs.accept(Proposal.objects.get(), by=factories.system())
    Writer().get(link, status=404)


@pytest.mark.parametrize("token", ["x", "%00", "é" * 50, "a" * 500])
def test_a_link_that_was_never_made_opens_nothing(client, token):
    assert client.get(f"/espace/visa/{token}/").status_code == 404


def test_only_those_who_write_ask_for_one(place, stranger):
    stranger.get(f"{place}visas/", status=404)
    reader = Writer(factories.account(Role.DPO, siren=RENNES))
    assert "Créer le lien" not in reader.get(f"{place}visas/")
    assert reader.client.post(f"{place}visas/", {"fonction": "DPO"}).status_code == 404


def test_there_are_not_too_many(place, agent):
    with trusted():
        draft, by = Draft.objects.get(), agent.account
        for rank in range(visas.MOST):
            visas.make(draft, by=by, function=f"Fonction {rank}")
    agent.post(f"{place}visas/", fonction="Une de trop")
    assert "révoquez-en un" in agent.get(f"{place}visas/")


def test_what_is_old_is_forgotten_and_what_waits_is_kept(agent, place, link):
    now = timezone.now()
    with trusted():
        assert keeping.old(now - datetime.timedelta(days=1)) == 0 == keeping.anonymous(now)
        assert keeping.old(timezone.now()) > 0
        assert not Draft.objects.exists() and not Visa.objects.exists()
    visitor = Writer()
    visitor.light()
    with trusted():
        assert keeping.old(timezone.now()) == 0 and keeping.anonymous(timezone.now()) == 1


def test_a_closed_account_leaves_its_drafts_to_a_colleague(agent, place, colleague):
    with trusted():
        (taken,) = keeping.export(agent.account)
        assert taken["titre"] == "Repérer les dépôts sauvages"
        keeping.erase(agent.account)
        assert Draft.objects.get().account_id == colleague.account.pk
        keeping.erase(colleague.account)
        assert Draft.objects.get().account_id == agent.account.pk
        agent.account.memberships.all().delete()
        colleague.account.memberships.all().delete()
        keeping.erase(agent.account)
        assert not Draft.objects.exists()
