"""The records of one's organisation: seen, confirmed, changed, opened, taken away; never those of others."""

import csv
import datetime
import io
import json

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from bibia.accounts.roles import Role
from bibia.contribution.models import Draft
from bibia.fiches import actions, archiving, merging
from bibia.fiches.guard import trusted
from bibia.fiches.models import Fiche, Proposal, Reserved
from tests import factories
from tests.contribution.conftest import RENNES, Writer, last

pytestmark = pytest.mark.django_db

OLD = datetime.date(2025, 1, 15)
ADDRESS = "service@exemple.test"


@pytest.fixture
def record(db):
    return factories.fiche(
        coll_nom="Rennes",
        coll_siret=RENNES,
        nom_projet="Notre projet",
        date=OLD,
        budget="plus-100k",
        parametres="=SOMME(A1)",
        projet_contact=ADDRESS,
    )


def test_each_record_says_what_is_next_and_whether_it_is_still_true(agent, record, stranger):
    page = agent.get("/espace/fiches/")
    assert "Notre projet" in page and "Prochain champ" in page and "15 janvier 2025" in page
    assert "Notre projet" not in stranger.get("/espace/fiches/")
    agent.post("/espace/fiches/", status=405)
    answer = agent.client.post(f"/espace/fiches/{record.pk}/verifier/", {"retour": "liste"})
    assert answer["Location"] == "/espace/fiches/"
    assert Fiche.objects.get().date_verification is not None
    assert "Toujours à jour" not in agent.get("/espace/fiches/")


@pytest.mark.parametrize("end", ["", "modifier/", "champs/budget/"])
def test_the_record_of_another_does_not_exist(stranger, record, end):
    stranger.get(f"/espace/fiches/{record.pk}/{end}", status=404)
    assert stranger.client.post(f"/espace/fiches/{record.pk}/verifier/").status_code == 404
    assert stranger.client.post(f"/espace/fiches/{record.pk}/champs/budget/").status_code == 404


def test_a_reader_for_data_protection_reads_and_changes_nothing(record):
    reader = Writer(factories.account(Role.DPO, siren=RENNES))
    page = reader.get(f"/espace/fiches/{record.pk}/")
    assert "Plus de 100" in page and "Modifier la fiche" not in page and "toujours à jour" not in page
    for end in ("modifier/", "champs/budget/"):
        reader.get(f"/espace/fiches/{record.pk}/{end}", status=404)
    assert "Notre projet" in reader.get("/espace/fiches/")


def test_what_is_reserved_and_filled_comes_first(agent, record):
    page = agent.get(f"/espace/fiches/{record.pk}/")
    table, _end, after = page.partition("</tbody>")
    assert table.count('<th scope="row">') == 2 and "Plus de 100" in table and "Non renseigné" not in table
    assert "Non renseigné" in after and "Financement" in after and "(ancienne)" not in page
    factories.update(record, risque_categorie="minimal")
    assert "(ancienne)" in agent.get(f"/espace/fiches/{record.pk}/").partition("</tbody>")[0]


def test_a_field_is_opened_knowingly_and_closed_again(agent, record):
    place = f"/espace/fiches/{record.pk}/champs/budget/"
    assert "Plus de 100" in agent.get(place) and Fiche.objects.get().budget == ""
    agent.post(place)
    assert Fiche.objects.get().budget == "plus-100k"
    assert "historique" in agent.get(place)
    agent.post(place)
    assert Fiche.objects.get().budget == ""
    agent.get(f"/espace/fiches/{record.pk}/champs/resume/", status=404)


def test_a_change_is_a_draft_then_a_proposal_of_what_changed(agent, colleague, record):
    place = agent.follow(f"/espace/fiches/{record.pk}/modifier/")
    with trusted():
        assert Draft.objects.get().values["budget"] == "plus-100k"
    assert colleague.client.get(f"/espace/fiches/{record.pk}/modifier/")["Location"] == place
    agent.post(f"{place}rubrique/retours/", vigilance="Attention aux ombres.", lecons="", suite="relire")
    agent.post(f"{place}envoyer/")
    with trusted():
        sent = Proposal.objects.order_by("-pk").first()
    assert set(sent.values) == {"vigilance", "date"} and sent.fiche_id == record.pk
    fiche = actions.accept(sent, by=factories.system())
    assert fiche.vigilance == "Attention aux ombres." and fiche.date != OLD
    with trusted():
        assert Reserved.objects.get().budget == "plus-100k"


def test_an_update_is_listed_under_the_title_that_it_keeps(agent, record):
    proposal = factories.proposal(by=agent.account, fiche_id=record.pk, lecons="Une leçon.")
    page = agent.get("/espace/brouillons/")
    assert "Notre projet" in page and "Sans titre" not in page
    actions.cancel(proposal, by=agent.account)
    assert "Retirée par son auteur" in agent.get("/espace/brouillons/")


