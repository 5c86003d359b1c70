"""A table on disk, an account, and the import itself."""

import csv
import io
import json
from pathlib import Path

import pytest

from bibia.accounts.models import Account
from bibia.fiches.guard import trusted
from bibia.imports import actions
from bibia.imports.models import Import
from bibia.imports.report import Report
from bibia.imports.run import import_table

DATA = Path(__file__).parents[1] / "data"
# A use case that can be published as it is.
ROW = {
    "coll_nom": "Ville de Port-Ambre",
    "nom_projet": "Lire les compteurs d’eau",
    "usage_description": "Le service lit les compteurs à partir de photos.",
    "theme": "Mobilités",
    "date": "06/05/2025",
}


@pytest.fixture
def allowed():
    with trusted():
        yield


@pytest.fixture
def system(db) -> Account:
    with trusted():
        return Account.objects.system()


@pytest.fixture
def table(tmp_path):
    """Write rows as a CSV file; a row is what differs from ROW."""

    def write(*rows: dict, name: str = "table.csv", without: tuple[str, ...] = ()) -> Path:
        rows = [{k: v for k, v in (ROW | row).items() if k not in without} for row in rows]
        header = list(dict.fromkeys(key for row in rows for key in row))
        file = io.StringIO(newline="")
        writer = csv.DictWriter(file, header, restval="")
        writer.writeheader()
        writer.writerows(rows)
        path = tmp_path / name
        path.write_bytes(file.getvalue().encode())
        return path

    return write


@pytest.fixture
def bring(system):
    def run(path: Path, *, publish: bool = True, dry_run: bool = False, by: Account | None = None) -> Report:
        return import_table(path, publish=publish, dry_run=dry_run, by=by or system)

    return run


@pytest.fixture
def elsewhere(tmp_path, settings):
    settings.DATA_DIR = tmp_path / "data"
    settings.DATA_DIR.mkdir()


@pytest.fixture
def given(table, system):
    """Receive a table of these rows and examine it."""

    def give(*rows: dict, by=None, publish=True, options=None, siren="", **kwargs) -> Import:
        path = table(*rows, **kwargs)
        received = actions.receive(path.read_bytes(), name=path.name, by=by or system, siren=siren)
        actions.examine(received.pk, by=by or system, publish=publish, options=options)
        return received

    return give


def outcomes(report: Report) -> list[str]:
    return [row.outcome for row in report.rows]


def codes(report: Report, row: int | None = None) -> list[str]:
    return [found.code for found in report.findings if row is None or found.row == row]


def found(report: Report, code: str) -> dict:
    """The one finding of this code, as the report writes it."""
    (finding,) = [finding for finding in report.findings if finding.code == code]
    return finding.as_dict()


def normalised(report: Report) -> dict:
    """The report without the identifiers, which are random: "id" where there is one."""
    written = json.loads(json.dumps(report.as_dict()))
    for row in written["rows"]:
        row["id"] = "id" if row["id"] else ""
    return written
