"""The pages of organisations: what they say of each other is proven, and their links find their fiches."""

import re
from dataclasses import replace
from html import unescape
from pathlib import Path

import pytest
from django.http import QueryDict
from django.test import Client

from bibia.catalogue import cards
from bibia.catalogue.query import parse
from bibia.catalogue.reader import reader
from bibia.fiches.models import Fiche
from bibia.imports.run import import_table
from bibia.territoires.models import Collectivite
from tests import factories

pytestmark = pytest.mark.django_db
# Incremented numbers, a type that is not the organisation's: what tables do.
TWIN = Path(__file__).parents[1] / "data/2025-09-17-twin.csv"


def get(address: str) -> str:
    answer = Client().get(address)
    assert answer.status_code == 200, address
    return unescape(answer.content.decode())


@pytest.fixture
def imported():
    import_table(TWIN, publish=True, by=factories.system())


def test_each_link_of_an_organisation_finds_its_fiches(imported):
    wrong = [
        one for one in Fiche.objects.select_related("collectivite") if one.coll_type != one.collectivite.type
    ]
    assert wrong, "the table types one wrong, or this proves nothing"
    for one in Collectivite.objects.filter(fiches__isnull=False).distinct():
        facts = get(one.get_absolute_url()).split("<dl>")[1].split("</dl>")[0]
        for link in re.findall(r'href="(/cas-usage/[^"]+)"', facts):
            search = parse(QueryDict(link.partition("?")[2]))
            found = reader.search(replace(search.query(), limit=100)).ids
            assert {fiche.pk for fiche in one.fiches.all()} <= set(found), (one.nom, link)


def test_figures_by_type_agree_with_one_another(imported):
    fiches, organisations = (
        dict(re.findall(r"^([^;\n]+);(\d+)", get(f"/observatoire/{name}.csv"), re.MULTILINE))
        for name in ("types", "organisations")
    )
    assert set(fiches) == set(organisations)


def test_two_numbers_are_two_organisations_and_no_number_proves_nothing():
    named = {"coll_nom": "Commune nouvelle de Val-d’Essai", "coll_type": ""}
    first = factories.fiche(**named, coll_siret="25570001500019")
    other = factories.fiche(**named, coll_siret="")
    assert first.collectivite != other.collectivite
    said = get(first.collectivite.get_absolute_url())
    assert "rien ne prouve" in said and "ce ne sont pas les mêmes" not in said
    assert get("/collectivites/").count("sans numéro SIREN") == 1
    factories.update(other, coll_siret="25430088200019")
    assert "ce ne sont pas les mêmes" in get(first.collectivite.get_absolute_url())
    assert "sans numéro SIREN" not in get("/collectivites/")


def test_an_organisation_whose_fiche_was_given_its_number_is_not_said_withdrawn():
    fiche = factories.fiche(coll_nom="Régie des eaux d’Essai", coll_type="", coll_siret="")
    left = fiche.collectivite.get_absolute_url()
    factories.update(fiche, coll_siret="25570001500019")
    said = get(left)
    assert "sous un autre nom ou un autre numéro" in said
    assert Fiche.objects.get().collectivite.get_absolute_url() in said


@pytest.mark.parametrize("siren", [None, "215704636"])
@pytest.mark.parametrize("official", ["", "Metz"])
def test_a_card_names_an_organisation_as_its_page_does(siren, official):
    values = {"cle": "abcd2345", "siren": siren, "nom": "Ville de Metz", "nom_officiel": official}
    assert cards._organisation(**values) == cards.organisation(Collectivite(**values))
