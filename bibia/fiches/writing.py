"""The one way to write: one transaction, allowed to touch the restricted tables, alone at that moment."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection, transaction

from bibia.fiches.guard import trusted

LOCK = 7_421  # one number for every writer


@contextmanager
def writing() -> Iterator[None]:
    """On SQLite a transaction that writes is alone by itself; on PostgreSQL a lock makes it so.

    Taken before anything is read or locked: later, two writers could each wait for a record that the other
    holds, and an import would compare its rows with what is no more.
    """
    with trusted(), transaction.atomic():
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
        yield
