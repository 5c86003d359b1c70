"""An import against what the library holds: matching, dates, proposals, and all or nothing."""

import pytest

from bibia.fiches import actions, many
from bibia.fiches.models import Change, Fiche, Journal, Proposal, Reserved, Version
from bibia.imports.match import SOURCE
from tests import factories
from tests.imports.conftest import codes, found, outcomes

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("allowed")]

PARIS = "21750001600019"
OTHER = {"coll_nom": "Ville de Port-Ambre", "coll_siret": "20098104100029"}


def state() -> tuple:
    """Everything an import could change."""
    return (
        list(Fiche.objects.order_by("pk").values()),
        list(Proposal.objects.order_by("pk").values()),
        Version.objects.count(),
        Change.objects.count(),
        Journal.objects.count(),
    )


def test_published_with_its_history_and_its_author(bring, table, system):
    report = bring(table({}))
    fiche = Fiche.objects.get()
    assert report.counts == {
        "read": 1, "created": 1, "updated": 0, "unchanged": 0, "older": 0, "refused": 0, "published": 1,
    }  # fmt: skip
    assert report.rows[0].id == fiche.pk and fiche.version == 1
    proposal = Proposal.objects.get()
    assert (proposal.proposed_by, proposal.decided_by) == (system, system)
    assert proposal.source == SOURCE + "table.csv"


def test_without_publish_it_is_only_proposed(bring, table):
    report = bring(table({}), publish=False)
    assert report.counts["created"] == 1 and report.rows[0].id == "" and not Fiche.objects.exists()


@pytest.mark.parametrize("publish", [True, False])
def test_the_same_file_again_changes_nothing(bring, table, publish):
    path = table({}, {"nom_projet": "Autre", "url_infos": "sur place", "coll_siret": "123", "theme": ""})
    bring(path, publish=publish)
    before = state()
    report = bring(path, publish=publish)
    assert outcomes(report) == ["unchanged", "unchanged"] and state() == before


def test_a_dry_run_says_the_same_and_changes_nothing(bring, table):
    bring(table({}))
    path = table({"date": "07/05/2025", "theme": "Environnement"}, {"nom_projet": "Autre"}, {"coll_nom": ""})
    before = state()
    tried = bring(path, dry_run=True)
    assert state() == before
    done = bring(path)
    assert tried.counts == done.counts and tried.findings == done.findings
    assert outcomes(tried) == outcomes(done) == ["updated", "created", "refused"]
    # The one that exists keeps its identifier; the one that would be made has none.
    assert [row.id for row in tried.rows] == [done.rows[0].id, "", ""]


def test_a_failure_half_way_leaves_nothing(bring, table, monkeypatch):
    bring(table({}))
    accept, settle, calls = actions.accept, many.settle, []

    def fails_at_the_second(*given, **named):
        calls.append(given)
        if len(calls) == 2:
            raise RuntimeError("panne")
        return (accept if named else settle)(*given, **named)

    # A row changes what is there, another is new.
    monkeypatch.setattr(actions, "accept", fails_at_the_second)
    monkeypatch.setattr(many, "settle", fails_at_the_second)
    before = state()
    with pytest.raises(RuntimeError):
        bring(table({"resume": "Une autre phrase."}, {"nom_projet": "Autre"}))
    assert len(calls) == 2 and state() == before


def test_an_update_sets_only_what_the_table_holds(bring, table):
    bring(table({"resume": "Une phrase.", "vigilance": "Attention.", "mode_achat": "Marché public"}))
    report = bring(table({"date": "07/05/2025", "theme": "Environnement", "resume": ""}))
    fiche = Fiche.objects.get()
    assert outcomes(report) == ["updated"] and report.counts["published"] == 1
    assert (fiche.theme, fiche.resume, fiche.vigilance) == ("ecologie", "Une phrase.", "Attention.")
    assert {change["field"] for change in fiche.versions.first().changes} == {"theme", "date"}


def test_restricted_values_are_compared_too(bring, table):
    bring(table({"mise_en_oeuvre": "Marché public", "projet_contact": "service@exemple.org"}))
    assert outcomes(bring(table({"mise_en_oeuvre": "Marché public"}))) == ["unchanged"]
    assert outcomes(bring(table({"projet_contact": "service@exemple.org"}))) == ["unchanged"]
    assert outcomes(bring(table({"mise_en_oeuvre": "Développé en interne"}))) == ["updated"]
    assert Reserved.objects.get().mise_en_oeuvre == ["interne"] and Fiche.objects.get().version == 1


