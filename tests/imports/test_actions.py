"""An import made on the site: its file, its dry runs, what it changes, and taking it all back."""

import stat
from datetime import timedelta

import pytest
from django.conf import settings
from django.utils import timezone

from bibia.fiches import actions as fiches
from bibia.fiches.actions import NotAllowed, Refusal, Stale
from bibia.fiches.guard import trusted
from bibia.fiches.models import Fiche, Journal, Proposal, Version, Withdrawn
from bibia.imports import actions, files
from bibia.imports.match import UNDONE
from bibia.imports.models import Import, KnownColumn
from bibia.imports.options import Options
from bibia.imports.run import import_table
from bibia.web import retention
from tests import factories
from tests.imports.conftest import codes, outcomes

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("allowed", "elsewhere")]

SIREN = "200981041"
OTHER = {"coll_nom": "Ville de Port-Ambre", "coll_siret": "20098104100029"}


def test_a_file_is_kept_for_its_owner_only(table, system):
    received = actions.receive(table({}).read_bytes(), name="table.csv", by=system)
    path = files.path_of(received.pk)
    assert path.is_relative_to(settings.DATA_DIR) and path.read_bytes() == table({}).read_bytes()
    assert stat.S_IMODE(path.stat().st_mode) == 0o600 and received.state == "recu"


def test_examining_changes_nothing_and_is_kept(given):
    received = given({}, {"nom_projet": "Autre", "theme": "Inconnu"})
    received.refresh_from_db()
    assert received.state == "examine" and not Fiche.objects.exists() and not Proposal.objects.exists()
    assert received.report["counts"]["created"] == 2 and received.report["rows"][0]["title"]
    assert received.report["columns"][0] == {
        "header": "coll_nom", "field": "coll_nom", "why": "nom", "examples": ["Ville de Port-Ambre"],
    }  # fmt: skip


def test_carried_out_as_it_was_seen(given, system):
    received = given({}, {"nom_projet": "Autre"})
    outcome = actions.carry_out(received.pk, by=system)
    assert outcomes(outcome.report) == ["created", "created"] and Fiche.objects.count() == 2
    received.refresh_from_db()
    assert received.state == "fait" and len(received.made) == 2
    assert files.progress_of(received.pk) == (2, 2)
    with pytest.raises(Stale):
        actions.carry_out(received.pk, by=system)


def test_what_changed_since_the_dry_run_is_left_out_and_said(given, system, bring, table):
    bring(table({}))
    received = given({"theme": "Environnement"}, {"nom_projet": "Autre"})
    fiche = Fiche.objects.get()
    fiches.accept(fiches.propose(values={"resume": "Neuf."}, by=system, fiche_id=fiche.pk), by=system)
    report = actions.carry_out(received.pk, by=system).report
    assert outcomes(report) == ["refused", "created"] and codes(report, 2) == ["change-depuis-essai"]
    fiche.refresh_from_db()
    assert (fiche.theme, fiche.resume) == ("mobilites", "Neuf.")


def test_corrections_are_applied_before_anything_is_read(given, system):
    options = Options(corrections={(2, "theme"): "Environnement"}, skip={3})
    received = given({"theme": "Inconnu"}, {"nom_projet": "Autre"}, options=options)
    report = actions.carry_out(received.pk, by=system).report
    assert outcomes(report) == ["created", "refused"] and codes(report) == ["ligne-ecartee"]
    assert Fiche.objects.get().theme == "ecologie"


def test_what_no_field_has_is_left_out_of_what_a_person_says(given, system):
    options = Options(mapping={4: "inconnu"}, corrections={(2, "inconnu"): "x", (2, "resume"): "Ajouté."})
    received = given({}, options=options)
    actions.carry_out(received.pk, by=system)
    fiche = Fiche.objects.get()
    assert (fiche.resume, fiche.date) == ("Ajouté.", None)


def test_a_row_may_be_said_to_be_a_record_that_exists(given, system, bring, table):
    bring(table({}))
    fiche = Fiche.objects.get()
    options = Options(corrections={(2, "identifiant"): fiche.pk})
    received = given({"nom_projet": "Lire tous les compteurs d’eau"}, options=options)
    assert outcomes(actions.carry_out(received.pk, by=system).report) == ["updated"]
    assert Fiche.objects.get().nom_projet == "Lire tous les compteurs d’eau"


def test_a_question_keeps_a_row_from_being_published_until_it_is_answered(given, system):
    row = {"resume": "Écrivez à jeanne@exemple.test."}
    received = given(row)
    report = actions.examine(received.pk, by=system, publish=True)
    assert codes(report) == ["donnee-personnelle"] and report.rows[0].blocked and not report.rows[0].published
    answered = Options(accepted={(2, "resume")})
    assert codes(actions.examine(received.pk, by=system, options=answered, publish=True)) == []
    actions.carry_out(received.pk, by=system)
    assert Fiche.objects.get().resume == row["resume"]


