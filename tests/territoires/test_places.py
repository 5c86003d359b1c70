"""What a number alone proves, and the measure that allows to say so."""

from collections import Counter

import pytest

from bibia.fiches.vocabularies import VOCABULARIES
from bibia.territoires import table
from bibia.territoires.places import of_departement, of_number
from bibia.territoires.types import FAMILIES, agrees, family


@pytest.mark.parametrize(
    ("siren", "kind", "departement", "region", "name"),
    [
        ("228500013", "departement", "85", "52", "Département de la Vendée"),
        ("222600017", "departement", "26", "84", "Département de la Drôme"),
        ("229740014", "departement", "974", "04", "Département de La Réunion"),
        ("229850003", "statut-particulier", "976", "06", ""),  # Mayotte, under its old code 985
        ("227500055", "statut-particulier", "75", "11", ""),
        ("222000010", "statut-particulier", "", "94", ""),  # Corse: one number for 2A and 2B
        ("234500023", "region", "", "", ""),
        ("254300882", "syndicat", "43", "84", ""),
        ("252000010", "syndicat", "", "94", ""),
        ("240100008", "", "01", "84", ""),
        ("210100103", "commune", "01", "84", ""),
    ],
)
def test_an_older_number_says_its_series_and_its_departement(siren, kind, departement, region, name):
    place = of_number(siren)
    assert (place.siren, place.type, place.departement, place.region, place.nom_officiel) == (
        siren,
        kind,
        departement,
        region,
        name,
    )


@pytest.mark.parametrize("siren", ["200053791", "929939411", "356000000", "229600001", "229870009", ""])
def test_other_numbers_say_nothing(siren):
    assert of_number(siren) is None


def test_the_series_hold_on_every_number_of_the_table():
    wrong = Counter()
    for row in table.everything():
        place = of_number(row.siren)
        if place is None:
            continue
        assert row.siren[:2] == ("21" if row.commune else "24")
        if place.departement != row.departement and place.region != "94":
            wrong[row.nom] += 1
        assert place.region == row.region
    # A commune of the Lot-et-Garonne whose number, in the source, starts like those of the Gironde.
    assert wrong == {"Auradou": 1}


def test_names_of_departements_read_like_french():
    names = {d.code: of_departement(d).nom_officiel for d in table.departements()}
    assert names["01"] == "Département de l’Ain"
    assert names["35"] == "Département d’Ille-et-Vilaine"
    assert names["79"] == "Département des Deux-Sèvres"
    assert names["92"] == "Département des Hauts-de-Seine"
    assert names["988"] == "Nouvelle-Calédonie"


def test_families_are_those_of_the_vocabulary():
    assert {term.code: term.family for term in VOCABULARIES["coll_type"].terms} == FAMILIES


@pytest.mark.parametrize(
    ("typed", "proven", "who", "expected"),
    [
        ("", "commune", "", True),
        ("commune", "commune", "", True),
        ("epci", "communaute-agglomeration", "", True),
        ("epci", "ept", "", True),
        ("epci", "statut-particulier", "200046977", False),
        ("metropole", "statut-particulier", "200046977", True),
        ("commune", "statut-particulier", "217500016", True),
        ("departement", "statut-particulier", "217500016", False),
        ("departement", "statut-particulier", "976", True),
        ("departement", "statut-particulier", "972", False),
        ("syndicat-communes", "syndicat", "", True),
        ("ept", "syndicat", "", False),
        ("metropole", "communaute-urbaine", "", False),
        ("operateur", "", "", True),
    ],
)
def test_which_typed_types_can_stand(typed, proven, who, expected):
    assert agrees(typed, proven, who=who) is expected


def test_an_unknown_type_has_no_family():
    assert family("") == family("trottinette") == ""
