"""The fiche opens with its answers, honest about what is not declared; and says how to quote it."""

import re
from html import unescape

import pytest

from bibia.catalogue import answers, cite, detail, history
from bibia.fiches import actions
from bibia.fiches.vocabularies import VOCABULARIES
from bibia.ui.filters import typo
from tests import factories
from tests.pages.reading import Page, faults

pytestmark = pytest.mark.django_db


def said(fiche):
    return {one["question"]: one["lines"] for one in answers.answers(fiche)}


def test_an_empty_fiche_says_that_nothing_is_declared():
    found = said(factories.fiche())
    for question in ("Pour qui ?", "Qu’est-ce que cela a donné ?", "Et mes données ?"):
        assert found[question] == [{"label": "", "value": "Non déclaré."}]
    assert found["Puis-je m’y opposer ?"][0]["value"] == "Non déclaré."
    assert found["À qui s’adresser ?"][0]["label"] == "Service non déclaré"


def test_a_result_says_who_says_it_and_a_failure_says_why():
    found = said(
        factories.fiche(
            projet_status="abandonne",
            status_abandon="Les données manquaient.",
            resultats=[
                {"indicateur": "Pertes", "valeur": "12", "unite": "%", "date": "2025-03", "qui": "editeur"},
                {"indicateur": "Appels", "valeur": "30"},
            ],
        )
    )["Qu’est-ce que cela a donné ?"]
    assert [line["value"] for line in found] == [
        "Le projet a été abandonné.",
        "Les données manquaient.",
        ["Pertes : 12 % (mars 2025 ; selon l’éditeur)", "Appels : 30 (sans dire qui l’affirme)"],
    ]


def test_what_is_answered_is_not_said_again():
    fiche = factories.fiche(resume="Une phrase.", service_contact="Direction de l’eau", objection="Écrire.")
    below = str([group["items"] for group in detail.groups(fiche)])
    assert "Direction de l’eau" not in below and "Écrire." not in below
    assert fiche.usage_description in below
    bare = factories.fiche()
    assert bare.usage_description not in str([group["items"] for group in detail.groups(bare)])
    assert said(bare)["De quoi s’agit-il ?"][0]["value"] == bare.usage_description
    # With a sentence under its title, the fiche has already said what it is.
    assert next(iter(said(fiche))) == "Où en est-on ?"


def test_a_charter_is_not_asked_about_personal_data():
    found = said(factories.fiche(nature="charte"))
    assert "Et mes données ?" not in found and "Puis-je m’y opposer ?" not in found
    assert "Pour qui ?" in found


def test_an_old_answer_that_is_no_longer_kept_is_not_called_undeclared():
    lines = answers.answers(factories.fiche(), lost={"aipd"})
    data = next(one["lines"] for one in lines if one["question"] == "Et mes données ?")
    assert [line["value"] for line in data] == [
        "N’est plus public : Analyse d’impact relative à la protection des données (AIPD)."
    ]


def test_the_head_of_the_page_is_in_good_french(client):
    fiche = factories.fiche(
        projet_status="service",
        projet_date="2023",
        date_service="2024-01",
        date_verification="2025-09-05",
        decision_individuelle="non",
        url_infos="https://exemple.fr/eau",
        audience_service=["agent", "elu"],
    )
    html = client.get(fiche.get_absolute_url()).content.decode()
    page = Page(html)
    assert faults("\n".join(page.visible)) == []
    assert len(page.elements) <= 350
    assert typo("En service : démarrage en 2023, mise en service en janvier 2024.") in html
    assert "Agents, élus" in html
    assert "vérifiées par le porteur le 5\u00a0septembre\u00a02025" in html
    assert "Non</div>" in html and "\u202f?\u00a0:" not in html


def test_a_fiche_is_quoted_with_its_version(client):
    fiche = factories.fiche(coll_nom="Ville d’Essai", nom_projet="Écouter l’eau")
    fiche = factories.update(fiche, vigilance="Vérifier.")
    quoted = cite.citation(fiche)
    assert quoted["text"].startswith(
        "Ville d’Essai, « Écouter l’eau », Bibliothèque d’IA territoriale, fiche"
    )
    assert "version 2," in quoted["text"]
    assert quoted["url"] == f"http://127.0.0.1:8000{history.address(fiche, 2)}"
    html = unescape(client.get(fiche.get_absolute_url()).content.decode())
    assert typo(quoted["text"]) in html and quoted["bibtex"] in html
    assert client.get(history.address(fiche, 2)).status_code == 200


def test_bibtex_is_escaped(client):
    hostile = "50 % d’eau {perdue}, \\input{x} & #1_a ~b^c $d$"
    fiche = factories.fiche(nom_projet=hostile, coll_nom="A, B and C\u2028D")
    entry = client.get(f"/cas-usage/{fiche.pk}.bib")
    assert entry["Content-Type"] == "application/x-bibtex; charset=utf-8"
    content = entry.content.decode()
    title = re.search(r"title = \{\{(.*)\}\},", content)[1]
    assert title == (
        r"50 \% d’eau {\textbraceleft}perdue{\textbraceright}, "
        r"{\textbackslash}input{\textbraceleft}x{\textbraceright} \& \#1\_a {\textasciitilde}b{\textasciicircum}c \$d\$"
    )
    assert "author = {{A, B and C D}}," in content
    # What BibTeX counts: as many braces opened as closed, never fewer on the way.
    depth = 0
    for char in content:
        depth += {"{": 1, "}": -1}.get(char, 0)
        assert depth >= 0
    assert depth == 0 and content.count("\n}") == 1


def test_the_entry_of_a_withdrawn_fiche_says_why(client):
    gone = factories.withdrawn("Le projet a fusionné.", nom_projet="Sources")
    answer = client.get(f"/cas-usage/{gone}.bib")
    assert (answer.status_code, "Le projet a fusionné." in answer.content.decode()) == (410, True)
    assert client.get("/cas-usage/zzzzzzzz.bib").status_code == 404


def test_a_reserved_value_answers_nothing(client):
    fiche = factories.fiche(budget="plus-100k", decision_individuelle="oui")
    assert "decision_individuelle" in answers.said(fiche)
    assert "Fonde une décision" not in str(said(fiche))
    actions.withdraw(fiche.pk, by=factories.system(), reason="Fin.")
    assert client.get(f"/cas-usage/{fiche.pk}.bib").status_code == 410


def test_every_audience_has_its_words():
    assert set(answers._PEOPLE) == set(VOCABULARIES["audience_service"].codes)
