from collections import Counter

import pytest

from bibia.territoires import table

GRAND_PARIS = "200054781"


@pytest.fixture(scope="module")
def rows():
    return list(table.everything())


def test_the_table_counts_what_its_source_counts(rows):
    assert Counter(row.kind for row in rows) == {"commune": 34_969, "epci": 1_255, "ept": 11}
    assert Counter(row.type for row in rows if row.kind != "commune") == {
        "communaute-communes": 989,
        "communaute-agglomeration": 230,
        "communaute-urbaine": 14,
        "metropole": 21,
        "statut-particulier": 1,
        "ept": 11,
    }
    assert len(table.departements()) == 109
    assert len(table.regions()) == 18


def test_a_number_names_one_organisation(rows):
    assert max(Counter(row.siren for row in rows if row.siren).values()) == 1
    assert max(Counter((row.kind, row.code) for row in rows).values()) == 1


def test_every_chain_is_whole(rows):
    """commune → EPCI → département → région, whatever the row."""
    groups = {row.siren: row for row in rows if row.kind != "commune"}
    regions = {region.code for region in table.regions()}
    for row in rows:
        assert table.departement(row.departement), row
        assert row.region in regions or row.departement in OVERSEAS, row
        assert not row.epci or groups[row.epci].kind == "epci", row
        assert not row.ept or (groups[row.ept].kind == "ept" and row.epci == GRAND_PARIS), row


OVERSEAS = {"975", "977", "978", "984", "986", "987", "988", "989"}


def test_a_group_counts_the_inhabitants_of_its_communes_and_sits_where_most_of_them_live(rows):
    people: dict[str, Counter] = {}
    for row in rows:
        if row.kind == "commune":
            for group in filter(None, (row.epci, row.ept)):
                people.setdefault(group, Counter())[row.departement] += row.population or 0
    for row in rows:
        if row.kind != "commune":
            assert row.population == people[row.siren].total()
            assert people[row.siren][row.departement] == max(people[row.siren].values())


def test_in_greater_paris_a_commune_belongs_to_its_ept_and_to_the_metropole(rows):
    members = [row for row in rows if row.kind == "commune" and row.epci == GRAND_PARIS]
    assert len(members) == 130
    assert [row.nom for row in members if not row.ept] == ["Paris"]
    noisy = table.by_siren("219300514")
    assert (noisy.nom, noisy.epci, table.by_siren(noisy.ept).nom) == (
        "Noisy-le-Grand",
        GRAND_PARIS,
        "Grand Paris Grand Est",
    )


def test_a_member_without_siren_in_the_list_of_its_ept_has_it_all_the_same():
    saint_denis = table.by_code("commune", "93066")
    assert saint_denis.siren
    assert table.by_siren(saint_denis.ept).nom == "Plaine Commune"


def test_paris_is_a_commune_of_statut_particulier():
    paris = table.by_siren("217500016")
    assert (paris.type, paris.commune, paris.departement, paris.region) == (
        "statut-particulier",
        "75056",
        "75",
        "11",
    )
    assert "75013" in paris.codes_postaux


def test_the_metropole_de_lyon_is_no_epci_and_keeps_its_communes(rows):
    lyon = table.by_siren("200046977")
    assert (lyon.nom, lyon.type) == ("Métropole de Lyon", "statut-particulier")
    assert table.by_code("commune", "69123").epci == lyon.siren
    assert sum(row.epci == lyon.siren for row in rows if row.kind == "commune") == 58


@pytest.mark.parametrize(
    ("code", "nom", "departement", "region"),
    [
        ("57463", "Metz", "Moselle", "Grand Est"),
        ("2A004", "Ajaccio", "Corse-du-Sud", "Corse"),
        ("2B033", "Bastia", "Haute-Corse", "Corse"),
        ("97105", "Basse-Terre", "Guadeloupe", "Guadeloupe"),
        ("97608", "Dzaoudzi", "Mayotte", "Mayotte"),
        ("97502", "Saint-Pierre", "Saint-Pierre-et-Miquelon", ""),
        ("98818", "Nouméa", "Nouvelle-Calédonie", ""),
    ],
)
def test_communes_from_everywhere(code, nom, departement, region):
    row = table.by_code("commune", code)
    assert row.nom == nom
    assert table.departement_name(row.departement) == departement
    assert (row.region and table.region_name(row.region)) == region


def test_a_few_islands_have_no_intercommunalite(rows):
    alone = [
        row for row in rows if row.kind == "commune" and not row.epci and row.departement not in OVERSEAS
    ]
    assert [row.nom for row in alone] == ["Île-de-Bréhat", "Île-de-Sein", "Ouessant", "L'Île-d'Yeu"]


def test_a_postcode_may_be_of_several_communes():
    assert [row.nom for row in table.by_postcode("57000")] == ["Metz"]
    several = table.by_postcode("01400")
    assert "L'Abergement-Clémenciat" in [row.nom for row in several] and len(several) > 5
    assert table.by_postcode("00000") == table.by_postcode("") == []


def test_a_name_is_found_without_accents_hyphens_nor_case():
    assert [row.commune for row in table.search_name("noisy le grand")] == ["93051"]
    assert [row.siren for row in table.search_name("METROPOLE D’AIX MARSEILLE PROVENCE")] == ["200054807"]
    assert len(table.search_name("Saint-Denis")) > 1
    assert table.search_name("") == table.search_name("Trifouillis") == []


def test_what_is_unknown_is_none(rows):
    assert table.by_siren("") is table.by_siren("000000000") is None
    assert table.by_code("epci", "57463") is table.by_code("commune", "200039865") is None
    assert (
        table.by_code("commune", "") is table.by_siren("57463") is None
    )  # the key of another kind of question
    assert table.departement("99") is table.region("99") is None
    # A code that left the table is shown as it is rather than hidden.
    assert table.departement_name("99") == "99" and table.region_name("99") == "99"


def test_keys_of_the_same_checksum_are_told_apart(monkeypatch):
    lines = table._table().content.splitlines(keepends=True)[:50]
    monkeypatch.setattr(table, "crc32", lambda key: 7)
    small = table._Table(b"".join(lines))
    monkeypatch.setattr(table, "_table", lambda: small)
    assert table.by_code("commune", "01004").nom == "Ambérieu-en-Bugey"
    assert table.by_siren("000000000") is None


def test_every_row_is_found_by_each_of_its_keys(rows):
    for row in rows[::37]:
        assert table.by_code(row.kind, row.code) == row
        assert row in table.search_name(row.nom)
        assert not row.siren or table.by_siren(row.siren) == row
        assert all(row in table.by_postcode(postcode) for postcode in row.codes_postaux)


def test_departements_follow_their_codes_and_regions_their_names():
    codes = [departement.code for departement in table.departements()]
    assert codes[18:22] == ["19", "21", "22", "23"] and codes[27:31] == ["29", "2A", "2B", "30"]
    names = [region.nom for region in table.regions()]
    assert names.index("Hauts-de-France") + 1 == names.index("Île-de-France")


def test_names_of_departements_do_not_load_the_rows():
    table._table.cache_clear()
    table._departements.cache_clear()
    assert table.departement_name("85") == "Vendée"
    assert table.region_name("52") == "Pays de la Loire"
    assert table._table.cache_info().currsize == 0
