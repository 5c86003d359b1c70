"""Kill -9 while forms are sent: what was confirmed is kept, what is sent again is done once."""

import os
from urllib.parse import urlsplit

import pytest
from django.db import connection

from tests.reliability.killing import KINDS, Run

SEED, KILLS = 20251123, 8


@pytest.fixture
def database(django_db_setup, django_db_blocker):
    """The variables that give the server a database of its own, on the engine of the suite."""
    if connection.vendor == "sqlite":
        yield {}
        return
    name = f"killed_{os.getpid()}"
    with django_db_blocker.unblock(), connection._nodb_cursor() as cursor:
        cursor.execute(f'CREATE DATABASE "{name}"')
    yield {"DATABASE_URL": urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{name}").geturl()}
    with django_db_blocker.unblock(), connection._nodb_cursor() as cursor:
        cursor.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


def test_nothing_confirmed_is_lost_and_nothing_is_done_twice(tmp_path, database):
    told = Run(tmp_path, kills=KILLS, seed=SEED, **database)()
    assert told.problems == []
    assert told.kills == KILLS and told.forms == KILLS * len(KINDS)
    # The kills fell among the submissions.
    assert told.repeated >= 3
