"""Those who decide are told that something waits: at once or the next morning, never twice, never what it says."""

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.db import connection
from django.utils import timezone

from bibia.accounts.roles import Role
from bibia.contribution import actions as drafts
from bibia.contribution.models import Draft
from bibia.courrier.models import Message
from bibia.fiches.guard import trusted
from bibia.fiches.models import Proposal
from bibia.moderation import deciding, examined
from tests import factories
from tests.moderation.people import SIREN, SIRET, author

pytestmark = pytest.mark.django_db


@pytest.fixture
def writer():
    return author()


@pytest.fixture
def chief(writer):
    """Comes after: whoever joins last says how the organisation publishes."""
    return factories.account(Role.RESPONSABLE, siren=SIREN, self_publishing=True, email="cheffe@exemple.test")


@pytest.fixture
def animator():
    return factories.account(Role.ANIMATEUR, email="animatrice@exemple.test")


def told():
    with trusted():
        return [(one.to, one.text) for one in Message.objects.filter(kind="a-relire").order_by("pk")]


def digest():
    call_command("a_relire", verbosity=0)


def send(by, **given):
    with trusted():
        values = factories.values(coll_siret=SIRET, **given)
        draft = factories.draft(values=values, source="", by=by, siren=SIREN)
        return drafts.send(Draft.objects.get(pk=draft.pk), by=by)


def test_the_colleague_who_publishes_is_told_at_once_and_not_again_the_next_day(writer, chief):
    send(writer, nom_projet="Secret du projet", budget="plus-100k")
    ((to, text),) = told()
    assert to == chief.email and "Une proposition attend votre décision" in text
    assert "/espace/moderation/" in text and "Secret" not in text and "auteur@" not in text
    digest()
    assert len(told()) == 1


def test_nobody_is_told_of_what_they_proposed_nor_of_what_they_may_not_decide(writer, chief):
    send(chief)
    factories.account(
        Role.RESPONSABLE, siren=factories.siren(77), self_publishing=True, email="autre@exemple.test"
    )
    send(writer)
    assert [to for to, _text in told()] == [chief.email]


def test_an_organisation_that_does_not_publish_itself_is_not_told(writer):
    factories.account(Role.RESPONSABLE, siren=SIREN, email="cheffe@exemple.test")
    send(writer)
    digest()
    assert told() == []


def test_a_correction_that_its_author_takes_waits_again(writer, chief):
    proposal = send(writer)
    with trusted():
        by = proposal.proposed_by
        deciding.suggest(proposal, values={"resume": "Mieux."}, by=factories.system(), reason="Voyez.")
        deciding.take_correction(Proposal.objects.get(pk=proposal.pk), by=by)
    assert [to for to, _text in told()] == [chief.email] * 2


def test_the_digest_counts_and_dates_what_waits_and_says_nothing_else(animator, writer, chief, monkeypatch):
    digest()
    assert told() == []
    factories.proposal(by=writer, coll_siret=SIRET, nom_projet="Secret")
    factories.proposal(nom_projet="Secret encore")
    digest()
    digest()
    texts = dict(told())
    assert len(told()) == 2
    assert "2 propositions attendent" in texts[animator.email].replace("\u00a0", " ")
    assert "Une proposition attend" in texts[chief.email]
    assert "Secret" not in "".join(texts.values())
    moment = timezone.now() + timedelta(days=1)
    monkeypatch.setattr(timezone, "now", lambda: moment)
    digest()
    assert [to for to, _text in told()][2:] == [animator.email]


def test_many_that_wait_are_read_without_holding_anybody_up(
    animator, writer, chief, monkeypatch, django_assert_max_num_queries
):
    for number in range(40):
        factories.proposal(by=writer, coll_siret=SIRET, nom_projet=f"Projet {number}")
    every, before = examined.every, [*connection.savepoint_ids]

    def read(proposals):
        assert connection.savepoint_ids == before  # no transaction but the test's own
        return every(proposals)

    monkeypatch.setattr(examined, "every", read)
    with django_assert_max_num_queries(40):
        digest()
    assert {to for to, text in told() if "40 propositions" in text.replace("\u00a0", " ")} == {
        animator.email,
        chief.email,
    }


def test_no_animator_without_an_address_nor_inactive_is_written_to(animator):
    with trusted():
        factories.account(Role.ANIMATEUR)
        animator.is_active = False
        animator.save()
    factories.proposal()
    digest()
    assert told() == []
