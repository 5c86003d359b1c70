import csv
from collections import defaultdict
from itertools import product
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyroaring import BitMap

from bibia.catalogue import analyser
from bibia.catalogue.analyser import Span, clean, is_noise, term, terms, terms_under, words, words_under
from bibia.catalogue.question import MAX_WORDS, Parser
from bibia.catalogue.vocabulary import Vocabulary
from bibia.ui.text import fold, squeeze

REAL = Path(__file__).parents[3] / "shared/data/2025-09-17-grist.csv"


def query_groups(question, vocabulary, alive):
    """The exact ways to find each word asked, as they are typed."""
    clauses = Parser(vocabulary, alive, lambda group: True).clauses(question)
    return {group: clause.typed for clause in clauses for group in clause.options[0].groups}


def indexed(text):
    return {found for word in words(clean(text)) for found in terms(word)}


def found(question, text):
    """Does the question find the text, as the index would decide it?"""
    vocabulary = Vocabulary()
    for word in words(clean(text)):
        if not is_noise(word.surface):
            vocabulary.add(word.surface, [1])
    groups = query_groups(question, vocabulary, BitMap([1]))
    return bool(groups) and all(set(group) & indexed(text) for group in groups)


@pytest.mark.parametrize(
    ("question", "text"),
    [
        ("fuite d'eau", "Détection des fuites sur le réseau d’eau potable"),
        ("fuite d’eau", "fuites d'eau"),
        ("eaux", "la gestion de l'eau"),
        ("vegetalisation", "aider les communes à végétaliser"),
        ("végétaliser", "la végétalisation des cours"),
        ("VÉGÉTALISE\u0301", "végétalisé"),
        ("deploiement", "Le service est déployé"),
        ("energetique", "performance énergétique"),
        ("jumeaux numériques", "un jumeau numérique"),
        ("coeur", "le cœur de ville"),
        ("mise en œuvre", "mise en oeuvre"),
        ("l'IA", "une IA frugale"),
        ("IA", "l’IA"),
        ("IA.rbre", "IA rbre"),
        ("iarbre", "le calque IA.rbre"),
        ("90+", "Mission 90+"),
        ("90", "Mission 90+"),
        ("e-mail", "un email"),
        ("email", "un e-mail"),
        ("Aix", "métropole d'Aix-Marseille"),
        ("aix-marseille", "Aix Marseille"),
        ("qu'une délibération", "les délibérations"),
        ("lorsqu’il pleut", "quand il pleut"),
        ("données", "DONNEES"),
        ("donnees", "la donnée"),
        ("presqu'île", "la Presqu’île"),
        ("vegetal\u00adisation", "végétalisation"),
    ],
)
def test_a_question_finds_its_other_spellings(question, text):
    assert found(question, text)


@pytest.mark.parametrize(
    ("question", "text"),
    [
        ("collecte", "la collectivité"),
        ("commune", "la communication"),
        ("don", "les données"),
        ("mobile", "les mobilités"),
        ("environ", "l'environnement"),
        ("organe", "organisation"),
        ("végétal", "légal"),
        ("usine", "usage"),
        ("90+", "90"),
    ],
)
def test_families_of_words_stay_apart(question, text):
    assert not found(question, text)


def test_elided_articles_and_stop_words_are_not_looked_for():
    assert query_groups("qu'est-ce que l'eau de la ville ?", Vocabulary(), BitMap()) == {
        ("eau",): "eau",
        ("vill",): "ville",
    }
    assert query_groups("le de la l' d’", Vocabulary(), BitMap()) == {}


def test_initials_keep_their_letters():
    assert "sig" in indexed("le S.I.G. de la ville")


def test_what_is_typed_without_accents_takes_the_stems_of_the_corpus():
    vocabulary = Vocabulary()
    vocabulary.add("employée", [1])
    assert term("employee") != term("employée")
    assert term("employée") in next(iter(query_groups("employee", vocabulary, BitMap([1]))))
    # The record that held it is gone: nothing is left to learn from it.
    assert list(query_groups("employee", vocabulary, BitMap([2]))) == [(term("employee"),)]


def test_spans_point_into_the_cleaned_text():
    text = clean("İl y a l’eau, l'Œuvre et Aix-en-Provence\u200b !")
    for word in words(text):
        assert fold(text[word.start : word.end]) == fold(word.surface)


@given(st.text(max_size=200))
def test_any_text_is_analysed(text):
    text = clean(text)
    for word in words(text):
        assert text[word.start : word.end]
        assert all(terms(word))
    assert len(Parser(Vocabulary(), BitMap(), lambda group: False).clauses(text)) <= MAX_WORDS


@given(st.text(st.sampled_from("abcdeiloqrstyéèœ’'-.+ 9L"), max_size=40), st.data())
def test_words_that_answer_are_those_that_reading_everything_finds(text, data):
    text = squeeze(clean(text))
    known = sorted({one for word in words(text) for one in terms(word)} | {"eau"})
    wanted = data.draw(st.frozensets(st.sampled_from(known), min_size=1))
    answering = [Span(word.start, word.end, wanted.intersection(terms(word))) for word in words(text)]
    assert words_under(text, wanted) == [span for span in answering if span.terms]
    assert terms_under(text, wanted) == frozenset().union(*(span.terms for span in answering))


def test_a_stem_begins_as_its_word_whatever_the_letters():
    """Words are set aside by their first two letters before they are analysed."""
    letters = [char for char in map(chr, range(0x3000)) if clean(char) == char and char.isalnum()]
    ends = ("", "e", "é", "a", "er", "este", "aisons", "eux", "issement")
    usual = "abcdefghijklmnopqrstuvwxyzàâäçéèêëîïôöùûüÿœæ0123456789ßİ"
    beginnings = [
        *letters,
        *map("".join, product(usual, usual)),
        *map("".join, product("aeiouyéœ", repeat=3)),
    ]
    for text in (beginning + end for beginning in beginnings for end in ends):
        for one in (one for word in words(text) for one in terms(word)):
            assert words_under(text, frozenset([one])), (text, one)


def test_more_pieces_than_are_kept_are_met_again(monkeypatch):
    monkeypatch.setattr(analyser, "_MOST_MET", 3)
    analyser._standing_for.cache_clear()
    wanted = frozenset([term("eau")])
    # Too many were met when "neuve" comes, and "eau" with it.
    for text in ("une eau claire", "la rue et le pont", "une eau neuve", "eaux d'été (eau)", "de l'eau"):
        expected = [word.start for word in words(text) if term(word.surface) in wanted]
        assert [span.start for span in words_under(text, wanted)] == expected


@pytest.mark.skipif(not REAL.exists(), reason="les données réelles ne sont pas dans ce dépôt")
def test_words_of_the_real_records_that_share_a_term_begin_alike():
    """A stem that gathers words of another family would gather other beginnings."""
    families = defaultdict(set)
    with REAL.open(encoding="utf-8-sig", newline="") as file:
        for row in csv.DictReader(file):
            for text in row.values():
                for word in words(clean(text)):
                    families[term(word.surface)].add(fold(word.surface))
    strange = {
        stem: forms
        for stem, forms in families.items()
        if any(not form.startswith(stem[: max(2, len(stem) - 2)]) for form in forms)
    }
    assert len(families) > 800
    assert strange == {}
