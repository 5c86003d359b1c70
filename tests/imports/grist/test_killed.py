"""kill -9 anywhere: nothing is lost, nothing is done twice."""

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

from bibia.fiches.guard import trusted
from bibia.fiches.models import Fiche, Proposal
from bibia.imports.grist import queries
from bibia.imports.grist.models import Run
from tests import factories
from tests.imports.grist.conftest import ROW, pending
from tests.imports.grist.fake import DOC, KEY, TABLE

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
