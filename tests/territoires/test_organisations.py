"""Who published: public facts about real organisations (names, SIREN), never the contents of their records."""

import csv
from pathlib import Path

import pytest
from django.core.exceptions import ValidationError

from bibia.fiches.vocabularies import VOCABULARIES
from bibia.territoires import table
from bibia.territoires.organisations import identify
from bibia.territoires.siret import clean_siret

REAL = Path(__file__).resolve().parents[3] / "shared" / "data"


def who(nom, siren, type_code):
    return identify(nom=nom, siret=siren and f"{siren}00000", type_code=type_code)


def places(found):
    return found.commune, found.epci, found.ept, found.departement, found.region


@pytest.mark.parametrize(
    ("nom", "siren", "typed", "official", "kind", "where"),
    [
        (
            "Ville de Noisy-le-Grand",
            "219300514",
            "commune",
            "Noisy-le-Grand",
            "commune",
            ("93051", "200054781", "200058790", "93", "11"),
        ),
        (
            "CA SICOVAL",
            "243100633",
            "epci",
            "CA du Sicoval",
            "communaute-agglomeration",
            ("", "243100633", "", "31", "76"),
        ),
        (
            "Métropole Grand Paris",
            "200054781",
            "metropole",
            "Métropole du Grand Paris",
            "metropole",
            ("", "200054781", "", "75", "11"),
        ),
        (
            "CA DE BETHUNE-BRUAY, ARTOIS LYS ROMANE",
            "200072460",
            "communaute-agglomeration",
            "CA de Béthune-Bruay, Artois-Lys Romane",
            "communaute-agglomeration",
            ("", "200072460", "", "62", "32"),
        ),
        (
            "Communauté D’agglomération Paris-Saclay",
            "200056232",
            "communaute-agglomeration",
            "CA Communauté Paris-Saclay",
            "communaute-agglomeration",
            ("", "200056232", "", "91", "11"),
        ),
        (
            "Etablissement Public Territorial Paris Ouest La Défense",
            "200057982",
            "ept",
            "Paris Ouest La Défense",
            "ept",
            ("", "200054781", "200057982", "92", "11"),
        ),
        (
            "Métropole de Lyon",
            "200046977",
            "metropole",
            "Métropole de Lyon",
            "statut-particulier",
            ("", "200046977", "", "69", "84"),
        ),
        (
            "Ville de Paris",
            "217500016",
            "commune",
            "Paris",
            "statut-particulier",
            ("75056", "200054781", "", "75", "11"),
        ),
    ],
)
def test_the_table_says_everything_of_its_numbers(nom, siren, typed, official, kind, where):
    found = who(nom, siren, typed)
    assert (found.siren, found.nom_officiel, found.type_propose) == (siren, official, kind)
    assert (found.rattachement, found.conflict, places(found)) == ("table", "", where)
    assert found.population > 40_000


def test_a_departement_is_known_by_its_number():
    found = who("Département de la Vendée", "228500013", "departement")
    assert (found.siren, found.nom_officiel) == ("228500013", "Département de la Vendée")
    assert (found.rattachement, found.conflict, places(found)) == (
        "siren-prefixe",
        "",
        ("", "", "", "85", "52"),
    )


@pytest.mark.parametrize(
    ("nom", "siren", "region"),
    [
        ("Région Centre-Val de Loire", "234500023", "24"),
        ("Région Occitanie", "200053791", "76"),
        ("Conseil régional de Bretagne", "", "53"),
        ("Région des Pays de la Loire", "", "52"),
    ],
)
def test_a_region_is_known_by_its_name(nom, siren, region):
    found = who(nom, siren, "region")
    assert (found.siren, found.region, found.departement) == (siren, region, "")
    assert (found.rattachement, found.conflict) == ("nom-officiel", "")


def test_a_region_of_unknown_name_keeps_only_its_type():
    found = who("La Région Sud", "231300021", "region")
    assert (found.type_propose, found.region, found.rattachement) == ("region", "", "siren-prefixe")


