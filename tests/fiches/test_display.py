"""What the items of a list say, in the words of a sentence: the same on a fiche, in a comparison and in a history."""

import pytest

from bibia.catalogue import compare, detail
from bibia.fiches import changes, display
from bibia.fiches.fields import BY_NAME
from tests import factories

LINK = "https://exemple.fr/rapport"
SAID = [
    (
        "resultats",
        {"indicateur": "Consommation d’énergie", "valeur": "−5", "unite": "%", "qui": "collectivite"},
        "Consommation d’énergie : −5 % (selon la collectivité)",
    ),
    (
        "resultats",
        {"indicateur": "Pertes", "valeur": "12", "date": "2024-05", "source": "bilan"},
        "Pertes : 12 (mai 2024 ; source : bilan ; sans dire qui l’affirme)",
    ),
    ("resultats", {"valeur": "12", "source": "bilan"}, "12 (source : bilan ; sans dire qui l’affirme)"),
    (
        "partenaires",
        {"nom": "Laboratoire", "siret": "99000001500019", "role": "recherche"},
        "Laboratoire (SIRET 990 000 015 00019 ; recherche)",
    ),
    ("partenaires", {"nom": "Laboratoire"}, "Laboratoire"),
    (
        "modeles",
        {"nom": "Modèle", "editeur": "Éditeur", "version": "2", "licence": "MIT"},
        "Modèle (Éditeur ; version 2 ; licence MIT)",
    ),
    (
        "consommation",
        {"co2e_kg": 12.5, "periode": "2024", "methode": "mesure"},
        "12,5 kg CO₂e ; 2024 ; méthode : mesure",
    ),
    (
        "deliberation",
        {"numero": "2024-12", "date": "2024-03-05", "url": LINK},
        "2024-12 (du 5 mars 2024)",
    ),
    ("evaluations", {"type": "biais", "titre": "Audit", "url": LINK}, "Biais (Audit)"),
]


@pytest.mark.parametrize(("name", "item", "said"), SAID)
def test_an_item_is_said_as_a_sentence(name, item, said):
    value = item if name == "consommation" else [item]
    [shown] = display.display(name, value)
    assert (shown.words, shown.url) == (said, item.get("url", ""))
    # One line of text keeps the link that a page hides under the words.
    assert (LINK in display.text(name, value)) is ("url" in item)


def test_a_fiche_a_comparison_and_a_history_say_the_same(db):
    results = [SAID[0][1]]
    fiche = factories.fiche(
        resultats=results, url_infos="https://www.exemple.fr/une/tres/longue/adresse?de=projet"
    )
    said = SAID[0][2]
    answers = str(detail.answers.answers(fiche))
    assert said in answers
    assert compare.row(BY_NAME["resultats"], [fiche])["cells"][0]["value"] == [said]
    assert changes.change("resultats", [], results)["after"] == said
    # A long address fills no column.
    [link] = compare.row(BY_NAME["url_infos"], [fiche])["cells"][0]["value"]
    assert link == {"text": "www.exemple.fr", "url": fiche.url_infos}
