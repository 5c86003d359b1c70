import sqlite3

from django.db import connection

from bibia.checks import sqlite_is_recent


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
