"""Who asks for codes without end, from one place or from twenty, keeps nobody else from signing in."""

from datetime import UTC, datetime, timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import Client, RequestFactory
from django.utils import timezone

from bibia.accounts.roles import Role
from bibia.compte import entry
from bibia.courrier.models import Message
from bibia.fiches.guard import trusted
from bibia.web import limits
from tests import factories
from tests.compte.browsing import ask, fresh, give, is_signed_in, last_code, mails

pytestmark = pytest.mark.django_db
VICTIM, HOME = "victime@commune.example", "198.51.100.1"
QUARTER = timedelta(minutes=15)


@pytest.fixture
def clock(monkeypatch):
    """Midnight, and a way to let time go by."""
    now = [datetime(2026, 3, 5, 0, 1, tzinfo=UTC)]
    monkeypatch.setattr(timezone, "now", lambda: now[0])

    def wait(length: timedelta) -> None:
        now[0] += length

    return wait


def attack(places: int, addresses: list[str]) -> list[bool]:
    """Each place asks for a code for each address."""
    answers = []
    for place in range(places):
        request = RequestFactory(REMOTE_ADDR=f"203.0.113.{place}").post("/espace/connexion/")
        request.user = AnonymousUser()
        for address in addresses:
            answers.append(entry.may_ask(request, address))
    return answers


def signs_in(client: Client, address: str) -> bool:
    ask(client, address)
    give(client, last_code())
    return is_signed_in(client)


@pytest.mark.parametrize("places", [1, 20])
@pytest.mark.parametrize("known", [True, False])
def test_the_owner_of_an_address_signs_in_all_the_same(clock, places, known):
    """A newcomer and somebody who has an account are treated alike, from a browser that we never saw."""
    if known:
        factories.account(Role.MEMBRE, siren=factories.siren(1), email=VICTIM)
    answers = []
    for _ in range(3):
        answers += attack(places, [VICTIM] * 6)
        clock(QUARTER)
    assert not answers[-1]
    # Nor is their mailbox buried: twenty for all, then three for each place.
    assert sum(answers) <= 20 + 3 * places
    assert signs_in(Client(REMOTE_ADDR=HOME), VICTIM)


@pytest.mark.parametrize("places", [1, 20])
def test_the_others_sign_in_while_the_site_is_attacked(clock, places):
    answers = attack(places, [f"inconnu{rank}@commune.example" for rank in range(31)])
    assert sum(answers) == 30 * places
    assert signs_in(Client(REMOTE_ADDR=HOME), VICTIM)


def test_the_association_is_told_once_an_hour_and_nobody_is_refused(clock, monkeypatch):
    animator = factories.account(Role.ANIMATEUR, email="anim@asso.example")
    factories.account(Role.MEMBRE, siren=factories.siren(1), email=VICTIM)
    watched = limits.watched
    few = {"usual": 3, "most": 6}
    monkeypatch.setattr(
        "bibia.compte.entry.watched", lambda what, label, **limit: watched(what, label, **limit | few)
    )
    answers = [
        ask(Client(REMOTE_ADDR=f"203.0.113.{rank}"), f"a{rank}@commune.example").status_code
        for rank in range(7)
    ]
    assert answers == [302] * 6 + [429]
    (alarm,) = mails(animator.email)
    assert "Plus de 3 codes de connexion demandés" in alarm.text.replace("\xa0", " ")
    assert "commune.example" not in alarm.text and not mails(VICTIM)
    clock(timedelta(hours=1))
    for rank in range(5):
        ask(Client(REMOTE_ADDR=f"203.0.113.{rank}"), f"b{rank}@commune.example")
    assert len(mails(animator.email)) == 2


def test_who_is_signed_in_proves_again_who_they_are_whatever_strangers_do(clock):
    """ProConnect, or a cookie that was cleared: the browser is not one that we know."""
    account = factories.account(Role.MEMBRE, siren=factories.siren(1), email=VICTIM)
    client = fresh(account)
    client.post("/espace/confirmer/", REMOTE_ADDR="203.0.113.1")
    attack(1, [VICTIM] * 6)
    for _ in range(3):
        client.post("/espace/confirmer/", REMOTE_ADDR="203.0.113.0")
    with trusted():
        assert Message.objects.filter(kind="code", to=VICTIM, subject__contains="confirmation").count() == 4


def test_one_place_uses_up_its_own_share_for_one_address_only(clock):
    assert attack(1, [VICTIM] * 6 + ["autre@commune.example"]) == [True] * 5 + [False, True]
