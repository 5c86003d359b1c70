"""A short slice of the fuzzing (benches/fuzz_import.py runs the long ones), and what must hold of any order of rows."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from benches import fuzz_import
from bibia.fiches.models import Fiche, Proposal, Reserved, Version
from bibia.imports.run import import_table
from tests.imports.corpus.kit import TITLES, as_csv, rows


@pytest.mark.parametrize(("kind", "count"), [("csv", 400), ("valeurs", 200), ("classeurs", 40)])
def test_a_table_or_a_sentence_and_nothing_else(kind, count):
    found = fuzz_import.run(kind, 0, count)
    assert sum(found.values()) == count and found["table"]


def test_a_seed_always_makes_the_same_file():
    for make in (fuzz_import.csv_bytes, fuzz_import.values):
        assert make(7) == make(7) and make(7) != make(8)


_ROW = st.fixed_dictionaries(
    {
        "coll_nom": st.sampled_from(["Ville de Port-Ambre", "Ville de Metz", "Agglopole"]),
        "coll_siret": st.sampled_from(
            ["", "20098104100029", "24398151100179", "24498151100179", "24598151100179"]
        ),
        "theme": st.sampled_from(["Mobilités", "Environnement", "Cuisine", ""]),
        "projet_date": st.sampled_from(["03/2024", "04/05/2024", "12/31/2023", "25/03/2024", "T2 2024"]),
        "latitude": st.sampled_from(["", "45.76", "45.761", "45.762"]),
        "longitude": st.sampled_from(["", "4.83"]),
    }
)


# What was dragged down a column shows only in the order of its rows; it changes no value.
SEEN_IN_THEIR_ORDER = {"coordonnees-serie"}


@pytest.mark.django_db(transaction=False)
@pytest.mark.usefixtures("allowed")
@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_the_order_of_rows_does_not_matter_and_twice_is_once(tmp_path, system, data):
    changes = data.draw(st.lists(_ROW, min_size=1, max_size=len(TITLES)))
    good = [change | {"nom_projet": title} for change, title in zip(changes, TITLES, strict=False)]
    other = data.draw(st.permutations(good))
    held = []
    for order in (good, other):
        for model in (Version, Fiche, Reserved):
            model.objects.all().delete()
        Proposal.objects.filter(state=Proposal.State.PENDING).update(
            state=Proposal.State.REJECTED, decided_at="2026-01-01T00:00Z", decided_by=system
        )
        path = tmp_path / "t.csv"
        path.write_bytes(as_csv(rows(*order)))
        first = import_table(path, publish=True, by=system)
        said = sorted(
            (found.code, found.field, found.value)
            for found in first.findings
            if found.code not in SEEN_IN_THEIR_ORDER
        )
        held.append((sorted(map(str, (one.values for one in Reserved.objects.all()))), said))
        before = Proposal.objects.count(), Version.objects.count()
        again = import_table(path, publish=True, by=system)
        assert {row.outcome for row in again.rows} == {"unchanged"}
        assert (Proposal.objects.count(), Version.objects.count()) == before
    assert held[0] == held[1]
