"""The page of the exchange, for animators: what went wrong, what waits, and each decision by its button."""

import pytest
from django.test import Client
from django.urls import reverse

from bibia.courrier.models import Message
from bibia.fiches.guard import trusted
from bibia.fiches.models import Fiche
from bibia.imports.grist import alarms, background, queries
from bibia.imports.grist.models import Run
from tests import factories
from tests.imports.grist.test_decisions import configured, conflict, record  # noqa: F401

pytestmark = pytest.mark.django_db
HERE = "/espace/importer/grist/"


@pytest.fixture
def animator():
    return factories.account("animateur", email="animation@exemple.test")


@pytest.fixture
def web(animator):
    return factories.sign_in(Client(), animator)


def said(client: Client, **given: str) -> str:
    answer = client.post(HERE, given, follow=True)
    return answer.content.decode()


def test_it_says_when_nothing_is_configured(web, settings):
    settings.GRIST = settings.GRIST | {"url": ""}
    text = web.get(HERE).content.decode()
    assert "Aucune table Grist" in text and "Rien n’attend" in text and "Échanger maintenant" not in text


def test_it_exists_for_animators_alone():
    member = factories.sign_in(Client(), factories.account("responsable", siren=factories.siren(1)))
    assert member.get(HERE).status_code == 404 and member.post(HERE, {"echanger": "1"}).status_code == 404


def test_an_exchange_on_demand(web, animator, grist, no_pause, monkeypatch):
    asked = []
    monkeypatch.setattr(background, "start", lambda by: asked.append(by.pk))
    assert "L’échange est lancé" in said(web, echanger="1")
    assert asked == [animator.pk]
    background.work(animator.pk)
    with trusted():
        assert Run.objects.get().by == animator
    assert "Les derniers échanges" in web.get(HERE).content.decode()


def test_who_lost_the_right_since_exchanges_nothing(grist):
    background.work(factories.account("membre", siren=factories.siren(1)).pk)
    with trusted():
        assert not Run.objects.exists()


@pytest.mark.usefixtures("allowed")
class TestConflicts:
    def test_side_by_side_then_kept_here(self, web, conflict):  # noqa: F811
        text = web.get(HERE).content.decode()
        assert "Changé ici." in text and "Changé là-bas." in text and "Au départ." in text
        assert "est gardée" in said(web, ici=str(conflict.pk))
        assert not queries.open_conflicts().exists()

    def test_or_taken_from_grist(self, web, conflict, record):  # noqa: F811
        assert "est publiée" in said(web, grist=str(conflict.pk))
        assert Fiche.objects.get(pk=record.pk).resume == "Changé là-bas."

    def test_once(self, web, conflict):  # noqa: F811
        said(web, ici=str(conflict.pk))
        for number in (str(conflict.pk), "abc", "99999999999999999999"):
            assert "n’attend plus de décision" in said(web, ici=number)

    def test_what_is_no_button_does_not_exist(self, web):
        assert web.post(HERE, {"autre": "1"}).status_code == 404


@pytest.mark.usefixtures("allowed")
class TestGone:
    @pytest.fixture
    def link(self, grist, exchange, record):  # noqa: F811
        for rank in range(6):
            factories.fiche(resume=f"Fiche {rank}")
        exchange()
        del grist.rows[1]
        exchange()
        return queries.pending_deletions().get()

    def test_a_row_that_is_gone_is_withdrawn_with_a_reason(self, web, link):
        found = Fiche.objects.get(pk=link.uid)
        assert found.nom_projet in web.get(HERE).content.decode().replace("\u00a0", " ")
        assert "Dites pourquoi" in said(web, retirer=str(link.pk))
        assert Fiche.objects.filter(pk=link.uid).exists()
        said(web, **{"retirer": str(link.pk), f"motif-{link.pk}": "Projet arrêté."})
        assert not Fiche.objects.filter(pk=link.uid).exists()

    def test_or_kept(self, web, link):
        assert "La fiche est gardée" in said(web, garder=str(link.pk))
        assert Fiche.objects.filter(pk=link.uid).exists() and not queries.pending_deletions().exists()


@pytest.mark.usefixtures("allowed")
class TestAlarms:
    def test_animators_are_told_once_and_nothing_of_the_content(self, animator, web):
        factories.account("animateur")  # without an address
        for times in range(3):
            alarms.ring("doc/Table", "perte-de-lignes", "Il manque la ligne secrète.", {"missing": [times]})
        (message,) = Message.objects.all()
        assert message.to == animator.email and reverse("import-grist") in message.text
        assert "secrète" not in message.text + message.html + message.subject

    def test_and_again_when_another_opens(self, animator):
        alarms.ring("doc/Table", "perte-de-lignes", "Une.", {})
        alarms.calm("doc/Table")
        alarms.ring("doc/Table", "perte-de-lignes", "Deux.", {})
        assert Message.objects.count() == 2

    def test_a_loss_is_confirmed_by_its_button(self, web, animator):
        from tests.imports.grist.fake import DOC, TABLE

        alarm = alarms.ring(f"{DOC}/{TABLE}", "perte-de-lignes", "Il manque 9 lignes.", {"missing": [1]})
        assert "Il manque 9 lignes." in web.get(HERE).content.decode()
        assert "C’est confirmé" in said(web, confirmer=str(alarm.pk))
        alarm.refresh_from_db()
        assert alarm.confirmed_by == animator
        assert "Confirmée" in web.get(HERE).content.decode()
