"""The light fiche: written first, signed in last, nothing lost on the way."""

from datetime import timedelta

import pytest
from django.utils import timezone

from bibia.accounts.models import Session
from bibia.accounts.roles import Role
from bibia.contribution.models import Draft
from bibia.contribution.views import light
from bibia.courrier.models import Message
from bibia.fiches import actions
from bibia.fiches.guard import trusted
from bibia.fiches.models import Fiche, Journal, Proposal, generation
from bibia.web import joining
from tests import factories
from tests.contribution.conftest import RENNES, Writer, last

pytestmark = pytest.mark.django_db


def proposals():
    with trusted():
        return list(Proposal.objects.order_by("pk"))


def test_it_is_written_before_signing_in_and_sent_after(visitor):
    place = visitor.light()
    assert "Rennes Métropole" in visitor.get(place)
    review = visitor.follow(place, choix=RENNES, nom="Rennes")
    assert "Me connecter pour envoyer" in visitor.get(review)
    assert last().account is None and proposals() == []
    factories.sign_in(visitor.client, factories.account(Role.CONTRIBUTEUR, siren=RENNES))
    assert "Envoyer pour relecture" in visitor.get(review)
    visitor.post(review)
    (sent,) = proposals()
    assert sent.values["coll_siret"] == RENNES and sent.values["coll_nom"] == "Rennes"
    assert sent.proposed_by_id == last().account_id
    fiche = actions.accept(sent, by=factories.system())
    assert fiche.collectivite.siren == RENNES and fiche.usage_description == fiche.resume
    page = visitor.client.get(fiche.get_absolute_url()).content.decode()
    assert page.count("des habitants photographient") == 2  # the description of the page, and its sentence


def test_a_member_answers_four_questions_and_sends(agent):
    review = agent.light(organisation=RENNES)
    agent.post(review)
    assert "En attente de relecture" in agent.get("/espace/brouillons/")
    assert [proposal.state for proposal in proposals()] == ["pending"]


def test_only_the_title_is_needed_to_begin(visitor):
    page = visitor.post(
        "/espace/proposer/", status=200, nom_projet="", resume="Une phrase gardée."
    ).content.decode()
    assert "Donnez au moins un titre" in page and "Une phrase gardée." in page
    with trusted():
        assert not Draft.objects.exists()
    place = visitor.light(resume="", theme="", projet_status="", organisation="")
    review = visitor.follow(place, choix="autre", nom="Association des lecteurs de Bourg-Essai")
    page = visitor.get(review)
    assert "Thème principal" in page and "Description du service" in page and "Me connecter" in page


def test_an_organisation_that_no_list_has_keeps_its_name(visitor):
    place = visitor.light(organisation="Syndicat de Nulle-Part-Essai")
    assert "n’est pas dans la liste" in visitor.get(place)
    visitor.post(place, choix="autre", nom="Syndicat de Nulle-Part-Essai")
    values = last().values
    assert (values["coll_nom"], values["coll_siret"]) == ("Syndicat de Nulle-Part-Essai", "")


@pytest.mark.parametrize("key", ["", "999999999", "nom:Rien", "<script>"])
def test_a_choice_that_the_list_did_not_offer_is_refused(visitor, key):
    place = visitor.light()
    assert visitor.follow(place, choix=key).endswith("/organisation/")
    assert "coll_siret" not in last().values


def test_the_same_form_sent_twice_begins_one_draft(visitor):
    page = visitor.get("/espace/proposer/")
    key = page.split('name="cle" value="')[1].split('"')[0]
    for _time in range(2):
        visitor.client.post(
            "/espace/proposer/", {"cle": key, "nom_projet": "Un essai", "organisation": "Rennes"}
        )
    with trusted():
        assert Draft.objects.count() == 1


def test_who_is_of_no_confirmed_organisation_waits_and_is_told(visitor):
    review = visitor.follow(visitor.light(), choix=RENNES, nom="Rennes")
    account = factories.account(Role.PUBLIC, email="nouvelle@exemple.test")
    factories.sign_in(visitor.client, account)
    assert "n’est pas confirmé" in visitor.get(review)
    visitor.post(review)
    assert proposals() == [] and last().ready_at is not None
    assert "dès que votre rattachement est confirmé" in visitor.get("/espace/")
    asked = {"choice": RENNES, "role": "contributeur", "next": review}
    there = visitor.client.post(f"/espace/rattachement/?q={RENNES}", asked | {"q": RENNES})["Location"]
    assert f'href="{review}">Reprendre où j’en étais' in visitor.get(there)
    with trusted():
        account.memberships.all().delete()
    membership = factories.member(account, Role.CONTRIBUTEUR, RENNES)
    with trusted():
        for _twice in range(2):
            joining.tell(membership)
        (mail,) = Message.objects.filter(kind="brouillon-pret")
    assert mail.to == "nouvelle@exemple.test" and review in mail.text and "dépôts" not in mail.text
    for page in (visitor.get("/espace/"), visitor.get(f"/espace/brouillons/{last().pk}/")):
        assert review in page and "Prêt" not in page.replace("Prêt, et votre", "") and "confirmé" in page
    visitor.post(review)
    assert len(proposals()) == 1 and last().ready_at is None


