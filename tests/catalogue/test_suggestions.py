"""Suggestions while typing: only public words, whole pages without a script, and every one leads somewhere."""

import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bibia.catalogue.completing import FICHES, ORGANISATIONS, WORDS
from bibia.fiches import actions
from tests import factories


@pytest.fixture
def shelf(db):
    factories.fiche(nom_projet="Cantines sans gaspillage", coll_nom="Ville de Caen")
    factories.fiche(nom_projet="Carte des arbres", coll_nom="Ville de Metz")
    factories.fiche(nom_projet="Gestion de l’eau", coll_nom="Syndicat des eaux du Cantal")
    factories.fiche(nom_projet="Gestion des eaux usées", coll_nom="Syndicat des eaux du Cantal")


def suggested(client, text):
    answer = client.get("/cas-usage/suggestions.json", {"q": text})
    assert answer.status_code == 200
    families = json.loads(answer.content)["familles"]
    return {family["label"]: [one["text"] for one in family["items"]] for family in families}


def test_words_fiches_and_organisations_that_begin_so(shelf, client):
    assert suggested(client, "cant") == {
        "Mots": ["cantal", "cantines"],
        "Fiches": ["Cantines sans gaspillage"],
        "Organisations": ["Syndicat des eaux du Cantal"],
    }


def test_the_words_already_there_are_kept_and_answered_together(shelf, client):
    found = suggested(client, "gestion de l'e")
    assert found == {}
    found = suggested(client, "gestion de l’ea")
    assert found["Mots"] == ["gestion de l'eaux"] or found["Mots"] == ["gestion de l'eau"]
    assert set(found["Fiches"]) == {"Gestion de l’eau", "Gestion des eaux usées"}
    assert "Mots" not in suggested(client, "arbres cant")


def test_agents_words_are_completed_when_what_they_stand_for_has_fiches(shelf, client):
    assert suggested(client, "nid") == suggested(client, "poub") == {}
    factories.fiche(nom_projet="Entretien de la voirie")
    factories.fiche(nom_projet="Tri des déchets")
    assert suggested(client, "nid")["Mots"] == ["nid-de-poule"]
    assert suggested(client, "nid-de-pou")["Mots"] == ["nid-de-poule"]
    assert suggested(client, "poub")["Mots"] == ["poubelle"]
    for word in ("nid-de-poule", "poubelle"):
        assert "1 fiche" in client.get("/cas-usage/", {"q": word}).content.decode()


def test_agents_words_that_fiches_hold_too_are_said_once(shelf, client):
    factories.fiche(
        nom_projet="Restauration scolaire", usage_description="La cantine des écoles, l’éclairage"
    )
    assert suggested(client, "cant")["Mots"] == ["cantal", "cantine"]
    assert suggested(client, "éclai")["Mots"] == ["éclairage"]
    assert suggested(client, "restauration sco")["Mots"] == ["restauration scolaire"]


@pytest.mark.parametrize("text", ["", "c", "cant ", "cant !", "!!", "de", "\x00", "«", "ca" * 300])
def test_nothing_to_suggest_is_an_answer(shelf, client, text):
    assert suggested(client, text).keys() <= {"Mots", "Fiches", "Organisations"}
    assert client.get("/cas-usage/suggestions/", {"q": text}).status_code == 200


def test_the_page_says_the_same_and_each_word_leads_to_fiches(shelf, client):
    page = client.get("/cas-usage/suggestions/?q=ges").content.decode()
    answer = json.loads(client.get("/cas-usage/suggestions.json?q=ges").content)
    for family in answer["familles"]:
        for one in family["items"]:
            assert f'href="{one["url"]}"' in page
            assert "Aucune fiche" not in client.get(one["url"]).content.decode()


def test_words_of_a_withdrawn_fiche_are_forgotten(shelf, client):
    gone = factories.fiche(nom_projet="Lampadaires", coll_nom="Ville de Lampaul")
    assert set(suggested(client, "lamp")) == {"Mots", "Fiches", "Organisations"}
    actions.withdraw(gone.pk, by=factories.system(), reason="Fin du projet.")
    assert suggested(client, "lamp") == {}


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(max_size=30) | st.text(alphabet="cagensti '’\"«»-.é", max_size=20))
def test_no_text_breaks_it_and_it_stays_short(shelf, client, text):
    found = suggested(client, text.encode(errors="replace").decode())
    for label, most in (("Mots", WORDS), ("Fiches", FICHES), ("Organisations", ORGANISATIONS)):
        assert len(found.get(label, ())) <= most


def test_text_is_never_markup(db, client):
    factories.fiche(nom_projet="<b>gras</b> & cantine")
    page = client.get("/cas-usage/suggestions/?q=gra").content.decode()
    assert "&lt;b&gt;gras" in page and "<b>gras" not in page


def test_a_restricted_word_is_neither_found_completed_corrected_nor_suggested(db, client):
    factories.fiche(nom_projet="Relever les compteurs", financement="Fonds xylographe du voisinage")
    for text in ("xylographe", "xylo", "xylografe", '"fonds xylographe"', "«xylographe»"):
        page = client.get("/cas-usage/", {"q": text}).content.decode()
        assert "Aucune fiche" in page and "Résultats pour" not in page.replace("\u00a0", " ")
        assert suggested(client, text) == {}
