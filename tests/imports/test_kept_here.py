"""A table that comes back does not undo what people changed here in the meantime."""

import pytest

from bibia.fiches import actions
from bibia.fiches.models import Fiche
from tests.imports.test_run import codes, outcomes

pytestmark = pytest.mark.django_db


@pytest.fixture
def edited(bring, table, system):
    bring(table({}))
    fiche_id = Fiche.objects.get().pk
    values = {"usage_description": "Une description corrigée par l’équipe d’animation."}
    actions.accept(actions.propose(values=values, by=system, fiche_id=fiche_id), by=system)
    return values["usage_description"]


def test_the_same_table_again_changes_nothing_and_says_so(bring, table, edited):
    report = bring(table({}))
    assert outcomes(report) == ["unchanged"] and codes(report) == ["modifie-ici"]
    assert Fiche.objects.get().usage_description == edited


def test_a_cell_that_changed_in_the_table_is_still_brought_in(bring, table, edited):
    report = bring(table({"theme": "Environnement"}))
    assert outcomes(report) == ["updated"]
    fiche = Fiche.objects.get()
    assert (fiche.theme, fiche.usage_description) == ("ecologie", edited)
