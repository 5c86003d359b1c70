"""Near my home: a territory above the commune leads to its fiches and asks for the commune."""

import pytest

from bibia.territoires import areas
from tests import factories
from tests.catalogue.test_nearby import MOSELLE, words
from tests.pages.reading import Page, faults

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Mayotte", [("departement", "976")]),
        ("Occitanie", [("region", "76")]),
        ("région occitanie", [("region", "76")]),
        ("haute garonne", [("departement", "31")]),
        ("Département de la Haute-Garonne", [("departement", "31")]),
        ("conseil départemental du Nord", [("departement", "59")]),
        ("le gard", [("departement", "30")]),
        ("réunion", [("departement", "974")]),
        ("Corse", [("region", "94")]),
        ("31", [("departement", "31")]),
        ("1", [("departement", "01")]),
        ("2a", [("departement", "2A")]),
        ("976", [("departement", "976")]),
        ("75", []),
        ("Paris", []),
        ("Metz Métropole", [("epci", "200039865")]),
        ("communauté de communes du sud messin", [("epci", "200039907")]),
        ("245701206", [("epci", "245701206")]),
        ("Metz", []),
        ("garonne", []),
        ("57000", []),
        ("", []),
    ],
)
def test_a_name_or_a_number_is_that_of_a_whole_territory(text, found):
    assert [(one.kind, one.code) for one in areas.find(text)] == found


def ask(client, text):
    return client.get("/pres-de-chez-moi/", {"lieu": text})


def test_a_departement_leads_to_its_fiches_and_asks_for_the_commune(client):
    factories.fiche(**MOSELLE)
    page = ask(client, "moselle").content.decode()
    assert 'href="/cas-usage/?departement=57"' in page and 'href="/carte/?departement=57"' in page
    assert "donnez aussi votre commune" in words(ask(client, "moselle"))
    assert "Aucune commune" not in page and "la-petite-pierre" not in page
    assert faults("\n".join(Page(page).visible)) == []


@pytest.mark.parametrize(
    ("text", "nearest"), [("Mayotte", "Mayot"), ("Occitanie", "Occagnes"), ("31", "Toulouse")]
)
def test_no_commune_is_proposed_for_a_territory_that_has_exactly_that_name(client, text, nearest):
    said = words(ask(client, text))
    assert nearest not in said.replace(text, "") and "Pas de fiche publiée à ce jour" in said


def test_a_commune_and_a_departement_of_one_name_are_both_said(client):
    said = words(ask(client, "Vienne"))
    assert "Vienne (86)" in said and "Isère (38)" in said


def test_the_number_of_paris_is_paris(client):
    assert ask(client, "75")["Location"] == "/pres-de-chez-moi/75056-paris/"


def test_an_intercommunalite_leads_to_its_communes(client):
    page = ask(client, "Metz Métropole").content.decode()
    assert "/pres-de-chez-moi/57463-metz/" in page and "Choisissez votre commune" in page
    assert len(Page(page).elements) <= 350
