"""Signing in by a code: bound to a browser, short-lived, and silent about who has an account."""

import re
import time
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from bibia.accounts.models import Account, Session
from bibia.compte.models import Code
from bibia.courrier.models import Message
from bibia.fiches.guard import trusted
from tests import factories

pytestmark = pytest.mark.django_db

LOGIN, CODE = "/espace/connexion/", "/espace/connexion/code/"
ADDRESS = "mairie@commune.example"


def ask(client: Client, address: str = ADDRESS, **others: str):
    return client.post(LOGIN, {"address": address, **others})


def last_code() -> str:
    with trusted():
        text = Message.objects.filter(kind="code").latest("pk").text
    return re.search(r"\b[B-Z2-9]{4}-[B-Z2-9]{4}\b", text)[0]


def give(client: Client, code: str):
    return client.post(CODE, {"code": code})


def in_session(client: Client, **changed: Any) -> dict[str, Any]:
    """What the browser's session remembers of the code it asked for."""
    with trusted():
        session = client.session
        session["connexion"] = {**session.get("connexion", {}), **changed}
        session.save()
        return session["connexion"]


def signed_in(client: Client) -> bool:
    answer = client.get("/espace/")
    return answer.status_code == 200


def test_a_new_person_signs_in_and_has_an_account():
    client = Client()
    assert ask(client).url == CODE
    with trusted():
        assert not Account.objects.filter(email=ADDRESS).exists()
    assert give(client, last_code()).url == "/espace/"
    assert signed_in(client)
    with trusted():
        assert Account.objects.get(email=ADDRESS).handle.startswith("compte-")


@pytest.mark.parametrize("typed", ["{}", "  {} ", "{lower}", "{spaced}", "{bare}"])
def test_a_code_is_pasted_in_any_manner(typed):
    client = Client()
    ask(client)
    code = last_code()
    bare = code.replace("-", "")
    spaced = " ".join(bare)
    assert give(client, typed.format(code, lower=code.lower(), spaced=spaced, bare=bare)).url == "/espace/"


def test_an_address_is_one_account_however_it_is_written():
    for written in (ADDRESS, " Mairie@Commune.Example "):
        client = Client()
        ask(client, written)
        give(client, last_code())
    with trusted():
        assert Account.objects.filter(email=ADDRESS).count() == 1


def test_another_browser_cannot_use_the_code():
    asker, thief = Client(), Client()
    ask(asker)
    code = last_code()
    assert give(thief, code).url == LOGIN
    ask(thief, "autre@commune.example")
    assert give(thief, code).status_code == 200 and not signed_in(thief)
    assert give(asker, code).url == "/espace/"


def test_a_code_serves_once():
    client = Client()
    ask(client)
    code = last_code()
    asked = in_session(client)
    give(client, code)
    client.post("/espace/deconnexion/")
    in_session(client, **asked)
    assert give(client, code).status_code == 200 and not signed_in(client)


def test_a_code_dies_after_ten_minutes():
    client = Client()
    ask(client)
    with trusted():
        left = Code.objects.get().expires_at - timezone.now()
        assert timedelta(minutes=9) < left <= timedelta(minutes=10)
        Code.objects.update(expires_at=timezone.now())
    answer = give(client, last_code())
    assert "ne peut plus servir" in answer.content.decode() and not signed_in(client)


def test_five_tries_then_even_the_right_code_is_refused():
    client = Client()
    ask(client)
    code = last_code()
    wrong = "BBBB-BBBB" if code != "BBBB-BBBB" else "CCCC-CCCC"
    for left in (4, 3, 2, 1):
        assert f"Il vous reste {left} essai" in give(client, wrong).content.decode()
    assert "ne peut plus servir" in give(client, wrong).content.decode()
    assert give(client, code).status_code == 200 and not signed_in(client)


def test_the_last_code_replaces_the_one_before():
    client = Client()
    ask(client)
    first = last_code()
    in_session(client, quand=time.time() - 60)
    assert client.post("/espace/connexion/renvoyer/").url == CODE
    second = last_code()
    assert first != second
    assert give(client, first).status_code == 200
    assert give(client, second).url == "/espace/"


def test_a_second_click_sends_no_second_code():
    client = Client()
    ask(client)
    assert ask(client).url == CODE
    with trusted():
        assert Message.objects.count() == 1


def test_the_session_changes_its_name_when_it_opens():
    client = Client()
    ask(client)
    before = client.cookies["espace"].value
    give(client, last_code())
    assert client.cookies["espace"].value != before
    with trusted():
        assert not Session.objects.filter(pk=before).exists()


@pytest.mark.parametrize(
    ("asked", "reached"),
    [
        ("/espace/compte/", "/espace/compte/"),
        ("/cas-usage/?q=eau", "/cas-usage/?q=eau"),
        ("https://ailleurs.test/", "/espace/"),
        ("//ailleurs.test/", "/espace/"),
        ("/\\ailleurs.test/", "/espace/"),
        ("/\t/ailleurs.test/", "/espace/"),
        ("\x01//ailleurs.test/", "/espace/"),
        ("/\\/ailleurs.test/", "/espace/"),
        ("///ailleurs.test/", "/espace/"),
        ("javascript:alert(1)", "/espace/"),
        ("http://testserver/espace/", "/espace/"),
        ("", "/espace/"),
    ],
)
def test_next_leads_only_inside_this_site(asked, reached):
    client = Client()
    ask(client, next=asked)
    assert give(client, last_code()).url == reached
    assert client.get(LOGIN, {"next": asked}).url == reached


def test_a_closed_account_does_not_open():
    account = factories.account("public", email=ADDRESS)
    client = Client()
    ask(client)
    code = last_code()
    open_session = factories.sign_in(Client(), account)
    assert signed_in(open_session)
    with trusted():
        Account.objects.filter(pk=account.pk).update(is_active=False)
    assert give(client, code).url == LOGIN and not signed_in(client)
    assert "Ce compte est fermé" in client.get(LOGIN).content.decode()
    assert not signed_in(open_session)


def test_leaving_is_a_post():
    client = factories.sign_in(Client(), factories.account("public", email=ADDRESS))
    assert client.get("/espace/deconnexion/").status_code == 405 and signed_in(client)
    assert client.post("/espace/deconnexion/").url == LOGIN and not signed_in(client)


def test_what_is_no_address_is_said_and_sends_nothing():
    for written in ("", "mairie", "mairie@", "a b@commune.example", "é@commune.example"):
        answer = ask(Client(), written)
        assert answer.status_code == 200 and 'role="alert"' in answer.content.decode(), written
    with trusted():
        assert not Message.objects.exists() and not Code.objects.exists()


def test_the_names_that_the_space_relies_on_exist():
    assert reverse("account_login") == LOGIN and reverse("espace") == "/espace/"


def test_a_code_that_was_asked_for_is_forgotten_after_an_hour():
    client = Client()
    ask(client)
    assert client.get(CODE).status_code == 200
    in_session(client, quand=time.time() - 3601)
    assert client.get(CODE).url == LOGIN and give(client, last_code()).url == LOGIN
