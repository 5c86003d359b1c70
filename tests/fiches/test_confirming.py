"""The six-month question: asked of whom it should be, answered in one click, and nothing else changes."""

import datetime

import pytest
from django.utils import timezone

from bibia.fiches import actions, archiving
from bibia.fiches.confirming import FRESH, confirm_still_true, is_due, last_word, to_confirm
from bibia.fiches.guard import trusted
from bibia.fiches.models import Fiche, Journal, Reserved
from tests import factories

pytestmark = pytest.mark.django_db

TODAY = datetime.date(2026, 11, 23)
OLD = TODAY - FRESH - datetime.timedelta(days=1)


def asked():
    return {fiche.nom_projet for fiche in to_confirm(Fiche.objects.all(), today=TODAY)}


def test_it_is_asked_of_what_nobody_wrote_nor_confirmed_for_six_months():
    factories.fiche(nom_projet="Ancienne", date=OLD)
    factories.fiche(nom_projet="Confirmée", date=OLD, date_verification=TODAY - FRESH)
    factories.fiche(nom_projet="Récente", date=TODAY - FRESH, date_verification=OLD)
    factories.fiche(nom_projet="Vérifiée, ancienne", date_verification=OLD)
    undated = factories.fiche(nom_projet="Sans date, ancienne")
    factories.fiche(nom_projet="Sans date, récente")
    Fiche.objects.exclude(pk=undated.pk).update(
        updated_at=timezone.make_aware(datetime.datetime(2026, 11, 1))
    )
    Fiche.objects.filter(pk=undated.pk).update(updated_at=timezone.make_aware(datetime.datetime(2026, 2, 1)))
    assert asked() == {"Ancienne", "Sans date, ancienne", "Vérifiée, ancienne"}
    assert asked() == {one.nom_projet for one in Fiche.objects.all() if is_due(one, today=TODAY)}
    assert last_word(Fiche.objects.get(nom_projet="Confirmée")) == TODAY - FRESH
    assert last_word(Fiche.objects.get(pk=undated.pk)) == datetime.date(2026, 2, 1)


def test_what_is_archived_is_asked_about_no_more():
    fiche = factories.fiche(nom_projet="Archivée", date=OLD)
    archiving.archive(fiche.pk, by=factories.system(), reason="Fin du projet")
    assert asked() == set()
    with pytest.raises(actions.Refusal):
        confirm_still_true(fiche.pk, by=factories.system())


def test_one_click_dates_the_verification_and_nothing_else():
    fiche = factories.fiche(date=OLD, budget="plus-100k")
    waiting = factories.proposal(fiche_id=fiche.pk, resume="Une phrase.")
    for _twice in range(2):
        found = confirm_still_true(fiche.pk, by=factories.system())
    assert found.date_verification == timezone.localdate() and found.date == OLD and found.version == 2
    with trusted():
        assert Reserved.objects.get().budget == "plus-100k"
        assert [line.verb for line in Journal.objects.all()][-2:] == ["confirm_still_true"] * 2
    # What was being proposed still holds, and does not take the confirmation back.
    assert actions.accept(waiting, by=factories.system()).date_verification == timezone.localdate()
