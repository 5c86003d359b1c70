"""Deciding: what is said, to whom, once; and for whom it does not exist."""

import pytest
from django.test import Client

from bibia.accounts.roles import Role
from bibia.courrier.models import Message
from bibia.fiches import actions
from bibia.fiches.guard import trusted
from bibia.fiches.models import Fiche, Journal, Proposal
from tests import factories
from tests.courrier.written import everything_written
from tests.moderation.people import OURS, SIREN, SIRET, animator, author, of_organisation, page

pytestmark = pytest.mark.django_db
CANARY = "kanari-reserve"


def address(proposal, query=""):
    return f"/espace/moderation/{proposal.pk}/{query}"


def state(proposal):
    with trusted():
        proposal.refresh_from_db()
    return proposal.state


def mails():
    with trusted():
        return list(Message.objects.order_by("pk"))


def test_what_is_proposed_is_read_with_who_proposed_and_who_will_read_it():
    proposal = factories.proposal(
        by=author(),
        coll_siret=SIRET,
        resume="Une phrase.",
        budget="plus-100k",
        projet_contact="dsi@exemple.test",
    )
    shown = page(animator(), address(proposal))
    assert "Contributeur, Organisation" in shown and "auteur@exemple.test" not in shown
    assert "Réservé aux membres" in shown and "Interne : jamais affiché" in shown.replace("\u00a0", " ")


def test_a_change_shows_both_texts_word_by_word():
    fiche = factories.fiche(coll_siret=SIRET, resume="Relever les compteurs à distance.")
    proposal = factories.proposal(fiche_id=fiche.pk, resume="Relever les compteurs de loin.")
    shown = page(animator(), address(proposal))
    assert "<del>à distance.</del>" in shown and "<ins>de loin.</ins>" in shown


def test_publishing_leads_to_the_next_one_and_tells_the_author():
    first = factories.proposal(by=author(), coll_siret=SIRET, nom_projet="Première", budget="plus-100k")
    second = factories.proposal(nom_projet="Seconde")
    answer = animator().post(address(first, "?tri=titre"), {"decision": "accept", "cle": "a"})
    assert answer.status_code == 302 and answer["Location"] == address(second, "?tri=titre")
    assert state(first) == Proposal.State.ACCEPTED
    (mail,) = mails()
    assert mail.to == "auteur@exemple.test" and Fiche.objects.get().get_absolute_url() in mail.text


def test_the_last_one_leads_back_to_the_queue():
    proposal = factories.proposal()
    assert animator().post(address(proposal), {"decision": "accept"})["Location"] == "/espace/moderation/"


def test_a_double_click_publishes_once():
    client, proposal = animator(), factories.proposal(by=author(), coll_siret=SIRET)
    answers = [client.post(address(proposal), {"decision": "accept", "cle": "a"}) for _ in range(2)]
    assert answers[0]["Location"] == answers[1]["Location"]
    with trusted():
        assert Journal.objects.filter(verb="accept").count() == 1
    assert len(mails()) == 1


def test_two_moderators_at_once_the_second_is_told():
    proposal = factories.proposal()
    actions.accept(proposal, by=factories.system())
    answer = animator().post(address(proposal), {"decision": "reject", "texte": "Non."}, follow=True)
    assert "déjà été traitée" in answer.content.decode() and state(proposal) == Proposal.State.ACCEPTED


@pytest.mark.parametrize(("decision", "expected"), [("ask_changes", "changes"), ("reject", "rejected")])
def test_a_motive_is_chosen_or_written_and_leaves_by_mail(decision, expected):
    client = animator()
    proposal = factories.proposal(
        by=author(), coll_siret=SIRET, parametres=CANARY, projet_contact=f"{CANARY}@exemple.test"
    )
    refused = client.post(address(proposal), {"decision": decision, "texte": " "})
    assert refused.status_code == 422 and "Choisissez un motif" in refused.content.decode()
    client.post(
        address(proposal),
        {"decision": decision, "motif": "doublon" if expected == "rejected" else "theme", "texte": "Merci."},
    )
    assert state(proposal) == expected and proposal.reason.endswith("Merci.") and len(proposal.reason) > 20
    (mail,) = mails()
    assert "Merci." in mail.text and f"/espace/propositions/{proposal.pk}/" in mail.text
    assert CANARY not in everything_written() and proposal.values["nom_projet"] not in everything_written()


def test_a_motive_that_is_too_long_is_kept_on_the_page():
    proposal = factories.proposal()
    answer = animator().post(address(proposal), {"decision": "reject", "texte": "mot " * 200})
    assert (
        answer.status_code == 422
        and "dépasse 500" in answer.content.decode()
        and "mot mot" in answer.content.decode()
    )
    assert state(proposal) == Proposal.State.PENDING


def test_an_unknown_decision_does_not_exist():
    assert animator().post(address(factories.proposal()), {"decision": "effacer"}).status_code == 404


