"""Another nature than a use case is proposed from the words themselves, and from nothing less."""

import pytest

from bibia.imports.nature import label, proposed


@pytest.mark.parametrize(
    ("title", "description", "nature"),
    [
        ("Charte pour une IA choisie", "", "charte"),
        ("STRATÉGIE données", "", "strategie"),
        ("Notre feuille de route IA", "", "strategie"),
        ("Kit de découverte", "", "kit"),
        ("Formation des élus à l’IA", "", "kit"),
        ("Parcours de formation", "", "kit"),
        ("Étude sur les métiers", "", "etude"),
        ("Comité d’éthique", "", "gouvernance"),
        ("PLONGÉE IA", "Avec des cartes, ce kit fait découvrir l’IA.", "kit"),
        ("Règles communes", "Cette charte dit ce qui est permis.", "charte"),
    ],
)
def test_words_that_name_the_record(title, description, nature):
    assert proposed(title, description) == nature and label(nature)


@pytest.mark.parametrize(
    ("title", "description"),
    [
        ("Détection de fuites", "Le projet suit la stratégie votée et la charte de la ville."),
        ("Assistant pour la formation des agents", "Un kit est fourni."),
        ("Kitesurf et sécurité", "Chartes graphiques relues par une IA"),
        ("Rechartre", "Stratégiquement utile"),
        ("Compte rendu du comité", "L’étude de cas est publiée."),
    ],
)
def test_words_that_are_only_a_subject(title, description):
    assert proposed(title, description) == ""
