"""Archiving: read still, said to everybody, undone."""

import pytest
from django.test import Client

from bibia.accounts.roles import Role
from bibia.fiches import actions
from bibia.fiches.archiving import archive, unarchive
from bibia.fiches.guard import trusted
from bibia.fiches.models import Change, Fiche, Journal
from tests import factories

pytestmark = pytest.mark.django_db


def test_an_archived_record_stays_readable_and_says_why():
    fiche = factories.fiche()
    before = Change.objects.count()
    archive(fiche.pk, by=factories.system(), reason=" Projet  terminé en 2026. ")
    fiche.refresh_from_db()
    assert fiche.archived_at and fiche.archived_reason == "Projet terminé en 2026."
    assert fiche.version == 2 and Change.objects.count() == before + 1
    page = Client().get(fiche.get_absolute_url()).content.decode()
    assert "Fiche archivée le" in page and "Projet terminé en 2026." in page
    assert "Archivage" in Client().get(f"{fiche.get_absolute_url()}historique/").content.decode()
    assert "Fiche archivée" in Client().get("/cas-usage/").content.decode()
    assert (
        Client().get(f"/cas-usage/{fiche.pk}.json").json()["archivage"]["motif"] == "Projet terminé en 2026."
    )


def test_it_comes_back():
    fiche = factories.fiche()
    archive(fiche.pk, by=factories.system(), reason="Projet terminé.")
    unarchive(fiche.pk, by=factories.system())
    fiche.refresh_from_db()
    assert (fiche.archived_at, fiche.archived_reason, fiche.version) == (None, "", 3)
    assert "Fiche archivée" not in Client().get(fiche.get_absolute_url()).content.decode()
    assert Client().get(f"/cas-usage/{fiche.pk}.json").json()["archivage"] is None
    with trusted():
        verbs = list(Journal.objects.filter(fiche_id=fiche.pk).values_list("verb", flat=True))
    assert verbs == ["propose", "accept", "archive", "unarchive"]


def test_nothing_is_archived_twice_nor_without_a_reason():
    fiche = factories.fiche()
    with pytest.raises(actions.Refusal):
        unarchive(fiche.pk, by=factories.system())
    for reason in ("", "  ", "x" * 501):
        with pytest.raises(actions.Refusal):
            archive(fiche.pk, by=factories.system(), reason=reason)
    archive(fiche.pk, by=factories.system(), reason="Projet terminé.")
    with pytest.raises(actions.Refusal):
        archive(fiche.pk, by=factories.system(), reason="Encore.")
    assert Fiche.objects.get().version == 2


def test_an_update_leaves_it_archived_and_the_database_asks_for_a_reason():
    from django.db import IntegrityError, transaction
    from django.utils import timezone

    fiche = factories.fiche()
    archive(fiche.pk, by=factories.system(), reason="Projet terminé.")
    updated = factories.update(fiche, resume="Une phrase de plus.")
    assert updated.archived_reason == "Projet terminé."
    with pytest.raises(IntegrityError), transaction.atomic():
        Fiche.objects.filter(pk=fiche.pk).update(archived_reason="")
    Fiche.objects.filter(pk=fiche.pk).update(archived_at=timezone.now())


def test_an_organisation_that_publishes_itself_archives_its_own():
    siren = factories.siren(1)
    own, other = (
        factories.fiche(coll_siret=factories.siret(1)),
        factories.fiche(coll_siret=factories.siret(2)),
    )
    for self_publishing in (False, True):
        person = factories.account(Role.RESPONSABLE, siren=siren, self_publishing=self_publishing)
        with pytest.raises(actions.NotAllowed):
            archive(other.pk, by=person, reason="Fin.")
        if self_publishing:
            archive(own.pk, by=person, reason="Fin.")
        else:
            with pytest.raises(actions.NotAllowed):
                archive(own.pk, by=person, reason="Fin.")
