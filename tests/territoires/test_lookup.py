"""What people type to name their commune."""

import time

import pytest

from bibia.territoires import lookup, table


def names(text):
    return [f"{row.nom} {row.departement}" for row in lookup.find(text).communes]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Metz", "Metz 57"),
        ("  METZ  ", "Metz 57"),
        ("57000", "Metz 57"),
        ("57 000", "Metz 57"),
        ("57000 Metz", "Metz 57"),
        ("57036 Metz Cedex 1", "Metz 57"),
        ("6000", "Nice 06"),
        ("75116", "Paris 75"),
        ("75011 Paris", "Paris 75"),
        ("75111", "Paris 75"),
        ("Paris 11e arrondissement", "Paris 75"),
        ("11ème arrondissement de Paris", "Paris 75"),
        ("Lyon 3", "Lyon 69"),
        ("69383", "Lyon 69"),
        ("marseille 13ème", "Marseille 13"),
        ("13055", "Marseille 13"),
        ("Ville du Mans", "Le Mans 72"),
        ("mairie de Lille", "Lille 59"),
        ("st etienne de st geoirs", "Saint-Étienne-de-Saint-Geoirs 38"),
        ("Saint Denis (93)", "Saint-Denis 93"),
        ("st-denis 974", "Saint-Denis 974"),
        ("chalons en champagne", "Châlons-en-Champagne 51"),
        ("l’haÿ les roses", "L'Haÿ-les-Roses 94"),
        ("L'HAY-LES-ROSES", "L'Haÿ-les-Roses 94"),
        ("isle s/ la sorgue", "L'Isle-sur-la-Sorgue 84"),
        ("oullins", "Oullins-Pierre-Bénite 69"),
        ("2a004", "Ajaccio 2A"),
        ("Nouméa", "Nouméa 988"),
        ("y", "Y 80"),
    ],
)
def test_one_commune(text, expected):
    assert names(text) == [expected]


def test_homonyms_come_with_the_most_inhabited_first():
    assert names("saint-denis")[:2] == ["Saint-Denis 974", "Saint-Denis 93"]
    assert len(names("51300")) == 46


def test_a_word_of_the_name_is_enough_and_the_article_may_be_left_out():
    assert names("rochelle") == ["La Rochelle 17", "La Rochelle 70"]
    assert names("mans")[0] == "Le Mans 72"


def test_a_postcode_and_a_name_that_disagree_the_name_decides():
    assert names("57000 Nancy") == ["Nancy 54"]
    assert names("57000 blabla") == ["Metz 57"]


def test_too_many_answers_are_cut_and_said():
    found = lookup.find("saint")
    assert (len(found.communes), found.is_partial) == (lookup.MOST, True)


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("Tuolouse", "Toulouse"),
        ("Metzz", "Metz"),
        ("annecy le vieux", "Annecy"),
        ("paris 25", "Paris"),
        ("57999", "Hundling"),
    ],
)
def test_no_answer_gives_the_nearest(text, first):
    found = lookup.find(text)
    near = [row.nom for row in (found.nearest or found.communes)]
    assert first in near, near
    assert len(found.nearest) <= lookup.NEAREST


@pytest.mark.parametrize(
    "text", ["", " ", "\0", "’", "zzzzzz", "99999", "%", "a" * 5000, "1" * 5000, "١٢٣٤٥", "(("]
)
def test_hostile_texts_find_nothing_and_cost_little(text):
    lookup.find("metz")
    started = time.perf_counter()
    assert lookup.find(text).communes == ()
    assert time.perf_counter() - started < 1


def test_nobody_lives_in_the_uninhabited_territories():
    assert lookup.commune("98901") is None
    assert {row.departement for row in map(lookup.commune, ("98613", "97501")) if row} == {"986", "975"}


def test_every_commune_is_found_by_its_own_name():
    rows = [row for row in table.everything() if lookup.commune(row.commune)][::97]
    assert len(rows) > 300
    lost = [row.nom for row in rows if row not in lookup.find(row.nom).communes]
    assert lost == []


def test_every_postcode_finds_its_communes():
    rows = [row for row in table.everything() if row.codes_postaux and row.commune < "98"][::97]
    assert [row.nom for row in rows if row not in lookup.find(row.codes_postaux[0]).communes] == []


def test_names_are_kept_in_little_memory():
    assert len(lookup._names()) < 1_000_000
