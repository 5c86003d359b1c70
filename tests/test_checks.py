import sqlite3

import pytest
from django.db import connection

from bibia.checks import front_server_is_believed, sqlite_is_recent


def test_an_old_sqlite_is_named(monkeypatch):
    monkeypatch.setattr(connection, "vendor", "sqlite")
    monkeypatch.setattr(sqlite3, "sqlite_version_info", (3, 40, 1))
    (warning,) = sqlite_is_recent(None, databases=["default"])
    assert warning.id == "bibia.W001"
    assert "docs/exploitation.md" in warning.hint


def test_a_recent_sqlite_is_not(monkeypatch):
    monkeypatch.setattr(connection, "vendor", "sqlite")
    monkeypatch.setattr(sqlite3, "sqlite_version_info", (3, 51, 3))
    assert sqlite_is_recent(None, databases=["default"]) == []


def test_commands_that_touch_no_database_say_nothing(monkeypatch):
    monkeypatch.setattr(sqlite3, "sqlite_version_info", (3, 40, 1))
    assert sqlite_is_recent(None) == []


@pytest.mark.parametrize(
    ("address", "proxies", "said"),
    [("https://ia.exemple.fr", 0, 1), ("https://ia.exemple.fr", 1, 0), ("http://127.0.0.1:8000", 0, 0)],
)
def test_a_front_server_that_is_not_believed_is_named(settings, address, proxies, said):
    settings.BASE_URL, settings.PROXIES = address, proxies
    assert [one.id for one in front_server_is_believed(None, databases=["default"])] == ["bibia.W002"] * said