@pytest.mark.parametrize(
    ("nom", "typed", "siren", "where"),
    [
        ("Ville du Mans", "commune", "217201813", ("72181", "247200132", "", "72", "52")),
        ("Commune des Ulis", "commune", "219106929", None),
        ("mairie de Noisy le Grand", "commune", "219300514", None),
        ("Ville de Paris", "departement", "217500016", ("75056", "200054781", "", "75", "11")),
        ("Toulouse Métropole", "metropole", "243100518", ("", "243100518", "", "31", "76")),
        ("Métropole de Lyon", "metropole", "200046977", ("", "200046977", "", "69", "84")),
        ("Communauté d’agglomération de La Rochelle", "communaute-agglomeration", "241700434", None),
        ("EPT Plaine Commune", "ept", "200057867", ("", "200054781", "200057867", "93", "11")),
        ("Conseil départemental de la Drôme", "departement", "", ("", "", "", "26", "84")),
        ("Département d'Ille et Vilaine", "departement", "", ("", "", "", "35", "53")),
        ("Département de La Réunion", "departement", "", ("", "", "", "974", "04")),
        ("Collectivité européenne d’Alsace", "departement", "", ("", "", "", "", "44")),
        ("Collectivité de Corse", "statut-particulier", "", ("", "", "", "", "94")),
        ("Collectivité Territoriale de Guyane", "region", "", ("", "", "", "973", "03")),
        ("Collectivité de Saint-Martin", "outre-mer", "", ("", "", "", "978", "")),
    ],
)
def test_without_a_number_an_exact_name_places_and_its_number_is_only_proposed(nom, typed, siren, where):
    found = who(nom, "", typed)
    assert (found.siren, found.siren_propose, found.rattachement) == ("", siren, "nom-officiel")
    assert where is None or places(found) == where


@pytest.mark.parametrize(
    ("nom", "typed"),
    [
        ("Ville de Saint-Denis", "commune"),  # several communes
        ("Mairie de La Rochelle", "commune"),  # two
        ("Ville de Metz", "region"),  # the type says otherwise
        ("Ville de Metz", ""),  # nothing says what it is
        ("Metz", "departement"),
        ("Ville de Métropole", "commune"),
        ("Ville de Toulouse Métropole", "metropole"),
        ("Département de Paris", "departement"),  # there is none since 2019
        ("Département de la Haute-Corse", "departement"),
        ("Vendée Numérique", "operateur"),
        ("", "commune"),
    ],
)
def test_a_name_that_is_not_exact_places_nobody(nom, typed):
    found = who(nom, "", typed)
    assert (found.rattachement, found.siren_propose, places(found)) == ("", "", ("",) * 5)


def test_an_unknown_number_beside_a_known_name_proves_nothing():
    found = who("Ville de Metz", "200053791", "commune")
    assert (found.siren, found.rattachement, found.commune, found.conflict) == ("200053791", "", "", "")
    assert found.siren_propose == "215704636"


def test_the_number_of_another_organisation_is_left_to_it():
    found = who("Ville de Metz", "200039865", "commune")
    assert found.conflict == "siren-autre-organisation"
    assert (found.siren, found.siren_propose, found.siren_owner) == ("", "215704636", "Metz Métropole")
    assert (found.commune, found.rattachement) == ("57463", "nom-officiel")


@pytest.mark.parametrize(
    ("nom", "siren", "typed", "proposed"),
    [
        ("Metz", "200039865", "commune", "215704636"),
        ("Ville de Saint-Denis", "200039865", "commune", ""),  # several: none is proposed
        ("Commune de Nulle-Part", "200039865", "commune", ""),
        ("Metz Métropole", "215704636", "metropole", "200039865"),
        ("Communauté de communes de Nulle-Part", "228500013", "communaute-communes", ""),
        ("Région Bretagne", "213600240", "region", ""),  # a commune of the Indre
        ("Toulouse Métropole", "243300316", "metropole", "243100518"),  # Bordeaux's
        ("Ville de Metz", "215403957", "commune", "215704636"),  # Nancy's
        ("Département de la Drôme", "228500013", "departement", ""),  # the Vendée's
        ("Ville de Nantes", "213502388", "", "214401093"),  # Rennes's; the table has no type
        ("Nantes Métropole", "213502388", "", "244400404"),
        ("Nantes Métropole", "213502388", "commune", "244400404"),
        ("Ville de Metz", "200039865", "", "215704636"),
    ],
)
def test_other_numbers_of_somebody_else(nom, siren, typed, proposed):
    found = who(nom, siren, typed)
    assert found.conflict == "siren-autre-organisation"
    assert (found.siren, found.siren_propose) == ("", proposed)
    assert found.siren_owner


