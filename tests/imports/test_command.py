"""The two commands: status, French words, the report, and who acts."""

import json
import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from bibia.accounts.models import Account
from bibia.fiches.models import Fiche, Proposal
from bibia.imports.codes import CODES
from bibia.imports.management.commands import demo
from bibia.imports.report import OUTCOMES
from tests import factories
from tests.imports.conftest import DATA

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("allowed")]

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def run(capsys, tmp_path):
    """Status, standard output, standard error and report of one command."""

    def command(*args) -> tuple[int, str, str, dict | None]:
        report, status = tmp_path / "report.json", 0
        try:
            call_command("import_fiches", *map(str, args), "--report", str(report))
        except SystemExit as stop:
            status = stop.code
        out, err = capsys.readouterr()
        return status, out, err, json.loads(report.read_text()) if report.exists() else None

    return command


def test_done(run):
    status, out, err, report = run(DATA / "2025-09-17-twin.csv", "--publish")
    assert (status, err) == (0, "") and report["counts"]["published"] == Fiche.objects.count() == 28
    assert "28 lignes lues, 28 créées" in out and "erreur · siret-serie × 3 (lignes 13, 14, 15)" in out
    assert report["file"]["name"] == "2025-09-17-twin.csv" and len(report["file"]["sha256"]) == 64


def test_the_report_has_exactly_the_declared_shape(run):
    report = run(DATA / "2024-12-twin.xlsx", "--publish")[3]
    assert list(report) == ["format", "file", "counts", "rows", "findings"] and report["format"] == 1
    assert list(report["file"]) == ["name", "sha256", "kind", "sheet", "header_row"]
    assert set(report["counts"]) == {"read", "published", *OUTCOMES}
    assert all(list(row) == ["row", "outcome", "id"] for row in report["rows"])
    keys = ["code", "severity", "sure", "row", "cell", "column", "field", "value", "message", "proposal"]
    assert report["findings"] and all(list(finding) == keys for finding in report["findings"])
    assert all(CODES[found["code"]].severity == found["severity"] for found in report["findings"])


def test_the_screen_says_no_value(run, table):
    """What is on the screen ends in logs: values may be restricted, the report file is for them."""
    out = run(table({"herbergement": "Chez Untel, rue du Secret", "projet_contact": "secret@@"}))[1]
    assert "libelle-inconnu" in out and "Untel" not in out and "secret@@" not in out


def test_the_report_is_for_its_owner_only(run, tmp_path, table):
    run(table({}))
    assert stat.S_IMODE((tmp_path / "report.json").stat().st_mode) == 0o600


def test_dry_run(run, table):
    status, out, _, report = run(table({}), "--publish", "--dry-run")
    assert status == 0 and "rien n’a été changé" in out and report["counts"]["created"] == 1
    assert not Fiche.objects.exists() and not Proposal.objects.exists()


@pytest.mark.parametrize("name", ["erreur-504.csv", "document.csv", "vide.csv"])
def test_refused(run, name):
    status, out, err, report = run(DATA / name, "--publish")
    assert (status, out) == (1, "") and err.rstrip().endswith("Rien n’a été changé.")
    assert [finding["code"] for finding in report["findings"]] == ["pas-une-table"]
    assert not Proposal.objects.exists()


def test_a_header_alone_is_refused(run, tmp_path):
    (tmp_path / "t.csv").write_text("coll_nom,nom_projet\n")
    status, _, err, report = run(tmp_path / "t.csv")
    assert status == 1 and "que son en-tête" in err and report["file"]["kind"] == "csv"


def test_refused_when_no_row_could_be_taken(run, table):
    status, out, err, report = run(table({"coll_nom": ""}))
    assert status == 1 and "1 refusées" in out and "Aucune ligne" in err and report["counts"]["refused"] == 1


@pytest.mark.parametrize(
    ("args", "words"),
    [
        (["absent.csv"], "introuvable"),
        ([str(DATA)], "introuvable"),
        ([str(DATA / "2024-12-twin.xlsx"), "--by", "personne"], "Compte inconnu"),
    ],
)
def test_wrong_use(run, args, words):
    status, out, err, report = run(*args)
    assert (status, out, report) == (2, "", None) and words in err


def test_a_report_that_cannot_be_written_changes_nothing(capsys, table):
    with pytest.raises(SystemExit) as stop:
        call_command("import_fiches", table({}), "--publish", "--report", str(DATA / "absent" / "r.json"))
    assert stop.value.code == 2 and "absent" in capsys.readouterr().err
    assert not Fiche.objects.exists()


def test_a_report_never_takes_the_place_of_the_table(capsys, table):
    path = table({})
    before = path.read_bytes()
    with pytest.raises(SystemExit) as stop:
        call_command("import_fiches", str(path), "--publish", "--report", str(path))
    assert stop.value.code == 2 and "autre nom" in capsys.readouterr().err
    assert path.read_bytes() == before and not Fiche.objects.exists()


def test_another_account_acts(run, table):
    Account.objects.create(handle="animatrice", role="animateur")
    assert run(table({}), "--publish", "--by", "animatrice")[0] == 0
    assert Proposal.objects.get().decided_by.handle == "animatrice"


