"""Every file of the corpus gets its exact verdict: outcomes, codes, rows and columns."""

from pathlib import Path

import pytest

from bibia.imports.run import examine
from tests.imports.corpus import cases
from tests.imports.corpus.kit import Case

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("allowed")]


def verdict(path: Path, by) -> tuple[str, list[str]]:
    report = examine(path, by=by, publish=True)
    said = sorted(f"{found.code} {found.cell or found.row or '-'}" for found in report.findings)
    return report.kind if report.refused_because else "".join(row.outcome[0] for row in report.rows), said


@pytest.mark.parametrize("case", cases(), ids=lambda case: case.name)
def test_verdict(case: Case, tmp_path, system):
    path = tmp_path / case.name
    path.write_bytes(case.make())
    assert verdict(path, system) == (case.outcomes, sorted(case.findings))


def test_there_are_enough_and_each_has_a_name():
    names = [case.name for case in cases()]
    assert len(names) == len(set(names)) >= 150


def test_the_same_bytes_are_made_again():
    for case in cases():
        if not case.name.startswith("bombe"):  # long to make, and made as the others
            assert case.make() == case.make()