class TestUndo:
    def test_what_was_created_is_withdrawn(self, given, system):
        received = given({}, {"nom_projet": "Autre"})
        actions.carry_out(received.pk, by=system)
        undone = actions.undo_import(received.pk, by=system)
        assert undone.state == "annule" and not Fiche.objects.exists()
        assert set(Withdrawn.objects.values_list("reason", flat=True)) == {UNDONE}
        assert Journal.objects.filter(verb="undo_import").count() == 1
        with pytest.raises(Stale):
            actions.undo_import(received.pk, by=system)

    def test_and_may_be_brought_in_again(self, given, system):
        received = given({})
        actions.carry_out(received.pk, by=system)
        fiche_id = Fiche.objects.get().pk
        actions.undo_import(received.pk, by=system)
        again = given({})
        report = actions.carry_out(again.pk, by=system).report
        assert outcomes(report) == ["created"] and Fiche.objects.get().pk == fiche_id
        assert not Withdrawn.objects.exists()

    def test_what_was_changed_gets_its_values_back(self, given, system, bring, table):
        bring(table({"resume": ""}))
        received = given({"theme": "Environnement", "resume": "Une phrase."})
        actions.carry_out(received.pk, by=system)
        actions.undo_import(received.pk, by=system)
        fiche = Fiche.objects.get()
        assert (fiche.theme, fiche.resume) == ("mobilites", "") and Version.objects.count() == 3
        again = given({"theme": "Environnement", "resume": "Une phrase."})
        assert outcomes(actions.carry_out(again.pk, by=system).report) == ["updated"]

    def test_proposals_are_given_up(self, given, system):
        received = given({}, publish=False)
        actions.carry_out(received.pk, by=system)
        actions.undo_import(received.pk, by=system)
        assert Proposal.objects.get().state == Proposal.State.CANCELLED

    def test_the_proposal_that_was_replaced_waits_again(self, given, system, bring, table):
        bring(table({}), publish=False)
        received = given({"theme": "Environnement"}, publish=False)
        actions.carry_out(received.pk, by=system)
        actions.undo_import(received.pk, by=system)
        (waiting,) = Proposal.objects.filter(state=Proposal.State.PENDING)
        assert waiting.values["theme"] == "mobilites"

    @pytest.mark.parametrize("publish", [True, False])
    def test_never_once_something_else_touched_a_record(self, given, system, publish):
        received = given({}, {"nom_projet": "Autre"}, publish=publish)
        actions.carry_out(received.pk, by=system)
        proposal = Proposal.objects.order_by("pk").first()
        if publish:
            fiches.propose(values={"resume": "Neuf."}, by=system, fiche_id=proposal.fiche_id)
        else:
            fiches.accept(proposal, by=system)
        with pytest.raises(Refusal, match="ont changé depuis"):
            actions.undo_import(received.pk, by=system)
        received.refresh_from_db()
        assert received.state == "fait"