def test_nobody_decides_for_another_organisation_nor_of_their_own():
    writer = author()
    theirs = factories.proposal(coll_siret=factories.siret(77))
    chief = factories.account(Role.RESPONSABLE, siren=SIREN, self_publishing=True)
    client = factories.sign_in(Client(), chief)
    mine = factories.proposal(by=chief, coll_siret=SIRET)
    for proposal in (theirs, mine):
        page(client, address(proposal), 404)
        assert client.post(address(proposal), {"decision": "accept"}).status_code == 404
    ours = factories.proposal(by=writer, coll_siret=SIRET)
    client.post(address(ours), {"decision": "accept"})
    assert state(ours) == Proposal.State.ACCEPTED


def test_a_record_that_changes_hands_needs_both():
    fiche = factories.fiche(coll_siret=factories.siret(78))
    proposal = factories.proposal(fiche_id=fiche.pk, coll_siret=SIRET)
    page(of_organisation(), address(proposal), 404)
    assert "une autre organisation" in page(animator(), address(proposal))


def test_what_cannot_be_published_has_no_button_and_says_why():
    client = animator()
    for given, said in (
        ({"ria_classe": ["interdit"]}, "pratique interdite"),
        ({"usage_description": ""}, "il manque"),
    ):
        proposal = factories.proposal(**given)
        shown = page(client, address(proposal))
        assert said in shown and 'value="accept"' not in shown
        client.post(address(proposal), {"decision": "accept"})
        assert state(proposal) == Proposal.State.PENDING


def test_checks_are_said():
    client = animator()
    for given, said in (
        ({"aipd": {"statut": "non-realisee"}}, "n’a pas confirmé"),
        ({"resume": "Appeler le 06 12 34 56 78."}, "un numéro de téléphone"),
        ({"projet_contact": "jeanne.martin@exemple.test"}, "ressemble à l’adresse d’une personne"),
        ({"status_abandon": "cout"}, None),
        ({"resume": "Le leader incontournable du marché."}, "publicitaire"),
        ({"nature": "charte", "erreur": "fort"}, "Sans objet"),
    ):
        if said:
            assert said in page(client, address(factories.proposal(**given))).replace("\u202f", " "), given


def test_a_withdrawn_record_that_would_come_back_is_said():
    gone = factories.withdrawn()
    proposal = factories.proposal(fiche_id=gone, resume="Encore.")
    assert "la publier la remet en ligne" in page(animator(), address(proposal)).replace("\u00a0", " ")


def test_an_author_without_an_address_or_who_decides_gets_no_mail():
    person = factories.account(Role.ANIMATEUR, email="animatrice@exemple.test")
    for by in (person, factories.account(Role.CONTRIBUTEUR, siren=factories.siren(OURS))):
        proposal = factories.proposal(by=by, coll_siret=SIRET)
        factories.sign_in(Client(), person).post(address(proposal), {"decision": "accept"})
    assert mails() == []


def test_the_history_of_the_exchange():
    fiche = factories.fiche(coll_siret=SIRET)
    first = factories.proposal(fiche_id=fiche.pk, resume="Une.")
    actions.ask_changes(first, by=factories.system(), reason="Dites-en plus.")
    second = factories.proposal(fiche_id=fiche.pk, resume="Deux.")
    shown = page(animator(), address(second))
    assert "Changements demandés" in shown and "Dites-en plus." in shown and "Publication" in shown


def test_the_author_is_written_to_without_an_address_shown_and_the_journal_keeps_it():
    proposal = factories.proposal(by=author(), coll_siret=SIRET)
    person = factories.account(Role.ANIMATEUR, email="animatrice@exemple.test")
    client = factories.sign_in(Client(), person)
    shown = page(client, address(proposal))
    assert f"{address(proposal)}ecrire/" in shown and f"/espace/organisation/{SIREN}/" in shown
    form = page(client, f"{address(proposal)}ecrire/")
    assert "Contributeur, Organisation" in form and "auteur@" not in shown + form
    assert client.post(f"{address(proposal)}ecrire/", {"texte": " "}).status_code == 422
    for _ in range(2):
        given = {"texte": "Avez-vous coché la bonne case ?", "cle": "a"}
        assert client.post(f"{address(proposal)}ecrire/", given).status_code == 302
    (mail,) = mails()
    assert (mail.to, mail.reply_to) == ("auteur@exemple.test", "animatrice@exemple.test")
    assert "bonne case" in mail.text
    assert "bonne case" in page(client, address(proposal)) and "Message à l’auteur" in page(
        client, address(proposal)
    )


def test_nobody_writes_to_an_author_they_may_not_decide_of_nor_to_nobody():
    proposal = factories.proposal(by=author(), coll_siret=SIRET)
    page(of_organisation(Role.CONTRIBUTEUR), f"{address(proposal)}ecrire/", 404)
    page(of_organisation(rank=OURS + 1), f"{address(proposal)}ecrire/", 404)
    imported = factories.proposal()
    page(animator(), f"{address(imported)}ecrire/", 404)
    assert "ecrire/" not in page(animator(), address(imported))
