"""Work beside the pages: done once, begun again after a process that died, given up with a sentence."""

import fcntl
import time

import pytest

from bibia.fiches.guard import trusted
from bibia.fiches.models import Proposal
from bibia.imports import actions, files, jobs, watch
from bibia.imports.models import Import
from tests import factories
from tests.imports.test_web import SIREN, table


@pytest.fixture(autouse=True)
def elsewhere(tmp_path, settings):
    settings.DATA_DIR = tmp_path / "data"
    settings.DATA_DIR.mkdir()


@pytest.fixture
def asked(request):
    """An import whose dry run was asked for."""
    by = factories.account("contributeur", siren=SIREN)
    with trusted():
        made = actions.receive(table({}), name="t.csv", by=by, siren=SIREN)
        return actions.ask(made.pk, Import.Task.EXAMINE, by=by)


def now(found: Import) -> Import:
    with trusted():
        return Import.objects.get(pk=found.pk)


@pytest.mark.django_db(transaction=True)
def test_a_thread_reads_then_imports(asked):
    for task, state in (("", "examine"), ("importer", "fait")):
        if task:
            with trusted():
                actions.ask(asked.pk, task, by=asked.asked_by)
        jobs.start(asked.pk)
        jobs.start(asked.pk)
        for _ in range(200):
            if not now(asked).task:
                break
            time.sleep(0.05)
        assert (now(asked).state, now(asked).task, now(asked).problem) == (state, "", "")
    with trusted():
        assert Proposal.objects.count() == 1


@pytest.mark.django_db
def test_nobody_works_on_what_another_process_holds(asked):
    with files.lock_path(asked.pk).open("w") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        jobs.work(asked.pk)
        assert now(asked).task == "examiner" and now(asked).tries == 0
    jobs.work(asked.pk)
    assert now(asked).state == "examine"


@pytest.mark.django_db
def test_what_kills_its_process_is_given_up(asked, monkeypatch):
    class Killed(BaseException):
        pass

    def killed(found):
        raise Killed

    monkeypatch.setattr(jobs, "_do", killed)
    for tries in (1, 2):
        with pytest.raises(Killed):
            jobs.work(asked.pk)
        assert now(asked).tries == tries and now(asked).task == "examiner"
    jobs.work(asked.pk)
    assert now(asked).task == "" and "pas pu être traité" in now(asked).problem


@pytest.mark.django_db
def test_a_mistake_of_ours_is_a_sentence_and_a_line_for_the_operator(asked, monkeypatch, caplog):
    def broken(found):
        raise ValueError("un défaut")

    monkeypatch.setattr(jobs, "_do", broken)
    jobs.work(asked.pk)
    assert "pas pu être traité" in now(asked).problem and "n’a pas abouti" in caplog.text


@pytest.mark.django_db
def test_while_it_is_at_work_nothing_else_is_asked(asked):
    with trusted(), pytest.raises(actions.Stale):
        actions.ask(asked.pk, Import.Task.EXAMINE, by=asked.asked_by)


@pytest.mark.django_db
def test_its_owner_stops_it_by_erasing_it(asked, monkeypatch):
    """Somebody erases it while its rows are read: nothing more is written, and its files are gone."""
    looked_at = []

    def erased(self, done, total):
        looked_at.append(done)
        if len(looked_at) == 1:
            actions.delete_import(asked.pk, by=asked.asked_by)
            self._next = 0
            look(self, done, total)

    look = watch.Watch.__call__
    monkeypatch.setattr(watch.Watch, "__call__", erased)
    jobs.work(asked.pk)
    with trusted():
        assert looked_at == [1] and not Import.objects.filter(pk=asked.pk).exists()


@pytest.mark.django_db
def test_what_takes_too_long_is_given_up_with_a_sentence(asked, monkeypatch):
    monkeypatch.setattr(watch, "SECONDS", -1)
    jobs.work(asked.pk)
    assert now(asked).task == "" and "trop de temps" in now(asked).problem


@pytest.mark.django_db
def test_the_database_refuses_a_task_of_nobody(asked):
    from django.db import IntegrityError, transaction

    with trusted(), pytest.raises(IntegrityError), transaction.atomic():
        Import.objects.filter(pk=asked.pk).update(asked_by=None)
