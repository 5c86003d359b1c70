"""A big import beside other people: made ready without holding anybody up, written in a few queries."""

import pytest
from django.db import connection

from bibia.fiches import actions as fiches
from bibia.fiches.models import Journal, Proposal
from bibia.imports import actions, run
from tests.imports.conftest import ROW, codes, outcomes

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("allowed", "elsewhere")]


def test_what_is_written_while_an_import_prepares_itself_is_seen(given, system, monkeypatch):
    """Nothing is locked while the rows are made ready; what somebody writes then is not written over."""
    received = given({}, {"nom_projet": "Autre"})
    ready, written, before = run._drafts, [], [*connection.savepoint_ids]

    def meanwhile(report):
        if not written:
            assert connection.savepoint_ids == before  # no transaction but the test's own
            values = {name: ROW[name] for name in ("coll_nom", "nom_projet")} | {"theme": "mobilites"}
            written.append(fiches.propose(values=values, by=system))
        return ready(report)

    monkeypatch.setattr(run, "_drafts", meanwhile)
    outcome = actions.carry_out(received.pk, by=system)
    assert outcomes(outcome.report) == ["refused", "created"]
    assert codes(outcome.report, 2)[-1] == "change-depuis-essai"


def test_many_new_records_are_written_in_a_few_queries(given, system, django_assert_max_num_queries):
    received = given(*({"nom_projet": f"Projet {number}"} for number in range(60)), publish=False)
    with django_assert_max_num_queries(45):
        actions.carry_out(received.pk, by=system)
    assert Proposal.objects.count() == Journal.objects.filter(verb="propose").count() == 60
