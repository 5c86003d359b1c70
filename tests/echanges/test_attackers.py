"""Who writes without end, from one place or from twenty, keeps nobody else from writing."""

from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import Client, RequestFactory
from django.utils import timezone

from bibia.accounts import browsers
from bibia.accounts.roles import Role
from bibia.echanges.restraint import admits, admits_alert
from tests import factories

pytestmark = pytest.mark.django_db
VICTIM, HOME = "victime@commune.example", "198.51.100.1"
FICHE = "7k2m9x4p"


@pytest.fixture
def clock(monkeypatch):
    """Midnight, and a way to let time go by."""
    now = [datetime(2026, 3, 5, 0, 1, tzinfo=UTC)]
    monkeypatch.setattr(timezone, "now", lambda: now[0])

    def wait(length: timedelta) -> None:
        now[0] += length

    return wait


def coming(place: str, *, user=None, browser: str = ""):
    """A request from a place: of a passer-by, of an account, or of a browser where somebody signed in before."""
    request = RequestFactory(REMOTE_ADDR=place).post("/espace/")
    request.user = user or AnonymousUser()
    request.COOKIES = {browsers.COOKIE: browser} if browser else {}
    return request


def remembered(address: str) -> str:
    kept = SimpleNamespace(cookie="")
    response = SimpleNamespace(set_cookie=lambda name, value, **_options: setattr(kept, "cookie", value))
    browsers.remember(coming(HOME), response, address)
    return kept.cookie


def victims():
    account = factories.account(Role.MEMBRE, siren=factories.siren(1), email=VICTIM)
    return {
        "passer-by": coming(HOME),
        "signed in": coming(HOME, user=account),
        "known browser": coming(HOME, browser=remembered(VICTIM)),
    }


def of_strangers(place: int) -> list:
    return [coming(f"203.0.113.{place}")]


def of_accounts(place: int) -> list:
    """Anyone who reads a mailbox makes one."""
    accounts = [factories.account(Role.PUBLIC, email=f"a{place}-{rank}@spam.example") for rank in range(2)]
    return [coming(f"203.0.113.{place}", user=account) for account in accounts]


@pytest.mark.parametrize("attackers", [of_strangers, of_accounts])
@pytest.mark.parametrize("places", [1, 20])
def test_the_others_write_about_the_same_record_and_with_their_own_address(clock, places, attackers):
    requests = [one for place in range(places) for one in attackers(place)]
    for hour in range(8 if places == 1 else 2):
        for request in requests:
            for address in (VICTIM, VICTIM, *(f"{hour}-{rank}@spam.example" for rank in range(6))):
                admits(request, fiche_id=FICHE, address=address)
        clock(timedelta(hours=1))
    assert not any(admits(one, fiche_id=FICHE, address="z@spam.example") for one in requests)
    for who, request in victims().items():
        assert admits(request, fiche_id=FICHE, address=VICTIM), who


@pytest.mark.parametrize("places", [1, 20])
def test_the_others_ask_for_alerts(clock, places):
    for place in range(places):
        for address in [VICTIM] * 8 + [f"{rank}@spam.example" for rank in range(20)]:
            admits_alert(coming(f"203.0.113.{place}"), address=address)
    for who, request in victims().items():
        assert admits_alert(request, address=VICTIM), who


def test_many_readers_subscribe_on_the_same_day(mails):
    answers = [
        Client(REMOTE_ADDR=f"192.0.2.{rank}").post("/espace/alertes/", {"address": f"p{rank}@exemple.test"})
        for rank in range(45)
    ]
    assert {answer.status_code for answer in answers} == {302} and len(mails(kind="confirmer-alerte")) == 45
