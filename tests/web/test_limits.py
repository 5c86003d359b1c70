"""What is tried too often is refused for a while; nobody else is."""

import datetime

import pytest
from django.test import RequestFactory
from django.utils import timezone

from bibia.accounts.roles import Role
from bibia.courrier.models import Message
from bibia.fiches.guard import trusted
from bibia.web import alarm, limits
from bibia.web.models import Attempts
from tests import factories

pytestmark = pytest.mark.django_db
HOUR = datetime.timedelta(hours=1)
NOON = datetime.datetime(2026, 3, 5, 12, 10, tzinfo=datetime.UTC)


@pytest.fixture(autouse=True)
def at_noon(monkeypatch):
    monkeypatch.setattr(timezone, "now", lambda: NOON)


def test_only_so_many_times_in_a_period():
    assert [limits.allow("code", "a", most=3, per=HOUR) for _ in range(5)] == [True] * 3 + [False] * 2


def test_each_person_and_each_thing_is_counted_apart():
    for _ in range(4):
        limits.allow("code", "a", most=3, per=HOUR)
    assert limits.allow("code", "b", most=3, per=HOUR) and limits.allow("autre", "a", most=3, per=HOUR)


def test_the_next_period_begins_again(monkeypatch):
    for _ in range(4):
        limits.allow("code", "a", most=3, per=HOUR)
    monkeypatch.setattr(timezone, "now", lambda: NOON + HOUR)
    assert limits.allow("code", "a", most=3, per=HOUR)


def test_what_serves_once_serves_once_whenever_it_is_tried(monkeypatch):
    """A code of an application lives across the end of a period, where counts begin again."""
    five = datetime.timedelta(minutes=5)
    monkeypatch.setattr(timezone, "now", lambda: NOON + five - datetime.timedelta(seconds=1))
    assert limits.first("code", "1 123456", within=five)
    monkeypatch.setattr(timezone, "now", lambda: NOON + five + datetime.timedelta(seconds=1))
    assert not limits.first("code", "1 123456", within=five) and limits.first("code", "2 123456", within=five)
    monkeypatch.setattr(timezone, "now", lambda: NOON + 2 * five)
    assert limits.first("code", "1 123456", within=five)


def test_who_tries_is_not_kept():
    limits.allow("code", "agent@exemple.test", most=3, per=HOUR)
    with trusted():
        assert "agent" not in str(list(Attempts.objects.values()))


@pytest.mark.parametrize(
    ("proxies", "forwarded", "said"),
    [
        (0, "", "127.0.0.1"),
        # Nobody in front of us: whoever writes the header would choose their own limits.
        (0, "192.0.2.7", "127.0.0.1"),
        (1, "", "127.0.0.1"),
        (1, "192.0.2.7", "192.0.2.7"),
        # The last one is written by our own front server; the others, by anyone.
        (1, "198.51.100.1, 192.0.2.7", "192.0.2.7"),
        (2, "203.0.113.9, 192.0.2.7,198.51.100.1", "192.0.2.7"),
        (2, "192.0.2.7", "192.0.2.7"),
        (1, "192.0.2.7, inconnu", "127.0.0.1"),
        (1, "2001:db8:1:2:3:4:5:6", "2001:db8:1:2::"),
        # One network, however its addresses are written.
        (1, "2001:db8::1", "2001:db8::"),
        (1, "2001:0db8:0:0:9::2", "2001:db8::"),
        (1, "::ffff:192.0.2.7", "192.0.2.7"),
    ],
)
def test_where_a_request_comes_from(settings, proxies, forwarded, said):
    settings.PROXIES = proxies
    headers = {"X-Forwarded-For": forwarded} if forwarded else {}
    assert limits.origin(RequestFactory(headers=headers).get("/")) == said


def test_a_front_server_that_says_nothing_is_named_once_in_the_log(settings, caplog):
    settings.PROXIES = 1
    limits._say_what_is_missing.cache_clear()
    for _ in range(3):
        limits.origin(RequestFactory().get("/"))
    assert caplog.text.count("X-Forwarded-For") == 1


def test_the_alarm_says_its_figures_as_french_prints_them():
    factories.account(Role.ANIMATEUR, email="animatrice@exemple.test")
    with trusted():
        alarm.tell("alertes demandées", usual=1000, most=10_000, per=datetime.timedelta(days=1))
        text = Message.objects.get().text
    assert "Plus de 1\u202f000 alertes demandées aujourd’hui" in text and "de 10\u202f000." in text
