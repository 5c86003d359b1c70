"""Accounts that nobody opens any more go in time; the journal and the last administrator stay."""

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

from bibia.accounts.models import Account, Membership
from bibia.accounts.roles import Role
from bibia.compte import actions, idle
from bibia.fiches.guard import trusted
from bibia.fiches.models import Journal
from bibia.imports.grist.models import Run
from bibia.web.retention import purge
from tests import factories
from tests.compte.browsing import mails

pytestmark = pytest.mark.django_db
NOW, DAY = datetime(2030, 3, 5, 4, 0, tzinfo=UTC), timedelta(days=1)
ADDRESS = "agent@commune.example"


@pytest.fixture
def clock(monkeypatch):
    now = [NOW]
    monkeypatch.setattr(timezone, "now", lambda: now[0])

    def later(days: int) -> dict[str, int]:
        """Let time go by, and the operator's command run."""
        now[0] += days * DAY
        return purge(now=now[0])

    return later


def opened(account: Account, days: int) -> Account:
    with trusted():
        Account.objects.filter(pk=account.pk).update(last_login=timezone.now() - days * DAY)
    return account


def left(account: Account) -> str | None:
    """The address that is kept; None when even the account is gone."""
    with trusted():
        return Account.objects.filter(pk=account.pk).values_list("email", flat=True).first()


def test_accounts_that_never_served_are_forgotten_and_no_others(clock):
    unused = opened(factories.account(Role.PUBLIC, email="a@commune.example"), 400)
    member = opened(factories.account(Role.MEMBRE, siren=factories.siren(1), email="b@commune.example"), 400)
    author = factories.account(Role.ANIMATEUR, email="c@commune.example")
    recent = opened(factories.account(Role.PUBLIC, email="d@commune.example"), 300)
    with trusted():
        factories.proposal(by=author)
        Account.objects.filter(pk=author.pk).update(role="")
    opened(author, 400)
    assert clock(0)["comptes"] == 1
    assert left(unused) is None and all(left(one) for one in (member, author, recent))


def test_whoever_is_named_outside_the_journal_is_emptied_and_stops_no_other_rule(clock):
    """An animator of old who only ever had an exchange with Grist done, which changed nothing."""
    old = opened(factories.account(Role.PUBLIC, email="a@commune.example"), 400)
    other = opened(factories.account(Role.PUBLIC, email="b@commune.example"), 400)
    with trusted():
        moment = timezone.now()
        Run.objects.create(
            source="t", by=old, started_at=moment, ended_at=moment, outcome="fait", complete=True
        )
    counts = clock(0)
    assert counts["comptes"] == 2 and "tentatives" in counts
    assert left(old) == "" and left(other) is None


@pytest.mark.parametrize("end", ["waiting", "refused", "ended"])
def test_having_asked_in_vain_for_a_place_keeps_no_address(clock, end):
    account = factories.account(Role.PUBLIC, email=ADDRESS)
    with trusted():
        asked = actions.ask_membership(by=account, siren=factories.siren(1), nom="Ici", role=Role.MEMBRE)
        Membership.objects.filter(pk=asked.pk).update(state=end)
    opened(account, 364)
    assert clock(0)["comptes"] == 0 and left(account) == ADDRESS
    assert clock(2)["comptes"] == 1 and left(account) == ""
    with trusted():
        assert not Membership.objects.exists()
        assert [line.verb for line in Journal.objects.filter(by=account)] == [
            "ask_membership",
            "close_account",
        ]
    assert clock(1)["comptes"] == 0


def test_who_does_not_come_any_more_is_warned_then_forgotten(clock):
    agent = factories.account(Role.CONTRIBUTEUR, siren=factories.siren(1), email=ADDRESS)
    opened(agent, idle.LIFE.days - 31)
    clock(0)
    assert not mails(ADDRESS)
    clock(2)
    clock(1)
    (warning,) = mails(ADDRESS)
    assert "6 avril 2030" in warning.text.replace("\xa0", " ")
    assert clock(28)["comptes-inactifs"] == 0 and left(agent) == ADDRESS
    assert clock(1)["comptes-inactifs"] == 1 and left(agent) == ""
    assert "vous en étiez prévenu" in mails(ADDRESS)[-1].text


def test_a_command_that_did_not_run_for_years_warns_first(clock):
    agent = opened(factories.account(Role.CONTRIBUTEUR, siren=factories.siren(1), email=ADDRESS), 5000)
    assert clock(0)["comptes-inactifs"] == 0 and len(mails(ADDRESS)) == 1
    assert clock(29)["comptes-inactifs"] == 0
    assert clock(1)["comptes-inactifs"] == 1 and left(agent) == ""


def test_coming_once_is_enough_to_stay(clock):
    agent = opened(factories.account(Role.CONTRIBUTEUR, siren=factories.siren(1), email=ADDRESS), 1090)
    clock(0)
    opened(agent, 0)
    assert clock(60)["comptes-inactifs"] == 0 and left(agent) == ADDRESS
    # And three years later they are warned anew.
    clock(1040)
    assert len(mails(ADDRESS)) == 2


def test_somebody_named_who_never_came_is_no_exception(clock):
    animator = factories.account(Role.ANIMATEUR, email=ADDRESS)
    with trusted():
        Account.objects.filter(pk=animator.pk).update(made_at=NOW - 5000 * DAY)
    clock(0)
    assert clock(31)["comptes-inactifs"] == 1 and left(animator) == ""


def test_the_last_administrator_is_neither_warned_nor_closed(clock):
    first, second = (
        opened(factories.account(Role.ADMINISTRATEUR, email=f"admin{rank}@asso.example"), 5000)
        for rank in range(2)
    )
    clock(0)
    assert clock(31)["comptes-inactifs"] == 1 and left(first) == "" and left(second)
    assert clock(1000)["comptes-inactifs"] == 0
    assert len(mails("admin1@asso.example")) == 1
