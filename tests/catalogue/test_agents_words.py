"""Must show: agents' words find the right fiches, on the demonstration set and on the real records."""

from pathlib import Path

import pytest

from bibia.catalogue.asking import Query
from bibia.catalogue.reader import Reader
from bibia.fiches.models import Fiche
from bibia.imports.run import import_table
from tests import factories
from tests.catalogue.test_results import COLUMNS, plain_count

ROOT = Path(__file__).parents[2]
TABLES = {
    "demonstration": ROOT / "bibia/imports/demo/fiches.csv",
    "real": ROOT.parent / "shared/data/2025-09-17-grist.csv",
}
QUESTIONS = (
    ("fuites", {"Mission 90+", "Expérimentation IA pour la détection des fuites d’eau"}),
    ("fuite d’eau", {"Mission 90+", "Expérimentation IA pour la détection des fuites d’eau"}),
    ("fuite d'eau", {"Mission 90+", "Expérimentation IA pour la détection des fuites d’eau"}),
    ("90+", {"Mission 90+"}),
    ("vegetalisation", {"IA rbre"}),
    ("végétaliser", {"IA rbre"}),
    ("iA.RBRE", {"IA rbre"}),
    ("cantines scolaires", {"IA Cantines"}),
    ("asssainissement rennes", {"IA assainissement"}),
    ("delibérations", {"IADATA catégorisation des délibérations ou des participations citoyennes"}),
    ("ilot de chaleur", {"IADATA, calcul des ilots de chaleur urbains"}),
    ("conflits d'interet", {"PRECI : prévention automatisée des conflits d’intérêt"}),
    ("charte éthique", {"Charte des usages éthiques de l’IA et de la data"}),
    ("jumeaux numériques", {"DIAT Vendée Numérique"}),
    ("Drôme chatbot", {"ladrome.fr adopte un « chatbot » gonflé à l’IA"}),
)


def same(title):
    return " ".join(title.replace("'", "’").replace("\u00a0", " ").split())


@pytest.fixture(params=TABLES)
def imported(request, db):
    table = TABLES[request.param]
    if not table.exists():
        pytest.skip(f"{table.name} n’est pas dans ce dépôt")
    report = import_table(table, publish=True, by=factories.system())
    assert report.counts["published"] == 33
    return Reader()


def test_questions_find_their_fiches_first(imported):
    missed = {}
    titles = {fiche.pk: same(fiche.nom_projet) for fiche in Fiche.objects.all()}
    for question, expected in QUESTIONS:
        found = imported.search(Query(text=question)).ids
        first = {titles[id] for id in found[:3]}
        if not {same(title) for title in expected} <= first:
            missed[question] = first
    assert missed == {}


def test_ia_is_found_though_common(imported):
    results = [imported.search(Query(text=text)).total for text in ("IA", "l’IA", "l'ia", "de l'IA")]
    assert len(set(results)) == 1
    assert 10 < results[0] < 33


@pytest.mark.parametrize(
    "filters", [{}, {"theme": ("mobilites",)}, {"theme": ("ecologie",), "region": ("76",)}]
)
def test_counts_are_those_of_the_database(imported, filters):
    result = imported.search(Query(filters=filters))
    assert result.total > 0
    for name in COLUMNS:
        assert result.facets[name] == plain_count(name, filters), name