class TestPeople:
    def test_a_contributor_proposes_for_their_organisation_alone(self, given):
        person = factories.account("contributeur", siren=SIREN)
        received = given(OTHER, {"coll_nom": "Ville de Metz"}, by=person, publish=False, siren=SIREN)
        report = actions.carry_out(received.pk, by=person).report
        assert outcomes(report) == ["created", "refused"] and codes(report) == ["siret-manquant"]
        assert actions.undo_import(received.pk, by=person).state == "annule"

    @pytest.mark.parametrize("publish", [True, False], ids=["publiée", "proposée"])
    def test_a_stranger_learns_nothing_by_guessing_what_a_record_holds(self, given, bring, table, publish):
        """The same answer whether the guess is right or wrong, for reserved and internal values alike."""
        held = OTHER | {"projet_contact": "service@exemple.test", "herbergement": "Cloud chez un tiers"}
        bring(table(held), publish=publish)
        stranger = factories.account("contributeur", siren="213100001")
        answers = []
        for guess in ({}, {"projet_contact": "autre@exemple.test"}, {"herbergement": ""}):
            received = given(held | guess, by=stranger, publish=False, siren="213100001")
            received.refresh_from_db()
            row = received.report["rows"][0]
            said = [finding["code"] for finding in received.report["findings"] if finding["row"] > 1]
            answers.append((row["outcome"], row["changes"], row["near"], said))
        assert answers == [("refused", [], [], ["hors-de-vos-droits"])] * 3

    def test_and_does_not_publish(self, given):
        person = factories.account("contributeur", siren=SIREN)
        received = given(OTHER, by=person, publish=True, siren=SIREN)
        with pytest.raises(NotAllowed):
            actions.carry_out(received.pk, by=person)
        assert not Proposal.objects.exists()

    def test_a_reader_brings_nothing_in(self, table):
        person = factories.account("membre", siren=SIREN)
        with pytest.raises(NotAllowed):
            actions.receive(table({}).read_bytes(), name="t.csv", by=person, siren=SIREN)
        with pytest.raises(NotAllowed):
            actions.receive(table({}).read_bytes(), name="t.csv", by=person)

    def test_nobody_sees_the_import_of_another_organisation(self, given):
        owner, colleague = (factories.account("contributeur", siren=SIREN) for _ in range(2))
        stranger = factories.account("contributeur", siren="213100001")
        received = given(OTHER, by=owner, publish=False, siren=SIREN)
        assert list(actions.visible(colleague.viewer, colleague)) == [received]
        assert list(actions.visible(stranger.viewer, stranger)) == []
        for act in (actions.examine, actions.carry_out, actions.undo_import):
            with pytest.raises(NotAllowed):
                act(received.pk, by=stranger)

    def test_what_an_organisation_says_of_its_columns_is_remembered(self, given, system):
        rows = {**OTHER, "Quoi": "Un titre"}
        header = ["coll_nom", "nom_projet", "usage_description", "theme", "date", "coll_siret", "Quoi"]
        options = Options(mapping={header.index("Quoi"): "nom_projet"})
        received = given(rows, siren=SIREN, options=options)
        assert actions.memory(SIREN) == {"quoi": "nom_projet"}  # as soon as the table was read again with it
        actions.carry_out(received.pk, by=system)
        assert Fiche.objects.get().nom_projet == "Un titre"
        assert actions.memory(SIREN) == {"quoi": "nom_projet"} and actions.memory("") == {}
        assert KnownColumn.objects.get().siren == SIREN

    def test_the_association_has_its_own_memory(self, given, table, system):
        header = ["coll_nom", "nom_projet", "usage_description", "theme", "date", "Quoi"]
        given({"Quoi": "Une phrase."}, options=Options(mapping={header.index("Quoi"): "resume"}))
        assert actions.memory("") == {"quoi": "resume"} and actions.memory(SIREN) == {}
        again = given({"Quoi": "Une autre."})
        again.refresh_from_db()
        assert again.report["columns"][5]["field"] == "resume"


def test_files_are_forgotten_with_the_reports_that_quote_them(given):
    old, new = given({"theme": "Secret"}), given({})
    Import.objects.filter(pk=old.pk).update(made_at=timezone.now() - timedelta(days=31))
    assert files.forget_files(timezone.now() - timedelta(days=files.KEPT_DAYS)) == 1
    old.refresh_from_db()
    assert not files.path_of(old.pk).exists() and files.path_of(new.pk).exists()
    assert not old.is_kept and list(old.report) == ["counts"] and old.options == {}


def test_the_command_that_forgets_knows_the_files(given):
    old = given({})
    Import.objects.filter(pk=old.pk).update(made_at=timezone.now() - timedelta(days=31))
    assert retention.purge(now=timezone.now())["imports"] == 1
    assert not files.path_of(old.pk).exists()


def test_a_forgotten_import_is_not_examined_again_but_may_be_undone(given, system):
    received = given({})
    actions.carry_out(received.pk, by=system)
    files.forget_files(timezone.now() + timedelta(days=1))
    with pytest.raises(Refusal, match="plus gardé"):
        actions.examine(received.pk, by=system)
    assert actions.undo_import(received.pk, by=system).state == "annule"


def test_options_survive_being_kept():
    said = ("Feuil2", 3, {1: "theme", 2: ""}, {(2, "theme"): "x"}, frozenset({(3, "resume")}), frozenset({4}))
    assert Options.of(Options(*said, {"Qui": "coll_nom"}).as_dict()) == Options(*said, {"Qui": "coll_nom"})
    assert Options.of({}) == Options(accepted=frozenset(), skip=frozenset())


def test_a_file_that_is_no_table_says_so_and_stays_examined(system):
    received = actions.receive(b"<html>504 Gateway Time-out</html>", name="t.csv", by=system)
    report = actions.examine(received.pk, by=system)
    assert report.refused_because and codes(report) == ["pas-une-table"]
    with pytest.raises(Refusal, match="page web"):
        actions.carry_out(received.pk, by=system)


def test_a_file_too_heavy_is_refused(system):
    with pytest.raises(Refusal, match="10 Mio"):
        actions.receive(b"a" * (10 * 2**20 + 1), name="t.csv", by=system)


def test_a_library_elsewhere_keeps_working(bring, table, system):
    """The command goes through the same engine and keeps no file."""
    with trusted():
        import_table(table({}), by=system, publish=True)
    assert not Import.objects.exists() and not (settings.DATA_DIR / "imports").exists()