class TestDates:
    def test_an_older_row_is_said_and_never_applied(self, bring, table):
        bring(table({}))
        report = bring(table({"date": "05/05/2025", "theme": "Environnement"}))
        assert outcomes(report) == ["older"] and report.rows[0].id == Fiche.objects.get().pk
        assert "6\u00a0mai\u00a02025" in found(report, "plus-ancien")["message"]
        assert Fiche.objects.get().theme == "mobilites"

    @pytest.mark.parametrize("date", ["", "45691", "bientôt"])
    def test_a_row_that_cannot_be_shown_newer_is_older(self, bring, table, date):
        bring(table({}))
        report = bring(table({"date": date, "theme": "Environnement"}))
        assert outcomes(report) == ["older"] and "date-absente" in codes(report)

    @pytest.mark.parametrize("date", ["", "45691"])
    def test_unless_it_says_nothing_new(self, bring, table, date):
        bring(table({}))
        assert outcomes(bring(table({"date": date}))) == ["unchanged"]

    @pytest.mark.parametrize("date", ["06/05/2025", "07/05/2025"])
    def test_the_same_day_or_later_is_applied(self, bring, table, date):
        bring(table({}))
        assert outcomes(bring(table({"date": date, "theme": "Environnement"}))) == ["updated"]

    def test_a_table_without_dates_is_applied(self, bring, table):
        bring(table({}))
        assert outcomes(bring(table({"theme": "Environnement"}, without=("date",)))) == ["updated"]

    def test_a_record_without_a_date_takes_any_row(self, bring, table):
        bring(table({"date": ""}))
        assert outcomes(bring(table({"date": ""}))) == ["unchanged"]
        assert outcomes(bring(table({"date": "", "theme": "Environnement"}))) == ["updated"]

    def test_a_proposal_that_waits_has_a_date_too(self, bring, table):
        bring(table({}), publish=False)
        assert outcomes(bring(table({"date": "05/05/2025"}))) == ["older"]


class TestMatching:
    def test_by_number_when_the_name_is_written_otherwise(self, bring, table):
        bring(table({"coll_nom": "Ville de Paris", "coll_siret": PARIS}))
        report = bring(table({"coll_nom": "Mairie de Paris", "coll_siret": "217 500 016 00019"}))
        assert outcomes(report) == ["updated"] and Fiche.objects.count() == 1

    def test_by_name_when_a_number_is_missing(self, bring, table):
        bring(table({}))
        row = {
            "coll_nom": " VILLE de  port-ambre",
            "nom_projet": "lire les COMPTEURS d'eau",
            "coll_siret": OTHER["coll_siret"],
        }
        report = bring(table(row))
        assert outcomes(report) == ["updated"] and Fiche.objects.get().coll_siret == OTHER["coll_siret"]

    def test_the_same_title_elsewhere_is_another_project(self, bring, table):
        report = bring(table({}, {"coll_nom": "Ville de Rochemare"}))
        assert outcomes(report) == ["created", "created"]

    def test_the_same_name_with_another_number_is_not_decided_here(self, bring, table):
        bring(table(OTHER))
        report = bring(table({"coll_siret": "20098105800015"}))
        assert outcomes(report) == ["refused"]
        assert found(report, "correspondance-douteuse")["proposal"] == OTHER["coll_siret"]

    def test_two_homonyms_told_apart_by_their_numbers_stay_two(self, bring, table):
        path = table(OTHER, {"coll_siret": "20098105800015"})
        assert outcomes(bring(path)) == ["created", "created"]
        assert outcomes(bring(path)) == ["unchanged", "unchanged"]

    def test_several_records_for_a_row_are_never_chosen_among(self, bring, table):
        bring(table(OTHER, {"coll_siret": "20098105800015"}))
        report = bring(table({}))
        assert outcomes(report) == ["refused"] and codes(report) == ["correspondance-multiple"]

    def test_the_second_row_of_a_project_is_refused(self, bring, table):
        report = bring(table({}, {"theme": "Environnement"}, {"nom_projet": "LIRE les compteurs d'eau "}))
        assert outcomes(report) == ["created", "refused", "refused"]
        assert codes(report, 3) == codes(report, 4) == ["doublon-fichier"]
        assert all("la ligne 2" in finding.message for finding in report.findings)

    def test_two_rows_that_reach_one_record_by_two_ways_are_one_project(self, bring, table):
        bring(table({"coll_nom": "Ville de Paris", "coll_siret": PARIS}))
        path = table(
            {"coll_nom": "Mairie de Paris", "coll_siret": PARIS, "date": "07/05/2025"},
            {"coll_nom": "Ville de Paris", "coll_siret": "", "date": "08/05/2025"},
        )
        assert outcomes(bring(path)) == ["updated", "refused"]

    def test_a_withdrawn_record_does_not_come_back(self, bring, table, system):
        bring(table({}))
        actions.withdraw(Fiche.objects.get().pk, by=system, reason="À la demande de la ville.")
        report = bring(table({"date": "07/05/2026"}))
        assert outcomes(report) == ["refused"] and codes(report) == ["fiche-retiree"]
        assert not Fiche.objects.exists()


