"""Organisations like one, that publish too: on its page, and on that of a commune that publishes nothing."""

import re

import pytest

from bibia.catalogue import peers
from tests import factories
from tests.catalogue.test_nearby import METROPOLE, METZ, answer, words

pytestmark = pytest.mark.django_db


@pytest.fixture
def communes():
    """Of the same type; population and région as the table of places would say."""
    found = {}
    for rank, (name, population, region) in enumerate(
        (
            ("Essai-Ville", 60_000, "44"),
            ("Loin-sur-Mer", 61_000, "53"),
            ("Près-du-Bois", 90_000, "44"),
            ("Petit-Bourg", 900, "44"),
        )
    ):
        owner = factories.fiche(coll_nom=name, coll_type="commune", nom_projet=f"Projet {rank}").collectivite
        owner.population, owner.region = population, region
        owner.save()
        found[name] = owner
    return found


def test_organisations_of_the_same_size_the_same_region_first(communes):
    said = peers.context(communes["Essai-Ville"])
    assert [one["name"] for one in said["peers"]] == ["Près-du-Bois", "Loin-sur-Mer"]
    assert said["peers"][0]["place"] == "même région"
    assert [one["title"] for one in said["peers"][0]["fiches"]] == ["Projet 2"]
    assert said["peers_why"].startswith("Même type (commune), même taille (de 50")


def test_without_any_of_its_size_the_type_remains_and_the_page_says_so(communes, client):
    said = peers.context(communes["Petit-Bourg"])
    assert said["peers"][0]["name"] == "Essai-Ville"
    assert "Aucune de même taille n’a encore publié." in said["peers_why"]
    page = client.get(communes["Petit-Bourg"].get_absolute_url()).content.decode()
    assert "Des collectivités comme celle-ci" in page and "Loin-sur-Mer" in page


def test_an_organisation_of_unknown_type_is_like_no_other(communes):
    owner = factories.fiche(coll_type="").collectivite
    assert peers.context(owner)["peers"] == []


def test_who_no_longer_publishes_is_no_peer(communes):
    communes["Près-du-Bois"].fiches.all().delete()
    assert "Près-du-Bois" not in str(peers.context(communes["Essai-Ville"]))


def test_who_publishes_nothing_sees_who_publishes_and_is_alike(client):
    """Vic-sur-Seille and its communauté de communes declare nothing: an elected person still finds their peers."""
    factories.fiche(coll_nom="Ville de Metz", coll_type="commune", nom_projet="De trop grand")
    factories.fiche(coll_nom="Ville de Dieuze", coll_type="commune", nom_projet="De trop grand aussi")
    factories.fiche(coll_nom="Ville de Rodemack", coll_type="commune", nom_projet="De même taille")
    factories.fiche(
        coll_nom="CC du Sud Messin", coll_type="communaute-communes", nom_projet="De leur grandeur"
    )
    commune, epci = answer("57712")["alike"]
    assert [one["name"] for one in commune["peers"]] == ["Rodemack"]
    assert commune["why"] == (
        "Même type (commune), même taille (moins de 2\u202f000 habitants), d’abord la même région (Grand Est)."
    )
    assert [one["name"] for one in epci["peers"]] == ["CC du Sud Messin"]
    said = words(client.get("/pres-de-chez-moi/57712-vic-sur-seille/"))
    assert "Des collectivités comme la vôtre publient" in said and "Comme Vic-sur-Seille" in said
    assert "De même taille" in said and "trop grand" not in said


def test_nobody_is_alike_to_oneself(client):
    for owner in (METZ, METROPOLE):
        factories.fiche(**owner)
    factories.fiche(coll_nom="Ville de Metz", coll_type="commune")  # known by its name alone: the same
    assert answer("57463")["alike"] == []
    assert "comme la vôtre" not in words(client.get("/pres-de-chez-moi/57463-metz/"))


@pytest.mark.parametrize("code", ["29155", "97801", "98735", "75056"])
def test_places_of_their_own_kind_have_peers_or_none(library, code):
    assert all(group["peers"] for group in answer(code)["alike"])


def test_the_home_page_leads_there_in_the_words_of_an_elected_person(client):
    page = client.get("/").content.decode()
    assert re.search(r'href="/pres-de-chez-moi/">[^<]*collectivités comme la vôtre', page)
