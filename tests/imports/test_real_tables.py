"""The doctor on the four real tables, when they are here: every defect of the key, and next to no false alarm."""

import pytest

from benches import doctor
from bibia.fiches.models import Fiche, Reserved, Version
from tests.imports.conftest import DATA, outcomes

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("allowed")]
VERSIONS = ("2025-04-03-semicolons.csv", "2025-04-18-grist.csv", "2025-09-17-grist.csv")


def real(name: str):
    path = doctor.TABLES / name
    if not path.exists():
        pytest.skip(f"table réelle absente : {name}")
    return path


@pytest.mark.parametrize("name", doctor.key())
def test_every_defect_is_found_and_little_else_is_said(name):
    found = doctor.score(real(name), doctor.key()[name])
    assert found.missed == frozenset() and found.precision >= 0.95, found


def test_the_key_holds_places_and_no_text():
    for table in doctor.key().values():
        for code, places in table.items():
            assert code.replace("-", "").isalpha() and all(len(place) <= 5 for place in places)


def test_successive_versions_give_one_history_and_the_error_page_between_changes_nothing(bring):
    """What happened: three versions of the national table, and one day a page of error in its place."""
    error = DATA / "erreur-504.csv"
    for name in VERSIONS:
        path = real(name)
        report = bring(path)
        assert report.counts["refused"] == 0 and report.counts["read"] == len(report.rows)
        before = list(Reserved.objects.order_by("pk").values()), Version.objects.count()
        page = bring(error)
        assert page.refused and page.kind == "html"
        assert (list(Reserved.objects.order_by("pk").values()), Version.objects.count()) == before
        assert set(outcomes(bring(path))) == {"unchanged"}
    assert Fiche.objects.count() == Reserved.objects.count() == 33
    # One title, one organisation: one record, whose versions are those of the tables that changed it.
    pairs = [(one.nom_projet.lower(), one.coll_nom.lower()) for one in Fiche.objects.all()]
    assert len(pairs) == len(set(pairs))
    assert max(Version.objects.values_list("number", flat=True)) <= len(VERSIONS)
    for fiche in Fiche.objects.all():
        numbers = sorted(fiche.versions.values_list("number", flat=True))
        assert numbers == list(range(1, fiche.version + 1))