def test_what_a_colleague_took_back_was_not_withdrawn_by_its_author(agent, colleague, record):
    proposal = factories.proposal(by=agent.account, fiche_id=record.pk, lecons="Une leçon.")
    actions.cancel(proposal, by=colleague.account)
    page = agent.get("/espace/brouillons/")
    assert "Reprise par quelqu’un d’autre" in page and "Retirée par son auteur" not in page


def test_nothing_changed_is_nothing_to_send(agent, record):
    place = agent.follow(f"/espace/fiches/{record.pk}/modifier/")
    assert "il n’y a rien à envoyer" in agent.get(f"{place}envoyer/")
    agent.post(f"{place}envoyer/")
    assert last().is_open


def test_what_was_published_meanwhile_is_taken_or_reconciled(agent, record):
    place = agent.follow(f"/espace/fiches/{record.pk}/modifier/")
    agent.post(f"{place}rubrique/retours/", vigilance="Le mien.", lecons="", suite="rester")
    factories.update(record, vigilance="Le leur.", lecons="Leur leçon.")
    assert "a changé depuis" in agent.get(f"{place}envoyer/")
    to_settle = agent.follow(f"{place}envoyer/")
    page = agent.get(to_settle)
    assert "Le mien." in page and "Le leur." in page
    assert last().values["lecons"] == "Leur leçon."
    mark = page.split('type="radio" name="')[1].split('"')[0]
    agent.post(to_settle, **{mark: "deux"})
    assert last().values["vigilance"] == "Le mien.\n\nLe leur."
    agent.post(f"{place}envoyer/")
    with trusted():
        sent = Proposal.objects.order_by("-pk").first()
    assert actions.accept(sent, by=factories.system()).vigilance == "Le mien.\n\nLe leur."


def test_everything_given_is_taken_away_by_those_who_may_read_it(agent, record, stranger):
    (one,) = json.loads(agent.get("/espace/fiches/export.json"))["fiches"]
    assert (one["budget"], one["projet_contact"], one["nom_projet"]) == ("plus-100k", ADDRESS, "Notre projet")
    (row,) = csv.DictReader(
        io.StringIO(agent.get("/espace/fiches/export.csv").lstrip("\ufeff")), delimiter=";"
    )
    assert row["projet_contact"] == ADDRESS and row["parametres"] == "'=SOMME(A1)"
    for other in (stranger, Writer(factories.account(Role.MEMBRE, siren=RENNES))):
        for kind in ("json", "csv"):
            assert ADDRESS not in other.get(f"/espace/fiches/export.{kind}")


def test_a_record_that_was_withdrawn_says_why_and_what_to_do(agent, record, stranger):
    place = f"/espace/fiches/{record.pk}/"
    proposal = factories.proposal(by=agent.account, fiche_id=record.pk, lecons="Une leçon.")
    actions.accept(proposal, by=factories.system())
    actions.withdraw(record.pk, by=factories.system(), reason="Le service a fermé.")
    for page in (agent.get(place), agent.get("/espace/fiches/")):
        assert "Notre projet" in page and "Le service a fermé." in page
    assert "Proposez de nouveau" in agent.get(place)
    page = agent.get("/espace/brouillons/")
    assert "Publiée, retirée depuis" in page and place in page
    assert "Notre projet" not in stranger.get("/espace/fiches/")
    stranger.get(place, status=404)
    for end in ("modifier/", "champs/budget/"):
        agent.get(f"{place}{end}", status=404)


def test_a_record_that_was_merged_leads_to_the_one_that_is_kept(agent, record):
    kept = factories.fiche(coll_nom="Rennes", coll_siret=RENNES, nom_projet="La fiche gardée")
    merging.merge(kept.pk, record.pk, taken=(), by=factories.system(), reason="Un doublon.")
    for page in (agent.get(f"/espace/fiches/{record.pk}/"), agent.get("/espace/fiches/")):
        assert "Un doublon." in page and kept.get_absolute_url() in page


def test_many_merged_records_cost_no_more_queries_than_one(agent, record):
    kept = factories.fiche(coll_nom="Rennes", coll_siret=RENNES, nom_projet="La fiche gardée")

    def queries() -> int:
        with CaptureQueriesContext(connection) as found:
            assert kept.get_absolute_url() in agent.get("/espace/fiches/")
        return len(found)

    merging.merge(kept.pk, record.pk, taken=(), by=factories.system(), reason="Un doublon.")
    once = queries()
    for number in range(4):
        other = factories.fiche(coll_nom="Rennes", coll_siret=RENNES, nom_projet=f"Doublon {number}")
        merging.merge(kept.pk, other.pk, taken=(), by=factories.system(), reason="Un doublon.")
    assert queries() == once


def test_a_record_that_was_archived_says_why(agent, record):
    proposal = factories.proposal(by=agent.account, fiche_id=record.pk, lecons="Une leçon.")
    actions.accept(proposal, by=factories.system())
    archiving.archive(record.pk, by=factories.system(), reason="L’outil n’est plus vendu.")
    for address in (f"/espace/fiches/{record.pk}/", "/espace/fiches/"):
        assert "L’outil n’est plus vendu." in agent.get(address)
    assert "Publiée, archivée depuis" in agent.get("/espace/brouillons/")
