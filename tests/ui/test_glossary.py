"""The glossary file, and the terms that pages explain where they first appear."""

import re
from collections import Counter

import pytest

from bibia.fiches import actions
from bibia.fiches.vocabularies import VOCABULARIES
from bibia.ui.filters import typo
from bibia.ui.glossary import Explainer, terms
from bibia.ui.text import fold, slugify_fr
from tests import factories
from tests.pages.reading import Page, faults

TERMS = terms()


@pytest.mark.parametrize("term", TERMS.values(), ids=TERMS)
def test_each_term_is_short_and_complete(term):
    assert slugify_fr(term.code) == term.code
    # A full stop that ends a sentence, not that of "L. 311-3-1".
    sentences = re.findall(r"[^A-Z][.?!](?= [A-ZÀÉÊÎ]|$)", term.definition)
    assert 1 <= len(sentences) <= 2, sentences
    assert 40 <= len(term.definition) <= 260
    assert 15 <= len(term.example) <= 130
    assert term.definition[-1] == term.example[-1] == "."
    assert len(term.see) <= 4


@pytest.mark.parametrize("term", TERMS.values(), ids=TERMS)
def test_see_also_leads_somewhere_else(term):
    assert set(term.see) <= set(TERMS) - {term.code}
    assert len(term.see) == len(set(term.see))


def test_there_are_as_many_terms_as_one_can_read():
    assert 35 <= len(TERMS) <= 50


def test_terms_are_sorted_as_in_a_dictionary():
    names = [fold(term.name) for term in TERMS.values()]
    assert names == sorted(names)


def test_each_way_of_writing_belongs_to_one_term():
    forms = Counter(fold(form) for term in TERMS.values() for form in (term.name, *term.aliases))
    assert [form for form, count in forms.items() if count > 1] == []


def test_acronyms_are_expanded_and_nothing_else_is():
    for term in TERMS.values():
        assert bool(term.expanded) == term.name.isupper(), term.name


def test_texts_follow_french_typography():
    texts = [text for term in TERMS.values() for text in (term.definition, term.example, term.expanded)]
    assert faults("\n".join(typo(text) for text in texts)) == []
    assert not [text for text in texts if "'" in text]


def test_the_techniques_of_the_vocabulary_are_explained():
    known = {fold(form) for term in TERMS.values() for form in (term.name, *term.aliases)}
    labels = {fold(label) for code, label in VOCABULARIES["type_algorithme"].choices if code != "nsp"}
    assert labels <= known


def test_an_acronym_says_what_it_stands_for_once():
    explain = Explainer()
    assert explain("L’AIPD du service") == (
        'L’<a class="term" href="/glossaire/#aipd">'
        '<abbr title="Analyse d’impact relative à la protection des données">AIPD</abbr></a> du service'
    )
    assert explain("Une autre AIPD") == "Une autre AIPD"


def test_a_term_leads_to_its_definition_as_it_is_written():
    assert Explainer()("Un AGENT conversationnel") == (
        'Un <a class="term" href="/glossaire/#agent-conversationnel">AGENT conversationnel</a>'
    )
    assert "#agent-conversationnel" in Explainer()("deux chatbots, un chatbot")


@pytest.mark.parametrize("text", ["biaiser", "une ria", "apiculture", "un api", "pré-RAG", "le maïs"])
def test_parts_of_words_are_left_alone(text):
    assert Explainer()(text) == text


def test_either_apostrophe_and_the_longest_name_first():
    for written in ("analyse d'impact relative à la protection des données", "Analyse d’impact"):
        assert Explainer()(written).count("#aipd") == 1


def test_only_whole_texts_when_asked():
    assert "<a" in Explainer()("IA générative", whole=True)
    assert "<a" not in Explainer()("De l’IA générative pour tous", whole=True)


def test_text_is_escaped():
    assert Explainer()('<b>AIPD</b> & "x"').startswith("&lt;b&gt;<a ")
    assert Explainer()("<script>") == "&lt;script&gt;"


@pytest.mark.django_db
def test_a_fiche_explains_each_term_once_and_leads_to_the_glossary(client):
    record = factories.fiche(
        type_algorithme=["vision"],
        aipd="realisee",
        resume="Une AIPD, un LLM, une API.",
        coll_siret=factories.siret(1),
    )
    record = actions.open_field(record.pk, "type_algorithme", by=factories.system())
    page = client.get(record.get_absolute_url()).content.decode()
    anchors = re.findall(r'class="term" href="/glossaire/#([a-z-]+)"', page)
    assert (
        {"aipd", "siret", "vision-par-ordinateur", "decision-individuelle", "biais"}
        <= set(anchors)
        <= set(TERMS)
    )
    assert len(anchors) == len(set(anchors))
    # What the organisation wrote stays as it wrote it.
    assert "Une AIPD, un LLM, une API." in page


@pytest.mark.django_db
def test_the_glossary_page_has_an_anchor_for_each_term_in_order(client):
    page = Page(client.get("/glossaire/").content.decode())
    anchors = [attrs["id"] for attrs in page.all("dt")]
    assert anchors == list(TERMS)
    text = "".join(page.visible)
    assert [term.name for term in TERMS.values() if typo(term.definition) not in text] == []
    assert [name for level, name in page.headings if level == 2] == sorted({t.letter for t in TERMS.values()})