def test_who_may_not_is_told_and_changes_nothing(run, table):
    factories.account("contributeur", handle="agent", siren="200981045")
    status, _, err, _ = run(table({}), "--publish", "--by", "agent")
    assert status == 2 and "Rien n’a été changé" in err and not Proposal.objects.exists()


@pytest.mark.parametrize("args", [[], ["--inconnu"]])
def test_a_wrong_option_has_the_status_of_a_wrong_use(args, tmp_path):
    environment = {**os.environ, "BIBIA_DATA": str(tmp_path)}
    command = [sys.executable, "manage.py", "import_fiches", *args]
    assert (
        subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, check=False).returncode == 2
    )


def test_a_database_that_is_not_ready_is_said_in_a_sentence(tmp_path):
    environment = {**os.environ, "DATABASE_URL": f"sqlite:///{tmp_path / 'vide.sqlite3'}"}
    command = [sys.executable, "manage.py", "import_fiches", str(DATA / "2025-09-17-twin.csv"), "--dry-run"]
    done = subprocess.run(
        command, cwd=ROOT, env=environment, capture_output=True, check=False, encoding="utf-8"
    )
    assert done.returncode == 2 and "make run" in done.stderr and "Traceback" not in done.stderr


def test_a_wrong_option_is_an_error_for_other_code_too():
    with pytest.raises(CommandError):
        call_command("import_fiches")


def test_demo_fills_an_empty_library_once(capsys):
    call_command("demo")
    assert "33 fiches publiées" in capsys.readouterr().out
    assert Fiche.objects.count() == 33
    call_command("demo")
    assert "n’est pas vide" in capsys.readouterr().out and Fiche.objects.count() == 33


def test_demo_that_is_interrupted_leaves_nothing_and_starts_again(monkeypatch):
    def interrupted(path, *, by):
        raise KeyboardInterrupt

    with monkeypatch.context() as patch, pytest.raises(KeyboardInterrupt):
        patch.setattr(demo, "load", interrupted)
        call_command("demo")
    assert not Fiche.objects.exists()
    call_command("demo")
    assert Fiche.objects.count() == 33


def test_demo_leaves_a_library_with_a_proposal_alone(run, table, capsys):
    run(table({}))
    call_command("demo")
    assert "n’est pas vide" in capsys.readouterr().out and not Fiche.objects.exists()


def test_a_person_may_say_which_sheet_and_which_header(run, tmp_path):
    from tests.imports.corpus.kit import as_xlsx, rows, sheet_of

    def build(book):
        sheet_of(book, rows({}), "Un")
        sheet_of(book, [["Titre"], *rows({}, {})], "Deux")

    path = tmp_path / "deux.xlsx"
    path.write_bytes(as_xlsx(build))
    report = run(path, "--dry-run", "--sheet", "Deux", "--header-row", "2")[3]
    assert report["counts"]["read"] == 2
    assert (report["file"]["sheet"], report["file"]["header_row"]) == ("Deux", 2)
    assert "Trois" in run(path, "--sheet", "Trois")[2]


def test_a_reader_that_stops_listening_changes_nothing_to_what_was_done(tmp_path):
    """manage.py import_fiches … | head -1, on a library of its own."""
    environment = {**os.environ, "BIBIA_DATA": str(tmp_path), "DATABASE_URL": ""}
    manage = [sys.executable, "manage.py"]
    subprocess.run([*manage, "migrate", "--verbosity", "0"], cwd=ROOT, env=environment, check=True)
    reading, writing = os.pipe()
    os.close(reading)
    done = subprocess.run(
        [*manage, "import_fiches", str(DATA / "2025-09-17-twin.csv"), "--publish"],
        cwd=ROOT,
        check=False,
        env=environment,
        stdout=writing,
        stderr=subprocess.PIPE,
        text=True,
    )
    os.close(writing)
    assert (done.returncode, "Traceback" in done.stderr, "BrokenPipe" in done.stderr) == (0, False, False)


class TestColumns:
    def test_a_column_is_given_its_field_by_name_or_label_or_left_out(self, run, table):
        path = table(
            {"Qui": "Ville d’Élan", "Quoi": "Une phrase.", "resume": "Une autre."}, without=("coll_nom",)
        )
        said = ("--colonne", "Qui=coll_nom", "--colonne", "quoi=En une phrase", "--colonne", "theme=")
        status, _, err, report = run(path, *said)
        assert (status, err) == (0, "") and report["counts"]["created"] == 1
        values = Proposal.objects.get().values
        assert (values["coll_nom"], values["resume"]) == (
            "Ville d’Élan",
            "Une phrase.",
        ) and "theme" not in values

    @pytest.mark.parametrize("said", ["Absente=coll_nom", "theme=inconnu", "theme", "=theme"])
    def test_what_is_no_column_or_no_field_is_a_wrong_use(self, run, table, said):
        status = 0
        try:
            status, _, err, _ = run(table({}), "--colonne", said)
        except CommandError as error:  # what argparse refuses, when called from Python
            status, err = 2, str(error)
        assert status == 2 and said.partition("=")[0] in err
        assert not Proposal.objects.exists()
