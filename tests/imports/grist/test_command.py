"""manage.py grist, and the settings that it reads."""

import pytest
from django.core.management import call_command

from bibia.imports.grist import config
from bibia.imports.grist.errors import GristError
from tests import factories
from tests.imports.grist.conftest import ROW, pending
from tests.imports.grist.fake import DOC, GATEWAY, KEY, TABLE

GIVEN = {
    "url": "https://grist.exemple.test",
    "key": KEY,
    "doc": DOC,
    "table": TABLE,
    "sens": "lire",
    "private": "",
}


@pytest.fixture
def configured(settings, grist, no_pause):
    settings.GRIST = GIVEN | {"url": grist.url, "sens": "deux-sens"}


def run(capsys, *arguments: str) -> tuple[int, str, str]:
    status = 0
    try:
        call_command("grist", *arguments)
    except SystemExit as stopped:
        status = int(stopped.code or 0)
    said = capsys.readouterr()
    return status, said.out.replace("\u00a0", " ").replace("\u202f", " "), said.err


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("url", "", "GRIST_URL"),
        ("key", "", "GRIST_API_KEY"),
        ("doc", "", "GRIST_DOC"),
        ("table", "", "GRIST_TABLE"),
        ("url", "http://grist.exemple.test", "https"),
        ("url", "ftp://grist.exemple.test", "https"),
        ("url", "https://compte:secret@grist.exemple.test", "https"),
        ("url", "https://grist.exemple.test/?a=1", "https"),
        ("doc", "https://grist.exemple.test/doc/abc", "GRIST_DOC"),
        ("doc", "a/../b", "GRIST_DOC"),
        ("table", 'Fiches"; DROP', "GRIST_TABLE"),
        ("sens", "double", "GRIST_SENS"),
        ("private", "oui", "GRIST_PRIVE"),
    ],
)
def test_a_wrong_setting_is_named(settings, name, value, words):
    settings.GRIST = GIVEN | {name: value}
    with pytest.raises(GristError, match=words) as refused:
        config.load()
    assert KEY not in refused.value.sentence and "secret" not in refused.value.sentence


def test_good_settings_are_read(settings):
    settings.GRIST = GIVEN | {"private": "1", "sens": "ecrire", "url": "https://grist.exemple.test/o/equipe/"}
    found = config.load()
    assert (found.url, found.private, found.reads, found.writes) == (
        "https://grist.exemple.test/o/equipe",
        True,
        False,
        True,
    )
    assert KEY not in repr(found) and found.source == f"{DOC}/{TABLE}"


def test_nothing_is_configured_by_default(settings):
    settings.GRIST = dict.fromkeys(GIVEN, "") | {"sens": "lire"}
    assert not config.is_configured()


@pytest.mark.django_db
def test_the_command_says_what_it_did(configured, grist, capsys):
    grist.add(**ROW)
    factories.fiche()
    status, out, _ = run(capsys, "--dry-run")
    assert status == 0 and "rien n’a été changé" in out and pending() == []
    status, out, _ = run(capsys)
    assert status == 0 and "1 proposition" in out and "1 ligne écrite" in out
    assert len(pending()) == 1 and len(grist.rows) == 2
    status, out, _ = run(capsys, "--complet")
    assert status == 0 and "ligne écrite" not in out


@pytest.mark.django_db
def test_the_command_fails_with_a_sentence_when_the_answer_is_not_the_table(configured, grist, capsys):
    grist.answers = [(504, "text/html", GATEWAY)]
    status, _, err = run(capsys)
    assert status == 1 and "n’est pas la table" in err and "504" in err
    status, out, _ = run(capsys, "--etat")
    assert status == 0 and "Alerte (1 fois)" in out and "504" in out


@pytest.mark.django_db
def test_a_wrong_setting_stops_the_command(settings, capsys, db):
    settings.GRIST = GIVEN | {"doc": ""}
    status, _, err = run(capsys)
    assert status == 2 and "GRIST_DOC" in err


@pytest.mark.django_db
def test_a_key_that_may_not_write_leaves_what_was_read(configured, grist, capsys):
    grist.add(**ROW)
    grist.writable = False
    status, out, err = run(capsys)
    assert status == 1 and "1 proposition" in out and "403" in err
    assert len(pending()) == 1


@pytest.mark.django_db
def test_the_state_shows_what_waits_without_a_value(configured, grist, capsys):
    _, out, _ = run(capsys, "--etat")
    assert "Aucun échange" in out
    records = [factories.fiche(resume="Au départ.") for _ in range(6)]
    run(capsys)
    number = next(n for n, row in grist.rows.items() if row["uid"] == records[0].pk)
    factories.update(records[0], resume="Indiscret ici.")
    grist.edit(number, resume="Indiscret là-bas.")
    del grist.rows[next(n for n, row in grist.rows.items() if row["uid"] == records[1].pk)]
    run(capsys)
    status, out, _ = run(capsys, "--etat")
    assert status == 0 and "Dernier échange" in out
    assert f"ligne {number}, « Résumé »" in out or f"ligne {number}, « En une phrase »" in out
    assert "Ligne disparue" in out and records[1].pk in out and "Indiscret" not in out