def test_another_browser_sees_nothing_of_it(visitor, agent, stranger):
    visitor.light()
    for other in (Writer(), agent, stranger):
        for end in (
            "",
            "rubrique/essentiel/",
            "envoyer/",
            "apercu/",
            "texte/",
            "organisation/",
            "supprimer/",
        ):
            other.get(f"/espace/brouillons/{last().pk}/{end}", status=404)


def test_one_begins_from_a_record_that_is_alike(visitor):
    model = factories.fiche(
        coll_nom="Ville voisine",
        nom_projet="Leur titre",
        resume="Leur phrase.",
        probleme="Leur problème.",
        url_mention="https://exemple.test/leur-mention",
        lecons="Leur leçon.",
        budget="plus-100k",
    )
    page = visitor.get(f"/espace/proposer/?comme={model.pk}")
    assert "Leur phrase." in page and "Ville voisine" in page and 'value="Leur titre"' not in page
    visitor.follow(
        f"/espace/proposer/?comme={model.pk}",
        nom_projet="Le nôtre",
        resume="La nôtre.",
        organisation="Rennes",
    )
    draft = last()
    assert draft.source == f"fiche:{model.pk}" and draft.values["probleme"] == "Leur problème."
    assert not {"url_mention", "lecons", "budget"} & set(draft.values)
    assert "Leur titre" in visitor.get(f"/espace/brouillons/{draft.pk}/")
    assert visitor.client.get("/espace/proposer/?comme=%00").status_code == 200


def test_what_is_sent_is_in_the_journal_and_nothing_public_changes(agent):
    before = (Fiche.objects.count(), generation())
    agent.post(agent.light(organisation=RENNES))
    with trusted():
        assert [line.verb for line in Journal.objects.all()] == ["propose"]
    assert (Fiche.objects.count(), generation()) == before
    assert "Repérer les dépôts" not in agent.client.get("/cas-usage/?q=sauvages").content.decode()


def test_one_begins_from_what_a_supplier_sells_everywhere(agent, visitor):
    from bibia.fiches import suppliers

    values = {"usage_description": "Compte les véhicules.", "herbergement": "interne"}
    with trusted():
        made = suppliers.put_template(
            values=values, title="Comptage", supplier="Société Essai", by=factories.system()
        )
    assert "Société Essai" in agent.get("/espace/proposer/")
    assert "Société Essai" not in visitor.get(f"/espace/proposer/?modele={made.pk}")
    place = f"/espace/proposer/?modele={made.pk}"
    assert "Société Essai" in agent.get(place)
    agent.follow(place, nom_projet="Le nôtre", resume="", organisation=RENNES)
    assert last().source == f"modele:{made.pk}"
    assert (last().values["usage_description"], last().values["herbergement"]) == (
        "Compte les véhicules.",
        "interne",
    )
    visitor.follow(place, nom_projet="Rien de plus", organisation="Rennes")
    assert last().source == "" and "herbergement" not in last().values


def test_one_s_own_page_says_what_waits(agent, stranger):
    assert "Aucun brouillon" in agent.get("/espace/")
    agent.light(organisation=RENNES)
    factories.fiche(coll_nom="Rennes", coll_siret=RENNES, nom_projet="Une fiche ancienne", date="2024-01-15")
    page = agent.get("/espace/")
    assert "Repérer les dépôts" in page and "Toujours à jour ? Dernières nouvelles" in page.replace(
        "\u202f", " "
    )
    for private in ("Repérer les dépôts", "Une fiche ancienne"):
        assert private not in stranger.get("/espace/")


def test_too_many_drafts_from_one_place_ask_to_sign_in_and_lose_nothing(visitor, monkeypatch):
    monkeypatch.setattr(light, "_MOST", 2)
    for _time in range(2):
        assert "/organisation/" in visitor.light()
    form = {"nom_projet": "Un titre de plus", "resume": "Une phrase de plus.", "organisation": "Rennes"}
    for _twice in range(2):  # the key of the form is not spent
        answer = visitor.post("/espace/proposer/", status=429, cle="la-meme", **form)
        page = answer.content.decode()
        assert 'value="Un titre de plus"' in page and "Une phrase de plus." in page
        assert "/espace/connexion/?next=" in page and "Trop de fiches" in page
    with trusted():
        assert Draft.objects.count() == 2
    factories.sign_in(visitor.client, factories.account(Role.PUBLIC))
    page = visitor.get("/espace/proposer/")
    assert 'value="Un titre de plus"' in page and "Une phrase de plus." in page
    visitor.post("/espace/proposer/", **form)
    assert last().title == "Un titre de plus"
    assert "Un titre de plus" not in visitor.get("/espace/proposer/")


def test_asking_for_a_code_leaves_the_draft_its_thirty_days(visitor):
    place = visitor.light()
    before = visitor.client.cookies["espace"]["max-age"]
    visitor.client.post("/espace/connexion/", {"address": "agente@rennes.test"})
    cookie = visitor.client.cookies["espace"]
    assert cookie["max-age"] == before == 30 * 24 * 3600
    with trusted():
        left = Session.objects.get(pk=cookie.value).expire_date - timezone.now()
    assert left > timedelta(days=29) and "Rennes Métropole" in visitor.get(place)


def test_a_draft_begun_after_leaving_has_its_thirty_days(agent):
    agent.client.post("/espace/deconnexion/")
    agent.light()
    assert agent.client.cookies["espace"]["max-age"] == 30 * 24 * 3600
