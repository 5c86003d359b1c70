"""The journal, the figures and what organisations published themselves."""

import datetime

import pytest
from django.test import Client
from django.utils import timezone

from bibia.accounts.roles import Role
from bibia.fiches import actions
from bibia.fiches.guard import trusted
from bibia.fiches.models import Fiche, Proposal
from bibia.moderation import figures
from tests import factories
from tests.moderation.people import SIREN, SIRET, animator, author, page

pytestmark = pytest.mark.django_db
ROOT = "/espace/moderation/"


def table(slug):
    with trusted():
        return next(one for one in figures.tables() if one.slug == slug)


def test_delays_are_those_of_the_month_of_the_decision():
    with trusted():
        now = timezone.now()
        for days in (1, 2, 3, 4, 11):
            fiche = factories.fiche()
            Proposal.objects.filter(fiche_id=fiche.pk).update(
                proposed_at=now - datetime.timedelta(days=days), decided_at=now
            )
    ((_month, count, half, nine),) = table("delais").rows
    assert (count, half, nine) == (5, 3.0, 8.2)


def test_what_waits_by_age_and_what_was_published():
    with trusted():
        old = factories.proposal()
        Proposal.objects.filter(pk=old.pk).update(proposed_at=timezone.now() - datetime.timedelta(days=40))
    factories.proposal()
    fiche = factories.fiche()
    factories.update(fiche, resume="Une phrase.")
    factories.withdrawn()
    assert [count for _label, count in table("attente").rows] == [1, 0, 1, 0]
    ((_month, new, updates, withdrawn),) = table("publications").rows
    assert (new, updates, withdrawn) == (2, 1, 1)


def test_freshness_counts_the_last_known_day():
    today = timezone.localdate()
    for days in (10, 200, 400):
        fiche = factories.fiche(date=today - datetime.timedelta(days=days))
        Fiche.objects.filter(pk=fiche.pk).update(updated_at=timezone.now() - datetime.timedelta(days=500))
    from bibia.fiches.archiving import archive

    archive(factories.fiche().pk, by=factories.system(), reason="Fin.")
    assert [count for _label, count in table("fraicheur").rows] == [1, 1, 1, 1]


def test_who_is_missing_on_each_side():
    author()
    other = factories.fiche(coll_siret=factories.siret(50), coll_nom="Commune de Vif")
    assert [row[1] for row in table("sans-fiche").rows] == [SIREN]
    assert [row[0] for row in table("sans-membre").rows] == [other.collectivite.nom_affiche]
    factories.fiche(coll_siret=SIRET)
    assert table("sans-fiche").rows == []


def test_contributors_are_counted_once_and_without_the_association():
    writer = author()
    for _ in range(3):
        factories.proposal(by=writer, coll_siret=SIRET)
    factories.proposal()
    assert table("contributeurs").rows[0][1:] == (1, 3)


def test_the_figures_are_read_and_taken_away():
    factories.fiche(coll_nom="=1+1")
    client = animator()
    shown = page(client, f"{ROOT}statistiques/")
    assert all(one.title in shown for one in [table("delais"), table("sans-membre")])
    answer = client.get(f"{ROOT}statistiques/sans-membre.csv")
    assert answer["Content-Type"].startswith("text/csv") and "1+1" in answer.content.decode()
    assert not [line for line in answer.content.decode().splitlines() if line.startswith("=")]
    page(client, f"{ROOT}statistiques/inconnu.csv", 404)


def test_the_journal_is_searched_and_taken_away():
    fiche = factories.fiche()
    actions.withdraw(fiche.pk, by=factories.system(), reason="À la demande de la commune.")
    factories.fiche()
    client = animator()
    today = timezone.localdate()
    for query, said, unsaid in (
        (f"?fiche={fiche.pk}&verbe=withdraw", "À la demande", "<td>Publication"),
        (f"?du={today + datetime.timedelta(days=1)}", "Aucune ligne", "À la demande"),
        (f"?au={today}&compte=système", "À la demande", "Aucune ligne"),
        ("?compte=personne", "Aucune ligne", "À la demande"),
    ):
        shown = page(client, f"{ROOT}journal/{query}")
        assert said in shown and unsaid not in shown, query
    lines = client.get(f"{ROOT}journal.csv?verbe=withdraw").content.decode()
    assert "Retrait" in lines and "Publication" not in lines


@pytest.mark.parametrize("day", ["2026-99-99", "hier", "1026-01-01", "2026-03-05"])
def test_a_day_that_is_none_is_left_out_of_the_page(day):
    shown = page(animator(), f"{ROOT}journal/?du={day}&au={day}")
    assert (f'value="{day}"' in shown) is (day == "2026-03-05")


def test_the_journal_shows_no_address():
    writer = author("secrete@exemple.test")
    factories.proposal(by=writer, coll_siret=SIRET)
    client = animator()
    assert writer.handle in page(client, f"{ROOT}journal/")
    assert (
        "secrete@" not in page(client, f"{ROOT}journal/") + client.get(f"{ROOT}journal.csv").content.decode()
    )


def test_what_an_organisation_published_itself_is_read_after_it():
    writer = author()
    chief = factories.account(Role.RESPONSABLE, siren=SIREN, self_publishing=True)
    actions.accept(factories.proposal(by=writer, coll_siret=SIRET, nom_projet="Par nous"), by=chief)
    factories.fiche(nom_projet="Par l’association")
    shown = page(animator(), f"{ROOT}recent/")
    assert "Par nous" in shown and "Par l’association" not in shown


@pytest.mark.parametrize(
    "what", ["recent/", "statistiques/", "statistiques/delais.csv", "journal/", "journal.csv"]
)
def test_none_of_it_exists_for_the_others(what):
    chief = factories.account(Role.RESPONSABLE, siren=SIREN, self_publishing=True)
    page(factories.sign_in(Client(), chief), ROOT + what, 404)
