"""One exchange after another: who changed what, and what is done about it."""

import pytest

from bibia.fiches import actions
from bibia.fiches.fields import FIELDS
from bibia.fiches.guard import trusted
from bibia.imports.grist import queries
from tests import factories
from tests.imports.grist.conftest import ROW, accept, number_of, pending, reserved, row_of, state

pytestmark = pytest.mark.django_db


def test_a_new_row_becomes_a_proposal_then_a_record_with_its_identifier(grist, exchange):
    number = grist.add(**ROW)
    exchange()
    (proposal,) = pending()
    assert proposal.values["theme"] == "mobilites" and proposal.values["nature"] == "cas-usage"
    assert proposal.source.startswith("grist : ")
    assert grist.rows[number]["uid"] == "" and "attend une décision" in grist.rows[number]["Controle"]
    record = accept(proposal)
    exchange()
    assert grist.rows[number]["uid"] == record.pk
    assert grist.rows[number]["Controle"] == ""
    assert len(grist.rows) == 1 and pending() == []


def test_a_published_record_is_added_once(grist, exchange):
    record = factories.fiche(territoire=["57463", "57"], date="2025-03-05")
    for _ in range(3):
        exchange()
    (row,) = grist.rows.values()
    assert row["uid"] == record.pk and row["date"] == 1741132800
    assert row["territoire"] == ["L", "57463", "57"]


def test_the_same_exchange_again_changes_nothing(grist, exchange):
    for rank in range(4):
        grist.add(**ROW | {"nom_projet": f"Projet {rank}", "budget": "beaucoup"})
        factories.fiche(resume="Une phrase.")
    exchange()
    before = state(grist)
    run = exchange()
    assert state(grist) == before
    assert run.counts.get("propositions", 0) == run.counts["ecrites"] == 0


def test_a_change_in_grist_is_proposed_once(grist, exchange, settled):
    grist.edit(number_of(grist, settled), resume="Changé dans Grist.")
    exchange()
    exchange()
    (proposal,) = pending()
    assert proposal.values == {"resume": "Changé dans Grist."} and proposal.fiche_id == settled.pk
    assert row_of(grist, settled)["resume"] == "Changé dans Grist."
    accept(proposal)
    exchange()
    assert reserved(settled.pk).resume == row_of(grist, settled)["resume"] == "Changé dans Grist."
    assert row_of(grist, settled)["Controle"] == ""


def test_a_change_made_again_in_grist_takes_the_place_of_the_first(grist, exchange, settled):
    for words in ("Une fois.", "Deux fois."):
        grist.edit(number_of(grist, settled), resume=words)
        exchange()
    (proposal,) = pending()
    assert proposal.values == {"resume": "Deux fois."}


def test_a_change_undone_in_grist_gives_up_its_proposal(grist, exchange, settled):
    for words in ("Une fois.", "Au départ."):
        grist.edit(number_of(grist, settled), resume=words)
        exchange()
    assert pending() == []


def test_a_change_here_is_written_there(grist, exchange, settled):
    factories.update(settled, resume="Changé ici.", sous_theme=[])
    exchange()
    assert row_of(grist, settled)["resume"] == "Changé ici."
    assert pending() == []


def test_different_fields_changed_on_each_side_are_no_conflict(grist, exchange, settled):
    factories.update(settled, resume="Changé ici.")
    grist.edit(number_of(grist, settled), probleme="Changé là-bas.")
    exchange()
    (proposal,) = pending()
    assert proposal.values == {"probleme": "Changé là-bas."}
    assert row_of(grist, settled)["resume"] == "Changé ici."
    with trusted():
        assert not queries.open_conflicts().exists()


def test_a_value_emptied_in_grist_is_proposed_and_a_necessary_one_never(grist, exchange, settled):
    grist.edit(number_of(grist, settled), resume="", usage_description="")
    exchange()
    (proposal,) = pending()
    assert proposal.values == {"resume": ""}
    assert "nécessaire" in row_of(grist, settled)["Controle"]


def test_a_refused_change_leaves_the_library_as_it_is_and_says_so(grist, exchange, settled):
    grist.edit(number_of(grist, settled), resume="À refuser.")
    exchange(private=True)
    actions.reject(pending()[0], by=factories.system(), reason="Trop court")
    exchange(private=True)
    row = row_of(grist, settled)
    assert row["resume"] == "Au départ." and "refusée : Trop court" in row["Controle"]
    exchange(private=True)
    assert pending() == []
    grist.edit(number_of(grist, settled), resume="Autre chose.")
    exchange(private=True)
    assert [one.values for one in pending()] == [{"resume": "Autre chose."}]


