"""What a person decides: a conflict kept until then, by those who may, once."""

import pytest

from bibia.accounts.roles import Role
from bibia.fiches.models import Journal
from bibia.fiches.verbs import NotAllowed, NotPublishable, Refusal
from bibia.imports.grist import alarms, queries
from bibia.imports.grist.actions import confirm_deletion, keep_record, resolve_conflict
from bibia.imports.grist.models import Conflict
from tests import factories
from tests.imports.grist.conftest import pending, reserved, state

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("allowed")]


@pytest.fixture(autouse=True)
def configured(settings, grist):
    from tests.imports.grist.fake import DOC, KEY, TABLE

    settings.GRIST = {
        "url": grist.url,
        "key": KEY,
        "doc": DOC,
        "table": TABLE,
        "sens": "deux-sens",
        "private": "",
    }


@pytest.fixture
def record():
    return factories.fiche(resume="Au départ.", theme="ecologie")


@pytest.fixture
def conflict(grist, exchange, record) -> Conflict:
    exchange()
    factories.update(record, resume="Changé ici.")
    grist.edit(1, resume="Changé là-bas.")
    exchange()
    return queries.open_conflicts().get()


def test_a_conflict_keeps_both_values_and_touches_neither_side(grist, exchange, record, conflict):
    assert (conflict.base, conflict.here, conflict.there) == ("Au départ.", "Changé ici.", "Changé là-bas.")
    before = state(grist)
    exchange()
    assert state(grist) == before and queries.open_conflicts().get() == conflict
    assert grist.rows[1]["resume"] == "Changé là-bas." and reserved(record.pk).resume == "Changé ici."
    assert "un animateur choisira" in grist.rows[1]["Controle"] and pending() == []


def test_keeping_the_value_of_the_library_writes_it_in_grist(grist, exchange, record, conflict):
    animator = factories.account(Role.ANIMATEUR)
    closed = resolve_conflict(conflict, keep="ici", by=animator)
    assert (closed.state, closed.closed_by) == ("ici", animator)
    assert Journal.objects.filter(verb="resolve_grist", by=animator, fiche_id=record.pk).count() == 1
    exchange(complete=False)
    assert grist.rows[1]["resume"] == reserved(record.pk).resume == "Changé ici."
    assert grist.rows[1]["Controle"] == "" and pending() == []


def test_keeping_the_value_of_grist_publishes_it(grist, exchange, record, conflict):
    resolve_conflict(conflict, keep="grist", by=factories.account(Role.ANIMATEUR))
    assert reserved(record.pk).resume == "Changé là-bas."
    exchange()
    assert grist.rows[1]["resume"] == "Changé là-bas." and pending() == []
    assert not queries.open_conflicts().exists()


def test_a_value_changed_again_after_the_choice_is_looked_at_again(grist, exchange, record, conflict):
    resolve_conflict(conflict, keep="ici", by=factories.system())
    grist.edit(1, resume="Encore changé.")
    exchange()
    again = queries.open_conflicts().get()
    assert again != conflict and again.there == "Encore changé."


def test_a_conflict_follows_what_both_sides_say_and_ends_by_itself(grist, exchange, record, conflict):
    grist.edit(1, resume="Changé là-bas, encore.")
    exchange()
    assert queries.open_conflicts().get().there == "Changé là-bas, encore."
    grist.edit(1, resume="Changé ici.")
    exchange()
    conflict.refresh_from_db()
    assert conflict.state == Conflict.State.GONE and conflict.closed_by is None


def test_a_conflict_is_settled_once_by_those_who_may_and_with_a_known_answer(conflict):
    member = factories.account(Role.MEMBRE)
    with pytest.raises(NotAllowed):
        resolve_conflict(conflict, keep="grist", by=member)
    with pytest.raises(Refusal, match="« ici » ou « grist »"):
        resolve_conflict(conflict, keep="les deux", by=factories.system())
    resolve_conflict(conflict, keep="ici", by=factories.system())
    with pytest.raises(Refusal, match="déjà réglé"):
        resolve_conflict(conflict, keep="grist", by=factories.system())


def test_a_value_that_cannot_be_published_leaves_the_conflict_open(grist, exchange, conflict, settings):
    settings.GRIST |= {"private": "1"}
    Conflict.objects.filter(pk=conflict.pk).update(field="ria_classe", there=["interdit"])
    with pytest.raises(NotPublishable):
        resolve_conflict(conflict, keep="grist", by=factories.system())
    assert queries.open_conflicts().count() == 1 and pending() == []


def test_a_field_shown_in_part_is_not_taken_from_a_public_document(conflict):
    Conflict.objects.filter(pk=conflict.pk).update(field="aipd")
    with pytest.raises(Refusal, match="n’est pas lu"):
        resolve_conflict(conflict, keep="grist", by=factories.system())


def test_a_field_in_conflict_does_not_stop_the_others(grist, exchange, record, conflict):
    factories.update(record, probleme="Écrit ici.")
    grist.edit(1, vigilance="Écrit là-bas.")
    exchange()
    assert grist.rows[1]["probleme"] == "Écrit ici."
    assert [one.values for one in pending()] == [{"vigilance": "Écrit là-bas."}]
    assert queries.open_conflicts().count() == 1


def test_only_those_who_may_decide_of_a_row_that_is_gone(grist, exchange):
    for rank in range(6):
        factories.fiche(resume=f"Fiche {rank}")
    exchange()
    del grist.rows[1]
    exchange()
    link, member = queries.pending_deletions().get(), factories.account(Role.MEMBRE)
    with pytest.raises(NotAllowed):
        confirm_deletion(link, by=member, reason="Sans droit")
    with pytest.raises(NotAllowed):
        keep_record(link, by=member)
    with pytest.raises(Refusal):
        confirm_deletion(link, by=factories.system(), reason="")
    keep_record(link, by=factories.system())
    with pytest.raises(Refusal, match="n’attend pas"):
        confirm_deletion(link, by=factories.system(), reason="Trop tard")


def test_a_loss_is_confirmed_by_those_who_may_withdraw(grist, exchange):
    for rank in range(6):
        factories.fiche(resume=f"Fiche {rank}")
    exchange()
    grist.rows.clear()
    exchange()
    alarm = queries.open_alarms().get()
    with pytest.raises(NotAllowed):
        alarms.confirm_loss(alarm, by=factories.account(Role.MEMBRE))
    alarms.confirm_loss(alarm, by=factories.system())
    exchange()
    with pytest.raises(Refusal):
        alarms.confirm_loss(alarm, by=factories.system())
