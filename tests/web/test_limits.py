"""What is tried too often is refused for a while; nobody else is."""

import datetime

import pytest
from django.test import RequestFactory
from django.utils import timezone

from bibia.fiches.guard import trusted
from bibia.web import limits
from bibia.web.models import Attempts

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


def test_who_tries_is_not_kept():
    limits.allow("code", "agent@exemple.test", most=3, per=HOUR)
    with trusted():
        assert "agent" not in str(list(Attempts.objects.values()))


@pytest.mark.parametrize(
    ("headers", "said"),
    [
        ({}, "127.0.0.1"),
        ({"X-Forwarded-For": "192.0.2.7"}, "192.0.2.7"),
        # The last one is written by our own front server; the others, by anyone.
        ({"X-Forwarded-For": "198.51.100.1, 192.0.2.7"}, "192.0.2.7"),
        ({"X-Forwarded-For": "2001:db8:1:2:3:4:5:6"}, "2001:db8:1:2"),
    ],
)
def test_where_a_request_comes_from(headers, said):
    assert limits.origin(RequestFactory(headers=headers).get("/")) == said
