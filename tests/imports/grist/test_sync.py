"""One exchange after another: who changed what, and what is done about it."""

import pytest

from bibia.fiches import actions
from bibia.fiches.fields import FIELDS
from bibia.fiches.guard import trusted
from bibia.fiches.models import Fiche, Proposal, Withdrawn
from bibia.imports.grist import queries
from bibia.imports.grist.models import Run
from tests import factories
from tests.imports.grist.conftest import ROW, pending, reserved, state

pytestmark = pytest.mark.django_db


def accept(proposal: Proposal) -> Fiche:
    return actions.accept(proposal, by=factories.system())


def row_of(grist, fiche: Fiche) -> dict:
    (found,) = [row for row in grist.rows.values() if row["uid"] == fiche.pk]
    return found


def number_of(grist, fiche: Fiche) -> int:
    return next(number for number, row in grist.rows.items() if row["uid"] == fiche.pk)


@pytest.fixture
def settled(grist, exchange):
    """A published record whose row is in Grist, both sides agreed."""
    record = factories.fiche(resume="Au départ.")
    assert exchange().outcome == Run.Outcome.DONE
    return record


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
