"""Between two complete readings only what changed is read, and nothing is missed for all that."""

import pytest

from bibia.fiches import actions
from bibia.imports.grist import queries
from bibia.imports.grist.models import Run
from tests import factories
from tests.imports.grist.conftest import ROW, pending, state

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("allowed")]


@pytest.fixture
def records(grist, exchange):
    """Twenty published records in a table that dates its changes, an hour ago."""
    grist.add_column("modifie_le", "DateTime:Europe/Paris")
    grist.stamp = "modifie_le"
    found = [factories.fiche(resume=f"Fiche {rank}") for rank in range(20)]
    exchange()
    exchange()
    return found


# The row that changed last is always read again: two changes of one second, and clocks, are not missed.
def test_only_what_changed_is_read(grist, exchange, records):
    grist.edit(3, resume="Changé là-bas.")
    run = exchange(complete=False)
    assert (run.complete, run.counts["lues"], run.counts["lignes"]) == (False, 2, 20)
    assert [one.values for one in pending()] == [{"resume": "Changé là-bas."}]


def test_nothing_changed_reads_nothing_more(grist, exchange, records):
    before = state(grist)
    assert exchange(complete=False).counts["lues"] == 1
    assert state(grist) == before


def test_a_change_here_is_written_all_the_same(grist, exchange, records):
    factories.update(records[7], resume="Changé ici.")
    assert exchange(complete=False).outcome == Run.Outcome.DONE
    assert "Changé ici." in {row["resume"] for row in grist.rows.values()}
    assert exchange(complete=False).counts["ecrites"] == 0


def test_a_decision_is_carried_all_the_same(grist, exchange, records):
    grist.edit(3, resume="Changé là-bas.")
    exchange(complete=False)
    grist.clock += 3600
    exchange(complete=False)
    actions.reject(pending()[0], by=factories.system(), reason="Non")
    exchange(complete=False)
    exchange(complete=False)
    assert grist.rows[3]["resume"] != "Changé là-bas." and "refusée" in grist.rows[3]["Controle"]


def test_a_new_row_and_a_deleted_one_are_seen_without_reading_the_others(grist, exchange, records):
    grist.add(**ROW)
    del grist.rows[5]
    run = exchange(complete=False)
    assert run.counts["lues"] == 2 and len(pending()) == 1
    assert [link.row for link in queries.pending_deletions()] == [5]


def test_a_sudden_loss_is_seen_too(grist, exchange, records):
    for number in range(1, 11):
        del grist.rows[number]
    assert exchange(complete=False).outcome == Run.Outcome.REFUSED


@pytest.mark.parametrize("why", ["no sql", "no date", "once a day"])
def test_the_whole_table_is_read_where_it_must_be(grist, exchange, records, why):
    if why == "no sql":
        grist.sql_allowed = False
    elif why == "no date":
        del grist.columns["modifie_le"]
        grist.stamp = ""
    else:
        from datetime import timedelta

        for run in Run.objects.filter(complete=True):
            Run.objects.filter(pk=run.pk).update(started_at=run.started_at - timedelta(days=2))
    run = exchange(complete=False)
    assert run.complete and run.counts["lues"] == 20


def test_an_interrupted_writing_is_taken_up_by_the_next_exchange(grist, exchange, records):
    factories.update(records[7], resume="Changé ici.")
    grist.writable = False
    assert exchange(complete=False).outcome == Run.Outcome.PARTIAL
    grist.writable = True
    assert exchange(complete=False).outcome == Run.Outcome.DONE
    assert "Changé ici." in {row["resume"] for row in grist.rows.values()}
    assert not queries.open_alarms().exists()
