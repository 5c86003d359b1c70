"""Which places an organisation is in charge of, and how many there are."""

import re
from collections import Counter
from pathlib import Path

import pytest

from bibia.territoires import coverage, table
from bibia.territoires.models import Collectivite
from bibia.territoires.organisations import find_or_make, identify
from bibia.territoires.strata import STRATA, UNKNOWN, stratum

PARIS, LYON, METZ = "21750001600019", "20004697700019", "21570463600012"


def organisation(nom, type_code, siret=""):
    return find_or_make(identify(nom=nom, siret=siret, type_code=type_code), nom=nom, type_code=type_code)[0]


@pytest.mark.parametrize(
    ("who", "places"),
    [
        (("Ville de Metz", "commune", METZ), {("commune", "57463")}),
        (("Ville de Metz", "commune"), {("commune", "57463")}),
        (("Ville de Paris", "statut-particulier", PARIS), {("commune", "75056"), ("departement", "75")}),
        (("Métropole de Lyon", "statut-particulier", LYON), {("epci", "200046977")}),
        (("Plaine Commune", "ept"), {("ept", "200057867")}),
        (("Département de la Drôme", "departement"), {("departement", "26")}),
        (("Région Occitanie", "region"), {("region", "76")}),
        (("Collectivité européenne d’Alsace", "departement"), {("departement", "67"), ("departement", "68")}),
        (
            ("Collectivité de Corse", "statut-particulier"),
            {("departement", "2A"), ("departement", "2B"), ("region", "94")},
        ),
        (
            ("Collectivité territoriale de Martinique", "statut-particulier"),
            {("departement", "972"), ("region", "02")},
        ),
        (("Région Guadeloupe", "region"), {("region", "01")}),
        (("Nouvelle-Calédonie", "outre-mer"), {("outre-mer", "988")}),
        (("Syndicat des sources", "syndicat"), set()),
        (("CCAS de Metz", "etablissement-public"), set()),
        (("Commune de Nulle-Part-sur-Rien", "commune"), set()),
    ],
)
def test_what_an_organisation_covers(db, who, places):
    assert set(coverage.places(organisation(*who))) == places


def test_an_establishment_that_stands_in_a_commune_is_not_the_commune(db):
    found = Collectivite(nom="CCAS", nom_officiel="CCAS", type="etablissement-public", commune="57463")
    assert coverage.places(found) == []


def test_each_place_is_covered_once(db):
    both = [organisation("Ville de Metz", "commune", METZ), organisation("Région Occitanie", "region")]
    found = coverage.covered([*both, both[0]])
    assert {level: list(codes) for level, codes in found.items() if codes} == {
        "commune": ["57463"],
        "region": ["76"],
    }
    assert set(found) == set(coverage.LEVELS)


def test_totals_are_those_of_the_table():
    rows = [row for row in table.everything() if row.region]
    totals = coverage.totals()
    assert totals["commune"] == len({row.commune for row in rows if row.commune}) == 34_875
    assert totals["epci"] == sum(row.kind == "epci" for row in rows) == 1_255
    assert (totals["ept"], totals["departement"], totals["region"], totals["outre-mer"]) == (11, 101, 18, 6)


@pytest.mark.parametrize("level", ["commune", "epci"])
def test_strata_share_out_every_place(level):
    counted = coverage.totals_by_stratum(level)
    assert sum(counted.values()) == coverage.totals()[level]
    rows = [row for row in table.everything() if row.kind == level and row.region]
    for each in STRATA[level]:
        high = each.high or 10**9
        expected = sum(row.population is not None and each.low <= row.population < high for row in rows)
        assert counted[each.code] == expected > 0
    labels = Counter(each.label for each in STRATA[level])
    assert set(labels.values()) == {1}


def test_limits_of_strata():
    codes = [stratum("commune", population).code for population in (0, 1_999, 2_000, 100_000, None)]
    assert codes == ["moins-2000", "moins-2000", "de-2000", "plus-100000", UNKNOWN.code]
    assert stratum("epci", 15_000).label == "De 15\u202f000 à 49\u202f999 habitants"


def test_the_year_of_the_table_is_the_one_that_is_said():
    said = Path(table.DATA, "LISEZMOI.md").read_text(encoding="utf-8")
    assert re.search(r"millésime (\d{4})", said)[1] == coverage.MILLESIME