def test_a_refused_row_is_proposed_again_once_it_is_corrected(grist, exchange):
    number = grist.add(**ROW)
    exchange()
    actions.reject(pending()[0], by=factories.system(), reason="Trop court")
    exchange()
    assert pending() == [] and "refusée" in grist.rows[number]["Controle"]
    assert "Trop court" not in grist.rows[number]["Controle"], "a public document shows no reason"
    grist.edit(number, resume="Mieux dit.")
    exchange()
    assert [one.values["resume"] for one in pending()] == ["Mieux dit."]


def test_asked_corrections_wait_for_the_row_to_change(grist, exchange, settled):
    grist.edit(number_of(grist, settled), resume="À revoir.")
    exchange(private=True)
    actions.ask_changes(pending()[0], by=factories.system(), reason="Précisez")
    exchange(private=True)
    row = row_of(grist, settled)
    assert row["resume"] == "À revoir." and "corrections sont demandées : Précisez" in row["Controle"]
    grist.edit(number_of(grist, settled), resume="Revu.")
    exchange(private=True)
    assert [one.values for one in pending()] == [{"resume": "Revu."}]


def test_a_proposal_of_somebody_else_is_waited_for(grist, exchange, settled):
    other = factories.proposal(fiche_id=settled.pk, probleme="Par une personne.")
    grist.edit(number_of(grist, settled), resume="Dans Grist.")
    exchange()
    assert pending() == [other] and "Une autre proposition" in row_of(grist, settled)["Controle"]
    accept(other)
    exchange()
    assert [one.values for one in pending()] == [{"resume": "Dans Grist."}]


def test_a_row_that_describes_a_published_record_is_joined_to_it(grist, exchange):
    record = factories.fiche(**ROW | {"theme": "mobilites"}, resume="Ici seulement.")
    number = grist.add(**ROW, probleme="Là-bas seulement.")
    exchange()
    assert grist.rows[number]["uid"] == record.pk and grist.rows[number]["resume"] == "Ici seulement."
    assert [one.values for one in pending()] == [{"probleme": "Là-bas seulement."}]
    assert len(grist.rows) == 1


def test_two_texts_that_never_met_are_a_conflict(grist, exchange, allowed):
    factories.fiche(**ROW | {"theme": "mobilites"}, resume="Un texte.")
    grist.add(**ROW, resume="Un autre texte.")
    exchange()
    (conflict,) = queries.open_conflicts()
    assert (conflict.field, conflict.base, conflict.here, conflict.there) == (
        "resume",
        None,
        "Un texte.",
        "Un autre texte.",
    )
    assert pending() == []


def test_every_field_of_the_declaration_goes_there_and_comes_back(grist, exchange):
    from tests.imports.grist.test_cells import samples

    given = {field.name: samples(field.name)[0] for field in FIELDS if field.name != "coll_siret"}
    record = factories.fiche(
        **given | {"coll_nom": "Commune de Bourg-Essai", "coll_type": "commune", "ria_classe": []},
        confirmed=["aipd", "decision_individuelle"],
    )
    exchange(private=True)
    before = reserved(record.pk).values
    for _ in range(2):
        exchange(private=True)
        assert pending() == []
    with trusted():
        assert not queries.open_conflicts().exists()
    assert reserved(record.pk).values == before


@pytest.mark.parametrize("sens", ["lire", "ecrire"])
def test_one_way_does_not_go_the_other(grist, exchange, settled, sens):
    factories.update(settled, resume="Changé ici.")
    grist.edit(number_of(grist, settled), probleme="Changé là-bas.")
    new = grist.add(**ROW)
    exchange(sens=sens)
    row = row_of(grist, settled)
    if sens == "lire":
        assert row["resume"] == "Au départ." and len(pending()) == 2
    else:
        assert row["resume"] == "Changé ici." and pending() == []
        assert "n’en tient pas compte" in row["Controle"] and row["probleme"] == "Changé là-bas."
        assert "ne lit pas cette table" in grist.rows[new]["Controle"]


def test_a_trial_changes_nothing_on_either_side(grist, exchange, settled):
    factories.update(settled, resume="Changé ici.")
    grist.add(**ROW)
    before = state(grist)
    run = exchange(dry_run=True)
    assert run.counts["propositions"] == run.counts["ecrites"] == 1
    assert state(grist) == before and run.pk is None
