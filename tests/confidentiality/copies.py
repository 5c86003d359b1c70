"""Whole copies of the database of the tests, to compare what two of them answer."""

from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from sqlite3 import connect

from django.db import connections

_ranks = count(1)


class Copies:
    """Copies of the current database, committed as in production; gone at the end."""

    def __init__(self, directory: Path):
        self.directory = directory
        self.made: list[str] = []

    def take(self) -> str:
        """A copy of the database in use; its name."""
        db = connections["default"]
        if db.vendor == "sqlite":
            name = str(self.directory / f"copy-{next(_ranks)}.sqlite3")
            db.ensure_connection()
            target = connect(name)
            db.connection.backup(target)
            target.close()
        else:
            source = db.settings_dict["NAME"]
            name = f"{source}_copy_{next(_ranks)}"
            db.close()
            with db._nodb_cursor() as cursor:
                cursor.execute(f'CREATE DATABASE "{name}" TEMPLATE "{source}"')
        self.made.append(name)
        return name

    @contextmanager
    def using(self, name: str) -> Iterator[None]:
        """Django's connection goes to this copy; the former one keeps its state, transaction included."""
        before = connections["default"]
        copy = before.copy()
        copy.settings_dict["NAME"] = name
        connections["default"] = copy
        try:
            yield
        finally:
            copy.close()
            connections["default"] = before

    def drop(self) -> None:
        db = connections["default"]
        for name in self.made:
            if db.vendor == "postgresql":
                with db._nodb_cursor() as cursor:
                    cursor.execute(f'DROP DATABASE "{name}"')
            else:
                Path(name).unlink()
