from hypothesis import given
from hypothesis import strategies as st

from bibia.fiches.vocabularies import VOCABULARIES

SUB_THEMES = VOCABULARIES["sous_theme"]
ALL_TERMS = [(vocabulary, term) for vocabulary in VOCABULARIES.values() for term in vocabulary.terms]


def test_every_spelling_leads_to_one_term_only():
    for vocabulary, term in ALL_TERMS:
        for spelling in (term.code, term.label, *term.aliases):
            assert vocabulary.match(spelling) == term.code, (vocabulary.name, spelling)


def test_case_accents_apostrophes_and_spaces_do_not_count():
    assert SUB_THEMES.match("  GESTION  de l'eau ") == "eau"
    assert SUB_THEMES.match("Gestion de l’eau") == "eau"
    assert VOCABULARIES["audience_service"].match("élu") == "elu"


def test_labels_with_hyphens_and_commas_survive_in_a_cell():
    assert VOCABULARIES["theme"].match_many("Citoyenneté, santé, et solidarité") == (["citoyennete"], [])
    cell = "Qualité de l’air et nuisances sonores-Construction et aménagement"
    assert SUB_THEMES.match_many(cell) == (["air-bruit", "amenagement"], [])
    assert VOCABULARIES["audience_service"].match_many("Grand public-agent-élu") == (
        ["grand-public", "agent", "elu"],
        [],
    )


def test_an_unknown_part_is_named_and_the_others_are_kept():
    known, unknown = SUB_THEMES.match_many("Gestion de l’eau, Chasse au trésor, Agriculture")
    assert known == ["eau", "agriculture"]
    assert unknown == ["chasse au tresor"]


def test_a_label_that_only_starts_alike_is_not_matched():
    assert VOCABULARIES["audience_service"].match_many("Agent communal") == ([], ["agent communal"])


def test_a_label_cut_by_a_line_break_is_read_whole():
    assert SUB_THEMES.match_many("Gestion\nde l’eau") == (["eau"], [])
    assert SUB_THEMES.match_many("Agriculture\nGestion de l’eau") == (["agriculture", "eau"], [])


def test_the_nearest_label_is_proposed_only_when_it_is_near():
    assert SUB_THEMES.nearest("Gestion de l’eaux") == "eau"
    assert SUB_THEMES.nearest("Sécurité") is None


@given(
    st.lists(st.sampled_from(SUB_THEMES.codes), unique=True), st.sampled_from(["-", ", ", " - ", "; ", "\n"])
)
def test_any_list_of_labels_is_read_back(codes, separator):
    cell = separator.join(SUB_THEMES.label(code) for code in codes)
    assert SUB_THEMES.match_many(cell) == (codes, [])


@given(st.text(max_size=200))
def test_any_text_is_read_without_failing(text):
    codes, _unknown = SUB_THEMES.match_many(text)
    assert set(codes) <= set(SUB_THEMES.codes)
