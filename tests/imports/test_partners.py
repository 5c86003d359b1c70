"""Partners: split where it is certain, whole where it is not, and nothing lost."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bibia.imports import partners
from bibia.imports.partners import read


@pytest.mark.parametrize(
    ("cell", "names"),
    [
        ("Fuitexpert", ["Fuitexpert"]),
        ("Axor, Belvo , Citelab ", ["Axor", "Belvo", "Citelab"]),
        ("Axor;Belvo", ["Axor", "Belvo"]),
        ("Axor\nBelvo\r\nCitelab", ["Axor", "Belvo", "Citelab"]),
        ("Axor - Belvo – Citelab", ["Axor", "Belvo", "Citelab"]),
        ("Axor, Axor", ["Axor"]),
        ("Axor (Paris, Lyon), Belvo", ["Axor (Paris, Lyon)", "Belvo"]),
        ("Bureau 3,5 Degrés", ["Bureau 3,5 Degrés"]),
        ("R&D/Axor", ["R&D/Axor"]),
    ],
)
def test_certain_separators(cell, names):
    found = read(cell)
    assert list(found.names) == names and found.ambiguous == ()


@pytest.mark.parametrize(
    "cell", ["", "/", "-", "Aucun", "aucune.", "NÉANT", "n/a", " sans objet ", "Aucun partenaire"]
)
def test_words_that_mean_none(cell):
    assert read(cell).names == () and not read(cell).in_house


@pytest.mark.parametrize(
    "cell", ["développé en régie", "Projet développé en interne", "en régie", "Réalisé en régie."]
)
def test_words_that_say_how_and_not_with_whom(cell):
    assert read(cell).in_house and read(cell).names == ()


def test_a_company_whose_name_holds_such_a_word_is_a_partner():
    assert read("Régie des eaux").names == ("Régie des eaux",)


@pytest.mark.parametrize(
    ("cell", "proposal"),
    [
        ("Axor-Belvo-Citelab", "Axor ; Belvo ; Citelab"),
        ("Axor Conseil-Belvo", "Axor Conseil ; Belvo"),
        ("Axo-Dev", ""),  # as likely one name as two: nothing is proposed
    ],
)
def test_a_hyphened_cell_is_kept_whole_and_named(cell, proposal):
    found = read(cell)
    assert found.names == (cell,) and found.ambiguous == ((cell, proposal),)


@pytest.mark.parametrize(
    "name", ["Noisy-le-Grand", "Rennes Métropole", "Centre-Val de Loire", "Seine-Saint-Denis"]
)
def test_a_name_of_the_table_of_territories_is_one_name(name):
    assert read(name).names == (name,) and read(name).ambiguous == ()


def test_only_the_hyphened_line_is_doubtful():
    found = read("Axor Conseil-Université d’Ici-École de Là\nCanopée")
    assert found.names == ("Axor Conseil-Université d’Ici-École de Là", "Canopée")
    assert [name for name, _ in found.ambiguous] == ["Axor Conseil-Université d’Ici-École de Là"]


def test_among_commas_a_hyphen_belongs_to_the_name():
    found = read("Pôle TEZ, Start-up Plumia, 4 autres (Ville-Haute, etc.)")
    assert found.names == ("Pôle TEZ", "Start-up Plumia", "4 autres (Ville-Haute, etc.)")
    assert found.ambiguous == ()


def test_a_bracket_that_is_never_closed_keeps_the_end_whole():
    found = read("Civico, Atelier (juriste, Habitants de l’assemblée")
    assert found.names == ("Civico", "Atelier (juriste, Habitants de l’assemblée") and found.open_bracket


@given(st.text(alphabet="abcÉ ,;()-/\n", max_size=60))
def test_no_letter_is_ever_lost(cell):
    found = read(cell)
    letters = sorted(set(cell) & set("abcÉ"))
    kept = sorted(set("".join(found.names)) & set("abcÉ"))
    assert kept == letters or found.in_house


_NAMES = st.lists(st.text("AbÉ-– ,;()[/\u00a0\n•", min_size=1, max_size=12), min_size=1, max_size=6)


@given(_NAMES, st.sampled_from(["\n", " - ", ", ", ";"]))
def test_accepting_a_split_never_removes_another_name(names, separator):
    cell = separator.join(names)
    found = partners.read(cell)
    for kept, _proposal in found.ambiguous:
        after = partners.read(partners.split(cell, kept)).names
        assert set(found.names) - {kept} <= set(after)


def test_a_name_inside_another_is_not_the_one_that_is_split():
    cell = "Grand Alpha-Bêta du Nord\nAlpha-Bêta du Nord"
    assert partners.split(cell, "Alpha-Bêta du Nord") == "Grand Alpha-Bêta du Nord\nAlpha\nBêta du Nord"


def test_what_brackets_say_stays_with_its_name():
    assert partners.split("Alpha (labo, CNRS)-Bêta du Nord", "Alpha (labo, CNRS)-Bêta du Nord") == (
        "Alpha (labo, CNRS)\nBêta du Nord"
    )