@pytest.mark.parametrize(
    ("nom", "siren", "typed", "proposed"),
    [
        ("Syndicat de gestion des eaux du brivadois", "254300882", "ept", "syndicat"),
        ("Ville de Paris", "217500016", "departement", "statut-particulier"),
        ("Ville de Paris", "217500016", "epci", "statut-particulier"),
        ("Ville du Mans", "217201813", "epci", "commune"),
        ("Sicoval", "243100633", "commune", "communaute-agglomeration"),
        ("CA du Sicoval", "243100633", "metropole", "communaute-agglomeration"),
        ("Métropole de Lyon", "200046977", "epci", "statut-particulier"),
    ],
)
def test_a_type_that_its_number_contradicts_is_said_and_the_number_kept(nom, siren, typed, proposed):
    found = who(nom, siren, typed)
    assert (found.conflict, found.type_propose, found.siren) == ("type-incoherent", proposed, siren)


@pytest.mark.parametrize(
    ("nom", "siren", "typed"),
    [
        ("Ville de Villeneuve", "214703235", "commune"),  # short for Villeneuve-sur-Lot, others' whole name
        ("Grand Lyon", "200046977", "metropole"),
        ("Le Grand Orly", "200058014", "ept"),
        ("Vendée", "228500013", "departement"),
        ("Direction du numérique", "215704636", "commune"),
        ("SIVOM du Pays", "254300882", "syndicat-communes"),
        ("Ville de Metz", "215704636", ""),
    ],
)
def test_a_name_in_short_or_of_another_kind_is_no_conflict(nom, siren, typed):
    found = who(nom, siren, typed)
    assert (found.conflict, found.siren) == ("", siren)


def test_no_organisation_of_the_table_conflicts_with_itself():
    for row in table.everything():
        if not row.siren:
            continue
        for nom in (row.nom, f"Ville de {row.nom}") if row.commune else (row.nom,):
            found = who(nom, row.siren, row.type)
            assert (found.conflict, found.siren, found.type_propose) == ("", row.siren, row.type), row
            assert who(nom, row.siren, "").conflict == "", row


def test_an_intercommunalite_is_found_by_its_name_in_full():
    longs = {
        "CC ": "Communauté de communes ",
        "CA ": "Communauté d’agglomération ",
        "CU ": "Communauté urbaine ",
    }
    for row in list(table.everything())[::-1][:1266:9]:
        for short, long in longs.items():
            if row.nom.startswith(short) and len(table.search_name(row.nom)) == 1:
                assert who(row.nom.replace(short, long, 1), "", row.type).siren_propose == row.siren


@pytest.mark.skipif(not REAL.exists(), reason="les tables réelles ne sont pas dans le dépôt")
def test_the_real_tables_raise_these_conflicts_and_no_other():
    conflicts = set()
    for path in sorted(REAL.glob("*.csv")):
        for nom, siret, typed in _organisations(path):
            try:
                clean = clean_siret(siret)
            except ValidationError:
                clean = ""
            found = identify(nom=nom, siret=clean, type_code=VOCABULARIES["coll_type"].match(typed) or "")
            if found.conflict:
                conflicts.add((clean[:9], found.conflict, found.siren_propose or found.type_propose))
    assert conflicts == {
        ("200039865", "siren-autre-organisation", "215704636"),
        ("217500016", "type-incoherent", "statut-particulier"),
        ("254300882", "type-incoherent", "syndicat"),
    }


def _organisations(path):
    with path.open(encoding="utf-8-sig", newline="") as file:
        dialect = csv.Sniffer().sniff(file.readline(), delimiters=",;")
        file.seek(0)
        for row in csv.DictReader(file, delimiter=dialect.delimiter):
            yield (
                row.get("Nom_collectivite") or row["coll_nom"],
                row.get("SIRET") or row["coll_siret"],
                row.get("Type_de_collectivite") or row["coll_type"],
            )
