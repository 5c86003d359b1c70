"""What must never happen: a table lost to an error page, a change made twice or lost, a secret that travels."""

import pytest

from bibia.fiches.guard import trusted
from bibia.fiches.models import Fiche
from bibia.imports.grist import alarms, queries
from bibia.imports.grist.actions import confirm_deletion, keep_record
from bibia.imports.grist.models import Run
from tests import factories
from tests.imports.grist.conftest import ROW, pending, state
from tests.imports.grist.fake import GATEWAY

pytestmark = pytest.mark.django_db


@pytest.fixture
def filled(grist, exchange):
    """Ten published records, all of them in Grist."""
    records = [factories.fiche(resume=f"Fiche {rank}") for rank in range(10)]
    exchange()
    return records


def rings() -> list[tuple[str, int]]:
    with trusted():
        return [(alarm.kind, alarm.times) for alarm in queries.open_alarms()]


@pytest.mark.parametrize(
    "answer",
    [
        (504, "text/html", GATEWAY),
        (200, "text/html", GATEWAY),
        (200, "application/json", b'{"records": [], "columns": []}'),
        (200, "application/json", b'{"records": "504 Gateway", "columns": [{"id": "html", "fields": {}}]}'),
        (500, "application/json", b'{"error": "sandbox"}'),
        (404, "application/json", b'{"error": "document not found"}'),
    ],
)
@pytest.mark.parametrize("after", [0, 1])
def test_the_day_of_the_error_page_is_a_non_event_and_the_animator_is_told(
    grist, exchange, filled, answer, after
):
    before = state(grist)
    for times in (1, 2):
        grist.answers, grist.after = [answer] * 20, after
        run = exchange()
        assert run.outcome == Run.Outcome.REFUSED and run.sentence
        assert state(grist) == before
        ((_kind, counted),) = rings()
        assert counted == times
    grist.answers = []
    assert exchange().outcome == Run.Outcome.DONE
    assert state(grist) == before and rings() == []


def test_half_a_table_is_not_the_table(grist, exchange, filled):
    before = state(grist)
    grist.hide = {1}
    run = exchange()
    assert run.outcome == Run.Outcome.REFUSED and "10 lignes" in run.sentence
    assert state(grist) == before


def test_a_table_without_its_title_column_is_not_the_table(grist, exchange, filled):
    before = state(grist)
    columns, grist.columns = grist.columns, {n: c for n, c in grist.columns.items() if n != "nom_projet"}
    assert exchange().outcome == Run.Outcome.REFUSED
    grist.columns = columns
    assert state(grist) == before


def test_writing_needs_the_column_of_identifiers(grist, exchange, filled):
    grist.columns["uid"]["isFormula"], grist.columns["uid"]["formula"] = True, "$id"
    assert "« uid »" in exchange().sentence.replace("\u00a0", " ")
    assert exchange(sens="lire").outcome == Run.Outcome.DONE


def test_a_row_without_a_column_does_not_read_as_emptied(grist, exchange, filled):
    del grist.rows[3]["resume"]
    assert exchange().outcome == Run.Outcome.REFUSED
    assert pending() == []


@pytest.mark.parametrize("gone", [3, 10])
def test_a_sudden_loss_waits_for_a_person(grist, exchange, filled, gone):
    for number in list(grist.rows)[:gone]:
        del grist.rows[number]
    before = state(grist)
    run = exchange()
    assert run.outcome == Run.Outcome.REFUSED and f"{gone} lignes sur 10" in run.sentence
    assert state(grist) == before and rings() == [("perte-de-lignes", 1)]
    with trusted():
        alarms.confirm_loss(queries.open_alarms().get(), by=factories.system())
    assert exchange().outcome == Run.Outcome.DONE
    with trusted():
        assert queries.pending_deletions().count() == gone
    assert Fiche.objects.count() == 10 and rings() == []


def test_a_confirmation_is_worth_for_the_rows_that_were_shown(grist, exchange, filled):
    for number in (1, 2, 3):
        del grist.rows[number]
    exchange()
    with trusted():
        alarms.confirm_loss(queries.open_alarms().get(), by=factories.system())
    for number in (4, 5):
        del grist.rows[number]
    assert exchange().outcome == Run.Outcome.REFUSED
    with trusted():
        assert queries.open_alarms().get().confirmed_by is None


def test_a_column_emptied_at_once_waits_for_a_person(grist, exchange, filled):
    for number in list(grist.rows)[:6]:
        grist.edit(number, resume="")
    for _ in range(2):
        assert exchange().outcome == Run.Outcome.DONE
        assert pending() == [] and "vidées à la fois" in grist.rows[1]["Controle"]
    assert [kind for kind, _ in rings()] == ["colonne-videe"]
    grist.edit(10, probleme="Le reste continue.")
    exchange()
    assert [one.values for one in pending()] == [{"probleme": "Le reste continue."}]
    with trusted():
        alarms.confirm_loss(queries.open_alarms().get(), by=factories.system())
    exchange()
    assert sum(one.values == {"resume": ""} for one in pending()) == 6 and rings() == []


