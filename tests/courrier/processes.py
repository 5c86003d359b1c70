"""Processes on one database, this one among them: a file for SQLite, the database of the tests for PostgreSQL."""

import os
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

from django.db import connections

ROOT = Path(__file__).resolve().parents[2]


class Site:
    """What a site of several processes has in common; its mail goes to this address."""

    def __init__(self, directory: Path, database: str, url: str):
        self.environment = os.environ | {
            "BIBIA_DATA": str(directory),
            "DATABASE_URL": database,
            "EMAIL_URL": url,
            "DJANGO_SETTINGS_MODULE": "bibia.settings",
            "PYTHONWARNINGS": "error",
        }
        (directory / "static").mkdir()  # collectstatic makes it in a real site
        self._started: list[subprocess.Popen[str]] = []

    def start(self, *command: str) -> subprocess.Popen[str]:
        process = subprocess.Popen(
            [sys.executable, *command],
            cwd=ROOT,
            env=self.environment,
            text=True,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
        )
        self._started.append(process)
        return process

    def wait(self, process: subprocess.Popen[str]) -> str:
        output, _ = process.communicate(timeout=60)
        assert process.returncode == 0, output
        return output

    def kill(self, process: subprocess.Popen[str]) -> None:
        process.kill()
        process.communicate(timeout=10)

    def courrier(self, *arguments: str) -> subprocess.Popen[str]:
        return self.start("manage.py", "courrier", *arguments)

    def close(self) -> None:
        for process in self._started:
            if not process.stdout.closed:
                self.kill(process)


@contextmanager
def shared(directory: Path, url: str) -> Iterator[Site]:
    """Inside, Django here and the processes started there have the same committed database."""
    before = connections["default"]
    if before.vendor == "postgresql":
        at = before.settings_dict
        place = f"{at['USER']}@{quote(at['HOST'], safe='')}:{at['PORT']}"
        site, ours = Site(directory, f"postgres://{place}/{at['NAME']}", url), before
    else:
        path = directory / "bibia.sqlite3"
        before.ensure_connection()
        target = sqlite3.connect(path)
        before.connection.backup(target)
        target.close()
        ours = before.copy()
        ours.settings_dict["NAME"] = str(path)
        site = Site(directory, f"sqlite:///{quote(str(path))}", url)
    connections["default"] = ours
    try:
        yield site
    finally:
        site.close()
        ours.close()
        connections["default"] = before
