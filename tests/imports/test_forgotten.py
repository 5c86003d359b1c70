"""What is no more kept of an import: its file, its report, the values that it replaced."""

from datetime import timedelta

import pytest
from django.utils import timezone

from bibia.fiches.actions import Refusal
from bibia.fiches.models import Fiche
from bibia.imports import actions, files
from bibia.imports.models import Import

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("allowed", "elsewhere")]


def test_replaced_values_are_forgotten_with_the_file_and_the_import_is_no_more_undone(
    given,
    bring,
    table,
    system,
):
    bring(table({"resume": "Première."}))
    received = given({"resume": "Seconde."})
    actions.carry_out(received.pk, by=system)
    received.refresh_from_db()
    assert received.made[0]["before"] == {"resume": "Première."}
    files.forget_files(timezone.now() + timedelta(days=1))
    received.refresh_from_db()
    assert received.made[0]["before"] is None and "Première." not in str(received.made)
    with pytest.raises(Refusal, match="plus gardées"):
        actions.undo_import(received.pk, by=system)
    assert Fiche.objects.count() == 1 and Import.objects.get().state == "fait"