class TestProposals:
    def test_publishing_accepts_what_a_former_import_left(self, bring, table):
        bring(table({}), publish=False)
        report = bring(table({}))
        assert outcomes(report) == ["updated"] and report.counts["published"] == 1
        assert Proposal.objects.get().state == "accepted"

    def test_a_newer_import_replaces_the_proposal_of_a_former_one(self, bring, table):
        bring(table({"resume": "Une phrase."}), publish=False)
        report = bring(table({"theme": "Environnement"}, without=("resume",)), publish=False)
        assert outcomes(report) == ["updated"]
        old, new = Proposal.objects.order_by("pk")
        assert (old.state, new.state) == ("cancelled", "pending") and old.reason
        assert (new.values["theme"], new.values["resume"]) == ("ecologie", "Une phrase.")

    def test_an_incomplete_proposal_is_published_once_completed(self, bring, table):
        bring(table({"theme": ""}))
        report = bring(table({}))
        assert outcomes(report) == ["updated"] and Fiche.objects.get().theme == "mobilites"

    def test_an_update_may_wait_too(self, bring, table):
        bring(table({}))
        path = table({"theme": "Environnement"})
        assert outcomes(bring(path, publish=False)) == ["updated"]
        assert outcomes(bring(path, publish=False)) == ["unchanged"]
        assert Fiche.objects.get().theme == "mobilites"
        assert outcomes(bring(path)) == ["updated"] and Fiche.objects.get().theme == "ecologie"

    def test_a_stale_proposal_is_made_again_on_what_stands_now(self, bring, table, system):
        bring(table({}))
        path = table({"theme": "Environnement"})
        bring(path, publish=False)
        person = actions.propose(values={"resume": "Une phrase."}, by=system, fiche_id=Fiche.objects.get().pk)
        actions.accept(person, by=system)
        report = bring(path)
        fiche = Fiche.objects.get()
        assert outcomes(report) == ["updated"] and (fiche.theme, fiche.resume) == ("ecologie", "Une phrase.")

    def test_a_stale_proposal_never_undoes_what_is_newer(self, bring, table, system):
        bring(table({}))
        path = table({"theme": "Environnement", "resume": "Une phrase.", "date": "07/05/2025"})
        bring(path, publish=False)
        newer = {"theme": "gouvernance", "date": "08/05/2025"}
        person = actions.propose(values=newer, by=system, fiche_id=Fiche.objects.get().pk)
        actions.accept(person, by=system)
        before = state()
        assert outcomes(bring(path)) == ["older"] and state() == before

    def test_the_proposal_of_a_person_is_neither_replaced_nor_accepted(self, bring, table, system):
        bring(table({}))
        person = actions.propose(values={"theme": "ecologie"}, by=system, fiche_id=Fiche.objects.get().pk)
        report = bring(table({"theme": "Environnement"}))
        assert outcomes(report) == ["refused"] and codes(report) == ["proposition-en-attente"]
        person.refresh_from_db()
        assert person.state == "pending" and Fiche.objects.get().theme == "mobilites"

    def test_and_does_not_hinder_a_row_that_changes_nothing(self, bring, table, system):
        bring(table({}))
        actions.propose(values={"theme": "ecologie"}, by=system, fiche_id=Fiche.objects.get().pk)
        assert outcomes(bring(table({}))) == ["unchanged"]


def test_who_may_not_publish_changes_nothing(bring, table):
    member = factories.account("contributeur", siren=OTHER["coll_siret"][:9])
    before = state()
    with pytest.raises(actions.NotAllowed):
        bring(table(OTHER), by=member)
    assert state() == before
    assert outcomes(bring(table(OTHER), by=member, publish=False)) == ["created"]


def test_a_series_finds_its_number_in_the_library(bring, table):
    right, *wrong = (f"{243 + step}98151100179" for step in range(4))
    bring(table({"coll_siret": right, "coll_nom": "Agglopole"}))
    rows = [{"coll_siret": n, "coll_nom": "Agglopole", "nom_projet": f"Projet {n}"} for n in wrong]
    report = bring(table(*rows))
    assert codes(report) == ["siret-serie"] * 3
    assert {finding.proposal for finding in report.findings} == {right}


@pytest.mark.parametrize("rows", [1, 40])
def test_the_library_is_read_once_whatever_the_number_of_rows(
    bring, table, rows, django_assert_num_queries, engine
):
    path = table(*({"nom_projet": f"Projet {n}"} for n in range(rows)))
    bring(path)
    # the last line of the journal, who asks (twice), published, withdrawn by an undone import, reserved, pending, then the values, the internal
    # values and the former imports of the matched,
    # a transaction around. PostgreSQL asks for its lock too.
    with django_assert_num_queries(12 + (engine == "postgresql")):
        assert set(outcomes(bring(path))) == {"unchanged"}


def test_a_nature_that_an_animator_chose_is_neither_undone_nor_discussed(bring, table, system):
    path = table({"nom_projet": "Charte pour une IA choisie"})
    assert codes(bring(path)) == ["nature-proposee"]
    fiche_id = Fiche.objects.get().pk
    actions.accept(actions.propose(values={"nature": "charte"}, by=system, fiche_id=fiche_id), by=system)
    report = bring(path)
    assert outcomes(report) == ["unchanged"] and codes(report) == []
