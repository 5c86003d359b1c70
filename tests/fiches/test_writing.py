"""One writer at a time: on PostgreSQL the lock comes first, or two of them could wait for each other for ever."""

import pytest
from django.db import connection

from bibia.fiches import actions
from bibia.fiches.writing import LOCK
from bibia.imports.run import import_table
from tests import factories
from tests.imports.conftest import DATA

pytestmark = pytest.mark.django_db


@pytest.fixture
def sent(engine):
    if engine != "postgresql":
        pytest.skip("SQLite n’a qu’un seul écrivain")
    statements = []

    def keep(execute, sql, params, many, context):
        statements.append((str(sql), list(params or ())))
        return execute(sql, params, many, context)

    with connection.execute_wrapper(keep):
        yield statements


def first(statements) -> tuple[str, list]:
    return next((sql, params) for sql, params in statements if "SAVEPOINT" not in sql)


VERBS = {
    "accept": lambda fiche, by: actions.accept(
        factories.proposal(by=by, fiche_id=fiche.pk, resume="Autre."), by=by
    ),
    "withdraw": lambda fiche, by: actions.withdraw(fiche.pk, by=by, reason="Doublon."),
    "open_field": lambda fiche, by: actions.open_field(fiche.pk, "budget", by=by),
    "import": lambda fiche, by: import_table(DATA / "2025-09-17-twin.csv", by=by),
}


@pytest.mark.parametrize("verb", VERBS)
def test_every_writer_waits_before_it_reads(sent, verb):
    fiche, by = factories.fiche(), factories.system()
    sent.clear()
    VERBS[verb](fiche, by)
    sql, params = first(sent)
    assert "pg_advisory_xact_lock" in sql and params == [LOCK]
