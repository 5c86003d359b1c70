"""Asking for a code says nothing of who has an account, and strangers cannot lock anybody out."""

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from bibia.accounts.browsers import COOKIE
from bibia.accounts.models import Account
from bibia.courrier.models import Message
from bibia.fiches.guard import trusted
from tests import factories
from tests.compte.browsing import CODE, LOGIN, ask, give, is_signed_in, last_code

pytestmark = pytest.mark.django_db

KNOWN, UNKNOWN = "connue@commune.example", "ignore@commune.example"


@pytest.fixture
def account():
    return factories.account("responsable", siren=factories.siren(1), email=KNOWN)


def asked_by_a_stranger(address: str) -> tuple[list[object], list[str]]:
    """All that a browser sees, from the question to the page of the code; and the statements that it took."""
    client = Client()
    with CaptureQueriesContext(
        connection,
    ) as queries:
        answer = ask(client, address)
    page = client.get(CODE)
    seen = [
        *(answer.status_code, sorted(answer.headers.items()), answer.content),
        *(page.status_code, sorted(page.headers.items())),
        re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", page.content.decode()).replace(address, "@"),
        [(name, len(morsel.value)) for name, morsel in sorted(client.cookies.items())],
    ]
    return seen, [re.sub(r"'[^']*'|\d+", "?", query["sql"]) for query in queries]


def test_a_known_address_and_an_unknown_one_are_answered_alike(account):
    seen, work = zip(*(asked_by_a_stranger(address) for address in (KNOWN, UNKNOWN)), strict=True)
    assert seen[0] == seen[1]
    # Statement for statement: the accounts are not even read.
    assert work[0] == work[1]
    assert not any("trv_account" in statement for statement in work[0])


def test_the_mail_says_nothing_either(account):
    texts = []
    for address in (KNOWN, UNKNOWN):
        ask(Client(), address)
        with trusted():
            mail = Message.objects.latest("pk")
        texts.append((mail.subject, mail.text.replace(last_code(), "")))
    assert texts[0] == texts[1]


def test_an_address_is_not_flooded():
    answers = [ask(Client(), UNKNOWN).status_code for _ in range(7)]
    assert answers == [302] * 5 + [429] * 2
    with trusted():
        assert Message.objects.filter(to=UNKNOWN).count() == 5


def test_one_origin_does_not_ask_for_everybody():
    answers = [ask(Client(), f"agent{rank}@commune.example").status_code for rank in range(32)]
    assert answers == [302] * 30 + [429] * 2
    assert ask(Client(REMOTE_ADDR="10.0.0.9"), UNKNOWN).status_code == 302


def test_the_refusal_says_what_to_do_and_nothing_of_the_account(account):
    pages = []
    for address in (KNOWN, UNKNOWN):
        for _ in range(6):
            answer = ask(Client(), address)
        pages.append(answer.content.decode().replace(address, "@"))
        assert answer.status_code == 429 and "attendez un quart d’heure" in pages[-1]
    strip = [re.sub(r'value="[\w-]{20,}"', "", page) for page in pages]
    assert strip[0] == strip[1]


def test_strangers_do_not_lock_out_a_browser_that_already_signed_in(account):
    victim = Client()
    ask(victim, KNOWN)
    give(victim, last_code())
    victim.post("/espace/deconnexion/")
    for _ in range(6):
        ask(Client(), KNOWN)
    assert ask(Client(), KNOWN).status_code == 429
    # Even from the same place as they.
    assert ask(victim, KNOWN).status_code == 302
    give(victim, last_code())
    assert is_signed_in(victim)
    # For another address it is a stranger's.
    with trusted():
        Account.objects.create(handle="autre", email="autre@commune.example")
    for _ in range(6):
        ask(Client(), "autre@commune.example")
    victim.post("/espace/deconnexion/")
    assert ask(victim, "autre@commune.example").status_code == 429


def test_the_mark_of_a_known_browser_is_not_forged(account):
    forger = Client()
    forger.cookies[COOKIE] = "W10:abc:def"
    for _ in range(5):
        ask(Client(), KNOWN)
    assert ask(forger, KNOWN).status_code == 429
    assert forger.get(LOGIN).status_code == 200


def test_the_mark_goes_to_the_private_space_only(account):
    client = Client()
    ask(client, KNOWN)
    give(client, last_code())
    for name in ("espace", COOKIE):
        cookie = client.cookies[name]
        assert cookie["path"] == "/espace/" and cookie["httponly"] and cookie["samesite"] == "Lax", name
    assert KNOWN not in client.cookies[COOKIE].value
