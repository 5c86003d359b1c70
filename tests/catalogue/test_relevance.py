"""Must show: questions in agents' words find an expected fiche in the first three; today's figures are the floor."""

import pytest

from benches import relevance
from bibia.imports.run import import_table
from tests import factories

# (share of questions answered in the first three, precision of these places, recall): never lower.
FLOORS = {
    ("demonstration", "alone"): (0.989, 0.905, 0.907),
    ("demonstration", "among 300"): (0.959, 0.849, 0.892),
    ("real", "alone"): (1.0, 0.924, 0.929),
    ("real", "among 300"): (0.969, 0.866, 0.919),
}
TABLES = {
    "demonstration": relevance.DEMONSTRATION,
    "real": relevance.ROOT.parent / "shared/data/2025-09-17-grist.csv",
}


@pytest.fixture(params=TABLES)
def library(request, db):
    table = TABLES[request.param]
    if not table.exists():
        pytest.skip(f"{table.name} n’est pas dans ce dépôt")
    import_table(table, publish=True, by=factories.system())
    return request.param, *relevance.published()


def test_expected_fiches_come_first_alone_and_among_invented_ones(library):
    name, documents, keys = library
    invented = list(relevance.invented())
    assert len(invented) == 300
    for around, docs in (("alone", documents), ("among 300", [*documents, *invented])):
        total = relevance.measure(docs, keys)
        floor = FLOORS[name, around]
        assert total.success >= max(0.95, floor[0]), total.missed
        assert (total.precision, total.recall) >= floor[1:] and total.recall >= floor[2]
        assert total.empty == []


def test_every_expected_fiche_is_in_the_table(library):
    _, _, keys = library
    expected = {name for question in relevance.questions() for name in question.expected}
    assert expected - set(keys.values()) == set()
    assert len(relevance.questions()) >= 60


def test_the_measure_sees_a_ranking_that_is_turned_upside_down(library, monkeypatch):
    _, documents, keys = library
    monkeypatch.setattr("bibia.catalogue.index.WEIGHTS", (0.01, 0.01, 3.0, 0.01))
    monkeypatch.setattr("bibia.catalogue.question.SYNONYM", 0)
    found = relevance.measure([*documents, *relevance.invented()], keys)
    assert found.precision < FLOORS["demonstration", "among 300"][1]
