"""What is given again without Django is what Django would answer."""

import io
import sqlite3
from typing import Any

import pytest
from django.core.handlers.wsgi import WSGIHandler
from django.db import OperationalError, connection, connections
from django.test import RequestFactory

from bibia.fiches.models import edition
from bibia.middleware import kept as module
from bibia.middleware.kept import Kept
from tests import factories

pytestmark = pytest.mark.django_db(transaction=True)
GZIP = {"HTTP_ACCEPT_ENCODING": "gzip"}


class Asked:
    """The site behind what it keeps; `django` counts the requests that reached it."""

    def __init__(self) -> None:
        self.django = 0
        self.handler = WSGIHandler()
        self.kept = Kept(self._reached)

    def _reached(self, environ, start):
        self.django += 1
        return self.handler(environ, start)

    def __call__(self, path: str, method: str = "GET", **environ: Any) -> tuple[str, dict[str, str], bytes]:
        asked = RequestFactory(SERVER_NAME="127.0.0.1").generic(method, path).environ
        told: list[Any] = []
        answer = self.kept(
            asked | {"wsgi.input": io.BytesIO()} | environ,
            lambda status, headers: told.extend((status, headers)),
        )
        body = b"".join(answer)
        if hasattr(answer, "close"):
            answer.close()
        return told[0], dict(told[1]), body


@pytest.fixture
def ask():
    factories.fiche(nom_projet="Fuites")
    return Asked()


@pytest.mark.parametrize(
    "path", ["/", "/cas-usage/?q=fuites", "/carte/", "/cas-usage/flux.atom", "/cas-usage/?q=%C3%A9t%C3%A9"]
)
@pytest.mark.parametrize("environ", [{}, GZIP])
def test_the_same_question_gets_the_same_answer(ask, path, environ):
    first, again = ask(path, **environ), ask(path, **environ)
    assert first == again and first[0] == "200 OK" and ask.django == 1
    status, headers, body = ask(path, **environ, HTTP_IF_NONE_MATCH=first[1]["ETag"])
    assert (status, body, ask.django) == ("304 Not Modified", b"", 1)
    assert headers.items() < first[1].items() and "Content-Security-Policy" in headers
    status, through, body = Asked()(path, **environ, HTTP_IF_NONE_MATCH=first[1]["ETag"])
    assert (status, body, through["ETag"]) == ("304 Not Modified", b"", headers["ETag"])


def test_a_publication_makes_every_page_anew(ask):
    before = ask("/cas-usage/")
    factories.fiche(nom_projet="Cantines")
    after = ask("/cas-usage/", HTTP_IF_NONE_MATCH=before[1]["ETag"])
    assert after[0] == "200 OK" and b"Cantines" in after[2] and ask.django == 2


def test_another_host_protocol_encoding_or_method_is_another_question(ask):
    ask("/cas-usage/")
    for environ in (GZIP, {"HTTP_X_FORWARDED_PROTO": "https"}, {"wsgi.url_scheme": "https"}):
        assert ask("/cas-usage/", **environ)[0] == "200 OK"
    assert ask("/cas-usage/", HTTP_HOST="ailleurs.test")[0] == "400 Bad Request"
    assert ask("/cas-usage/", "HEAD")[0] == ask("/cas-usage/", "HEAD")[0] == "200 OK"
    assert ask("/cas-usage/", "POST")[0] == "405 Method Not Allowed"
    assert ask.django == 8


def test_what_is_private_counted_or_not_found_always_reaches_django(ask):
    fiche = factories.fiche(nom_projet="Voirie")
    paths = ("/espace/connexion/", fiche.get_absolute_url(), "/rien-de-tel/")
    for path in paths * 2:
        ask(path)
    assert ask.django == len(paths) * 2


def test_without_the_database_django_answers(ask, monkeypatch):
    ask("/")

    def gone():
        raise OperationalError

    monkeypatch.setattr(module, "edition", gone)
    assert ask("/")[0] == "200 OK" and ask.django == 2


@pytest.mark.skipif("connection.vendor != 'sqlite'", reason="SQLite dit par un PRAGMA ce qui a changé")
def test_an_error_of_the_engine_itself_is_one_of_the_database(monkeypatch):
    class Broken:
        def execute(self, statement):
            raise sqlite3.OperationalError("database is locked")

    connection.ensure_connection()
    with monkeypatch.context() as broken, pytest.raises(OperationalError):
        broken.setattr(connections["default"], "connection", Broken())
        edition()


def test_an_address_without_end_and_a_page_being_worked_on_are_never_kept(ask, settings):
    ask("/cas-usage/?q=" + "a" * 2_000)
    ask("/cas-usage/?q=" + "a" * 2_000)
    settings.DEBUG = True
    ask("/carte/")
    ask("/carte/")
    assert ask.django == 4


def test_only_so_many_pages_are_kept(ask, monkeypatch):
    monkeypatch.setattr(module, "_KEPT", 2)
    for path in ("/", "/carte/", "/cas-usage/"):
        ask(path)
    ask("/carte/")
    assert ask.django == 3
    ask("/")
    assert ask.django == 4
