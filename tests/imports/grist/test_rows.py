"""Rows that are not as they should be: unreadable, copied, unknown, numbered again."""

import pytest

from bibia.fiches import actions
from bibia.fiches.models import Fiche, Withdrawn
from bibia.imports.grist.models import Run
from tests import factories
from tests.imports.grist.conftest import ROW, accept, number_of, pending, row_of

pytestmark = pytest.mark.django_db


def test_what_cannot_be_read_is_said_and_touches_nothing(grist, exchange, settled):
    number = number_of(grist, settled)
    grist.edit(number, theme="Thème inventé", date="bientôt", coll_siret="123")
    factories.update(settled, theme="mobilites")
    exchange()
    row = grist.rows[number]
    assert row["theme"] == "Thème inventé", "a text that a person typed is not written over"
    for words in ("« Thème principal »", "« Mise à jour des informations »", "« SIRET du porteur »"):
        assert words in row["Controle"]
    assert pending() == []


def test_a_word_that_says_nothing_empties_the_field(grist, exchange, settled):
    grist.edit(number_of(grist, settled), resume="néant", partenaires="aucun")
    exchange()
    assert [one.values for one in pending()] == [{"resume": ""}]


def test_a_logo_of_another_site_is_left_where_it_is(grist, exchange):
    record = factories.fiche(image_url="logo-de-la-ville.png")
    exchange()
    grist.edit(number_of(grist, record), image_url="https://exemple.test/logo.png")
    exchange()
    assert pending() == [] and row_of(grist, record)["image_url"] == "https://exemple.test/logo.png"


def test_a_row_that_looks_like_a_published_record_is_said_to(grist, exchange, settled):
    grist.add(**ROW | {"coll_nom": settled.coll_nom, "nom_projet": settled.nom_projet.replace("les", "des")})
    exchange()
    assert settled.pk in grist.rows[2]["Controle"] and len(pending()) == 1


def test_a_copied_row_is_refused_with_its_model(grist, exchange, settled):
    number = number_of(grist, settled)
    copy = grist.add(**{**grist.rows[number], "resume": "Copie."})
    exchange()
    assert pending() == []
    for one in (number, copy):
        assert "aussi celui d’une autre ligne" in grist.rows[one]["Controle"]
    grist.edit(copy, uid="", nom_projet="Un autre projet")
    exchange()
    (proposal,) = pending()
    assert proposal.values["nom_projet"] == "Un autre projet" and proposal.fiche_id != settled.pk


def test_an_identifier_that_was_erased_is_written_again(grist, exchange, settled):
    number = number_of(grist, settled)
    grist.edit(number, uid="")
    exchange()
    assert grist.rows[number]["uid"] == settled.pk and len(grist.rows) == 1


def test_an_unknown_identifier_is_never_guessed(grist, exchange):
    number = grist.add(**ROW, uid="zzzzzzzz")
    exchange()
    assert pending() == [] and "aucune fiche" in grist.rows[number]["Controle"]


def test_a_row_of_a_withdrawn_record_is_left_alone(grist, exchange, settled):
    actions.withdraw(settled.pk, by=factories.system(), reason="Projet arrêté")
    grist.edit(number_of(grist, settled), resume="Encore ?")
    exchange()
    assert pending() == [] and "retirée" in row_of(grist, settled)["Controle"]
    assert Withdrawn.objects.filter(pk=settled.pk).exists()


def test_rows_filled_again_under_new_numbers_keep_their_records(grist, exchange):
    records = [factories.fiche(resume=f"Fiche {rank}") for rank in range(8)]
    exchange()
    rows = list(grist.rows.values())
    grist.rows = {100 + rank: row for rank, row in enumerate(rows)}
    run = exchange()
    assert run.outcome == Run.Outcome.DONE and pending() == []
    assert len(grist.rows) == len(records) and Fiche.objects.count() == len(records)


def test_a_number_given_again_to_another_row_is_another_record(grist, exchange):
    number = grist.add(**ROW)
    exchange(sens="lire")
    accept(pending()[0])
    exchange(sens="lire")
    del grist.rows[number]
    grist.add(coll_nom="Commune de Val-Clair", nom_projet="Tout autre chose", theme="Éducation")
    assert list(grist.rows) == [number]
    exchange(sens="lire")
    (proposal,) = pending()
    assert proposal.base == 0 and proposal.values["nom_projet"] == "Tout autre chose"
