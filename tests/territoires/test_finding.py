"""An organisation is found by the name that its own people write."""

import pytest

from bibia.territoires.finding import MOST, by_key, organisations
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("typed", "siren"),
    [
        ("Rennes", "213502388"),
        ("ville de rennes", "213502388"),
        ("Rennes Métropole", "243500139"),
        ("35000", "213502388"),
        ("Mairie du Mans", "217201813"),
        ("Communauté de communes du Val d’Essonne", "249100546"),
        ("eurometropole strasbourg", "246700488"),
        ("Renes", "213502388"),
    ],
)
def test_the_likeliest_comes_first(typed, siren):
    assert organisations(typed)[0].siren == siren


def test_a_departement_has_a_name_and_no_number_here():
    first = organisations("Département de la Vendée")[0]
    assert (first.nom, first.siren) == ("Département de la Vendée", "")
    assert by_key(first.key) == first


def test_one_that_no_table_lists_is_found_once_it_published():
    name = "Syndicat mixte du Bourg-Essai"
    assert all(one.nom != name for one in organisations(name))
    factories.fiche(coll_nom=name, coll_siret=factories.siret(7), coll_type="syndicat")
    assert organisations("syndicat bourg-essai")[0].siren == factories.siren(7)
    assert by_key(factories.siren(7)).nom == name


@pytest.mark.parametrize("typed", ["", "   ", "xyzzyqwv", "'", "%", "\x00", "de la"])
def test_what_names_nothing_finds_at_most_a_few(typed):
    assert len(organisations(typed)) <= MOST


@pytest.mark.parametrize("key", ["", "213502389", "nom:", "nom:Nulle part", "x" * 200])
def test_a_key_that_no_list_gave_is_nobody(key):
    assert by_key(key) is None
