"""The queue: what each person finds in it, filtered, sorted, page by page."""

import datetime

import pytest
from django.test import Client
from django.utils import timezone

from bibia.accounts.roles import Role
from bibia.fiches.guard import trusted
from bibia.fiches.models import Proposal
from tests import factories
from tests.moderation.people import OURS, SIRET, THEIRS, animator, author, of_organisation, page

pytestmark = pytest.mark.django_db
QUEUE = "/espace/moderation/"


def aged(proposal, days):
    with trusted():
        moment = timezone.now() - datetime.timedelta(days=days)
        Proposal.objects.filter(pk=proposal.pk).update(proposed_at=moment)
    return proposal


def test_an_empty_queue_says_so():
    assert "tout a été relu" in page(animator(), QUEUE)


def test_the_oldest_comes_first_with_its_age_and_what_to_look_at():
    aged(factories.proposal(nom_projet="Le récent"), 1)
    aged(factories.proposal(nom_projet="L’ancien", resume="Écrire à jeanne@exemple.test"), 9)
    shown = page(animator(), QUEUE)
    assert shown.index("L’ancien") < shown.index("Le récent")
    assert "il y a 9 jours" in shown and "hier" in shown and "Données personnelles" in shown


def test_an_animator_sees_all_and_an_organisation_its_own_that_others_proposed():
    factories.proposal(nom_projet="La nôtre", coll_siret=SIRET)
    factories.proposal(nom_projet="La leur", coll_siret=factories.siret(THEIRS))
    factories.proposal(nom_projet="Sans numéro")
    assert all(title in page(animator(), QUEUE) for title in ("La nôtre", "La leur", "Sans numéro"))
    chief = factories.account(Role.RESPONSABLE, siren=factories.siren(OURS), self_publishing=True)
    factories.proposal(by=chief, nom_projet="La mienne", coll_siret=SIRET)
    shown = page(factories.sign_in(Client(), chief), QUEUE)
    assert "La nôtre" in shown
    assert not [title for title in ("La leur", "Sans numéro", "La mienne") if title in shown]


@pytest.mark.parametrize(
    ("role", "self_publishing"),
    [(Role.RESPONSABLE, False), (Role.CONTRIBUTEUR, True), (Role.MEMBRE, True), (Role.DPO, True)],
)
def test_for_the_others_there_is_no_queue(role, self_publishing):
    proposal = factories.proposal(coll_siret=SIRET)
    client = of_organisation(role, self_publishing=self_publishing)
    page(client, QUEUE, 404)
    page(client, f"{QUEUE}{proposal.pk}/", 404)
    assert client.post(f"{QUEUE}{proposal.pk}/", {"decision": "accept"}).status_code == 404


def test_filters():
    aged(factories.proposal(nom_projet="Eau", theme="ecologie", source="Table de 2024"), 40)
    fiche = factories.fiche(nom_projet="Vélos", theme="mobilites")
    factories.proposal(fiche_id=fiche.pk, lecons="Associer les équipes.")
    client = animator()
    for query, expected in (
        ("theme=ecologie", {"Eau"}),
        ("nature=modification", {"Vélos"}),
        ("nature=nouvelle", {"Eau"}),
        ("age=30", {"Eau"}),
        ("source=Table+de+2024", {"Eau"}),
        ("source=saisie", {"Vélos"}),
        ("organisation=velos", {"Vélos"}),
        ("constat=aucun", set()),
        ("constat=socle", {"Eau", "Vélos"}),
        ("constat=bloquant", set()),
        ("theme=inconnu", set()),
        ("page=99&tri=inconnu", {"Eau", "Vélos"}),
    ):
        shown = page(client, f"{QUEUE}?{query}")
        assert {title for title in ("Eau", "Vélos") if f">{title}</a></h3>" in shown} == expected, query


def test_sorts():
    aged(factories.proposal(nom_projet="Zones humides", coll_nom="Commune d’Aubenas"), 5)
    factories.proposal(nom_projet="Arbres !!", coll_nom="Commune de Vif", resume="Une phrase !!")
    client = animator()
    for sort, first in (
        ("ancien", "Zones"),
        ("recent", "Arbres"),
        ("titre", "Arbres"),
        ("organisation", "Zones"),
    ):
        shown = page(client, f"{QUEUE}?tri={sort}")
        titles = sorted(("Zones humides</a></h3>", "Arbres"), key=shown.index)
        assert titles[0].startswith(first), sort


def test_pages():
    for _ in range(23):
        factories.proposal()
    client = animator()
    assert page(client, QUEUE).count("</a></h3>") == 20
    assert page(client, f"{QUEUE}?page=2").count("</a></h3>") == 3
    assert "23 propositions" in page(client, QUEUE)


def test_near_titles_of_one_organisation_are_said():
    factories.fiche(coll_siret=SIRET, coll_nom="Bourg", nom_projet="Détecter les fuites d’eau")
    factories.proposal(coll_siret=SIRET, coll_nom="Bourg", nom_projet="Détecter les fuites d’eaux")
    factories.proposal(coll_nom="Autre bourg", nom_projet="Détecter les fuites d’eau")
    shown = page(animator(), QUEUE)
    assert shown.count('<li class="attention">Doublon possible</li>') == 1


def test_a_neighbour_that_one_may_not_read_is_not_said():
    """The proposal of another organisation under the same name, without a number, stays unknown."""
    factories.proposal(coll_siret=SIRET, coll_nom="Bourg", nom_projet="Détecter les fuites d’eau")
    factories.proposal(coll_nom="Bourg", nom_projet="Détecter les fuites d’eau, secret")
    assert "secret" not in page(of_organisation(), QUEUE)


def test_ones_own_page_says_what_waits():
    aged(factories.proposal(by=author(), coll_siret=SIRET), 3)
    shown = page(animator(), "/espace/")
    assert "1 proposition à relire" in shown and "La plus ancienne a 3" in shown
    assert "à relire" not in page(of_organisation(Role.MEMBRE), "/espace/")
