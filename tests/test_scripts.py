"""The temporary PostgreSQL of the tests really starts, and leaves nothing behind."""

from pathlib import Path
from urllib.parse import unquote, urlsplit

import dj_database_url
import psycopg
import pytest

from scripts import postgres
from scripts import test as steps

pytestmark = pytest.mark.skipif(not postgres.binaries(), reason="PostgreSQL absent")


def _home(url: str) -> Path:
    return Path(unquote(urlsplit(url).netloc.split("@")[1].split(":")[0]))


def test_a_server_answers_then_disappears():
    with postgres.temporary() as url:
        home, parsed = _home(url), dj_database_url.parse(url)
        with psycopg.connect(host=parsed["HOST"], user=parsed["USER"], dbname=parsed["NAME"]) as connection:
            assert connection.execute("select 1").fetchone() == (1,)
    assert not home.exists()


def test_a_failure_stops_the_server_too():
    with pytest.raises(ZeroDivisionError), postgres.temporary() as url:
        home = _home(url)
        raise ZeroDivisionError
    assert not home.exists()


def test_an_ordinary_user_is_told_what_to_install(monkeypatch):
    monkeypatch.setattr(steps, "missing", lambda: ["chromium", "postgresql"])
    monkeypatch.setattr(steps.os, "geteuid", lambda: 1000)
    with pytest.raises(SystemExit, match="sudo apt install chromium postgresql"):
        steps.install_system_packages()


def test_variables_of_the_person_do_not_reach_the_tests(monkeypatch):
    monkeypatch.setenv("DEBUG", "1")
    monkeypatch.setenv("DATABASE_URL", "sqlite:///ailleurs.sqlite3")
    monkeypatch.setenv("PYTHONDONTWRITEBYTECODE", "1")
    with steps.clean_environment() as environment:
        assert {"DEBUG", "DATABASE_URL", "PYTHONDONTWRITEBYTECODE"}.isdisjoint(environment)
        assert Path(environment["BIBIA_DATA"]).is_dir()
    assert not Path(environment["BIBIA_DATA"]).exists()
