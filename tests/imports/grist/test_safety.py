"""What must never happen: a table lost to an error page, a change made twice or lost, a secret that travels."""

import os
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from urllib.parse import quote

import pytest
from django.conf import settings
from django.db import connection

from bibia.fiches.fields import BY_NAME, FIELDS, INTERNAL, Access
from bibia.fiches.guard import trusted
from bibia.fiches.models import Fiche, Proposal
from bibia.imports.grist import alarms, queries
from bibia.imports.grist.actions import confirm_deletion, keep_record
from bibia.imports.grist.models import Run
from tests import factories
from tests.imports.grist.conftest import ROW, pending, state
from tests.imports.grist.fake import DOC, GATEWAY, KEY, TABLE
from tests.imports.grist.test_cells import samples

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


def secret(name: str) -> object:
    """A value of this field, with words that can be found again where the field is made of words."""
    field = BY_NAME[name]
    if field.kind in ("string", "text"):
        return f"canari {name} indiscret"
    if field.kind == "list{}":
        return [{"nom": f"canari {name} indiscret"}]
    return samples(name)[0]


RESTRICTED = [field.name for field in FIELDS if field.access is Access.RESTRICTED]


@pytest.mark.parametrize("private", [False, True])
def test_a_public_document_never_receives_a_restricted_value(grist, exchange, private):
    given = {name: secret(name) for name in RESTRICTED}
    items = [
        {"titre": "Ouverte", "type": "code", "url": "https://exemple.test/ouverte", "acces": "public"},
        {"titre": "canari ressource", "type": "code", "url": "https://exemple.test/f", "acces": "restreint"},
    ]
    hidden = {"aipd": {"statut": "non-realisee"}, "projet_contact": "canari@collectivite.example"}
    record = factories.fiche(**given, **hidden, url_ressources=items)
    for _ in range(2):
        exchange(private=private)
    factories.update(record, parametres="canari modifié", resume="Suite.")
    number = next(iter(grist.rows))
    grist.edit(number, parametres="typed in grist", budget="n’importe quoi")
    exchange(private=private)
    heard = b"".join(grist.received).decode("utf-8")
    row = grist.rows[number]
    assert "canari@" not in heard and row["projet_contact"] == ""
    assert ("canari" in heard) is private
    assert "Ouverte" in heard and ("canari ressource" in heard) is private
    others = [name for name in RESTRICTED if name not in ("parametres", "budget")]
    assert all(bool(row[name]) is private for name in others)
    assert bool(row["aipd"]) is private
    assert bool(pending()) is False, "both sides changed « parametres »: a conflict, or nothing that travels"
    assert INTERNAL == ("projet_contact",)


def test_an_internal_value_typed_in_grist_is_not_taken(grist, exchange):
    grist.add(**ROW, projet_contact="canari@collectivite.example")
    exchange(private=True)
    (proposal,) = pending()
    assert "projet_contact" not in proposal.values


_KILLED = """
import os, sys
import django
django.setup()
from bibia.accounts.models import Account
from bibia.fiches.guard import trusted
from bibia.imports.grist import client
from bibia.imports.grist.sync import sync
calls, real = int(sys.argv[1]), client.Client._send
def send(self, method, url, body):
    global calls
    answer = real(self, method, url, body)
    calls -= 1
    if not calls:
        os.kill(os.getpid(), 9)
    return answer
client.Client._send = send
with trusted():
    system = Account.objects.system()
sync(by=system, complete=True)
"""


@pytest.mark.django_db(transaction=True)
def test_a_process_killed_anywhere_loses_and_repeats_nothing(grist, exchange, tmp_path):
    """kill -9 right after each answer of Grist in turn, in another process, on the same database."""
    records = [factories.fiche(resume=f"Fiche {rank}") for rank in range(4)]
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "bibia.settings",
        "BIBIA_DATA": str(tmp_path),
        "DATABASE_URL": _address(tmp_path),
        "GRIST_URL": grist.url,
        "GRIST_API_KEY": KEY,
        "GRIST_DOC": DOC,
        "GRIST_TABLE": TABLE,
        "GRIST_SENS": "deux-sens",
    }
    for call in range(1, 9):
        factories.update(records[call % 4], resume=f"Changé ici, {call}.")
        grist.add(**ROW | {"nom_projet": f"Projet né là-bas {call}"})
        command = [sys.executable, "-c", _KILLED, str(call)]
        with in_a_file(tmp_path):
            killed = subprocess.run(
                command, cwd=settings.BASE_DIR, env=environment, capture_output=True, timeout=120, check=False
            )
        assert killed.returncode in (-9, 0), killed.stderr.decode()
    assert exchange().outcome == Run.Outcome.DONE
    assert len(grist.rows) == 12 and len({row["uid"] for row in grist.rows.values()} - {""}) == 4
    titles = [one.values["nom_projet"] for one in pending()]
    assert sorted(titles) == sorted(f"Projet né là-bas {call}" for call in range(1, 9))
    with trusted():
        assert Proposal.objects.filter(state="pending").count() == 8
        assert not queries.open_conflicts().exists()
    heres = {record.pk: Fiche.objects.get(pk=record.pk).resume for record in records}
    assert {row["uid"]: row["resume"] for row in grist.rows.values() if row["uid"]} == heres


@contextmanager
def in_a_file(folder: Path) -> Iterator[None]:
    """SQLite keeps the database of the tests in memory: another process is given a copy, then it is taken back."""
    if connection.vendor != "sqlite":
        yield
        return
    path = folder / "bibia.sqlite3"
    for suffix in ("", "-wal", "-shm"):
        Path(f"{path}{suffix}").unlink(missing_ok=True)
    connection.ensure_connection()
    with closing(sqlite3.connect(path)) as file:
        connection.connection.backup(file)
    yield
    with closing(sqlite3.connect(path)) as file:
        file.backup(connection.connection)


def _address(folder: Path) -> str:
    """The database of the tests, for another process."""
    if connection.vendor == "sqlite":
        return f"sqlite:///{folder / 'bibia.sqlite3'}"
    base = connection.settings_dict
    host = quote(base["HOST"], safe="")
    return f"postgres://{quote(base['USER'])}:{quote(base['PASSWORD'])}@{host}:{base['PORT']}/{base['NAME']}"