def test_a_few_values_emptied_are_proposed_at_once(grist, exchange, filled):
    for number in list(grist.rows)[:5]:
        grist.edit(number, resume="")
    exchange()
    assert len(pending()) == 5 and rings() == []


def test_rows_that_come_back_need_no_answer(grist, exchange, filled):
    kept = dict(grist.rows)
    grist.rows.clear()
    exchange()
    grist.rows |= kept
    assert exchange().outcome == Run.Outcome.DONE and rings() == []


def test_a_deletion_is_proposed_never_done(grist, exchange, filled, allowed):
    del grist.rows[1], grist.rows[2]
    exchange()
    exchange()
    withdrawn, kept = queries.pending_deletions()
    assert Fiche.objects.count() == 10 and len(grist.rows) == 8
    confirm_deletion(withdrawn, by=factories.system(), reason="Projet abandonné")
    keep_record(kept, by=factories.system())
    exchange()
    assert Fiche.objects.count() == 9 and len(grist.rows) == 9
    assert not queries.pending_deletions().exists()
    assert kept.uid in {row["uid"] for row in grist.rows.values()}


def test_a_row_deleted_before_its_publication_asks_about_its_proposal(grist, exchange, filled, allowed):
    number = grist.add(**ROW)
    exchange()
    del grist.rows[number]
    exchange()
    link = queries.pending_deletions().get()
    assert len(pending()) == 1
    confirm_deletion(link, by=factories.system(), reason="Ligne supprimée")
    assert pending() == []


@pytest.mark.parametrize("busy", [1, 5])
def test_a_storm_is_waited_out(grist, exchange, filled, busy):
    factories.update(filled[0], resume="Après la tempête.")
    grist.busy = busy
    assert exchange().outcome == Run.Outcome.DONE
    assert "Après la tempête." in {row["resume"] for row in grist.rows.values()}


@pytest.mark.parametrize("after", range(1, 9))
def test_an_answer_lost_in_the_middle_of_writing_loses_and_repeats_nothing(grist, exchange, filled, after):
    """Each call of the exchange fails in its turn; the next exchange ends the work."""
    factories.update(filled[0], resume="Changé ici.")
    added = factories.fiche(resume="Nouvelle.")
    grist.edit(2, probleme="Changé là-bas.")
    grist.add(**ROW)
    grist.answers, grist.after = [(504, "text/html", GATEWAY)], after
    exchange()
    grist.answers = []
    assert exchange().outcome == Run.Outcome.DONE
    rows = list(grist.rows.values())
    assert len(rows) == 12 and sum(row["uid"] == added.pk for row in rows) == 1
    assert [row["resume"] for row in rows if row["uid"] == filled[0].pk] == ["Changé ici."]
    assert sorted(len(one.values) for one in pending()) == [1, 5]
    before = state(grist)
    exchange()
    assert state(grist) == before


def test_someone_who_types_meanwhile_is_not_written_over(grist, exchange, filled, monkeypatch):
    """Between the reading and the writing of a row, its cell changes."""
    factories.update(filled[0], resume="Changé ici.")
    number = next(n for n, row in grist.rows.items() if row["uid"] == filled[0].pk)
    from bibia.imports.grist import sync

    def typing(*args, real=sync.pull, **kwargs):
        plan = real(*args, **kwargs)
        grist.edit(number, resume="Tapé pendant ce temps.")
        return plan

    with monkeypatch.context() as patch:
        patch.setattr(sync, "pull", typing)
        exchange()
    assert grist.rows[number]["resume"] == "Tapé pendant ce temps."
    exchange()
    with trusted():
        assert queries.open_conflicts().get().here == "Changé ici."


@pytest.mark.parametrize("when", ["read", "pull"])
def test_two_exchanges_at_once_neither_repeat_nor_undo(grist, exchange, filled, monkeypatch, when):
    """Another exchange runs whole after this one has read the table, or has compared it."""
    from bibia.imports.grist import sync

    factories.update(filled[0], resume="Changé ici.")
    grist.edit(2, probleme="Changé là-bas.")
    grist.add(**ROW)
    factories.fiche(resume="Nouvelle.")
    patch, inside, real = monkeypatch.context(), [], getattr(sync, when)

    def overtaken(*args, **kwargs):
        found = real(*args, **kwargs)
        if not inside:
            inside.append(1)
            inside.append(exchange().outcome)
        return found

    with patch as patched:
        patched.setattr(sync, when, overtaken)
        run = exchange()
    assert inside == [1, Run.Outcome.DONE] and "autre échange" in run.sentence.replace("\u00a0", " ")
    assert rings() == [] and len(pending()) == 2 and len(grist.rows) == 12
    before = state(grist)
    assert exchange().outcome == Run.Outcome.DONE
    assert state(grist) == before
