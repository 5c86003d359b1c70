"""The settings as another process reads them from its environment."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
NAME = "from bibia import settings; print(settings.DATABASES['default']['NAME'])"


@pytest.mark.parametrize("folder", ["bibia", "a b#c%41?d", "données d’essai"])
def test_the_database_lives_in_the_folder_of_the_data_whatever_its_name(tmp_path, folder):
    environment = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    environment |= {"BIBIA_DATA": str(tmp_path / folder), "PYTHONUTF8": "1"}
    command = [sys.executable, "-c", NAME]
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, check=True, text=True)
    assert done.stdout.strip() == str(tmp_path / folder / "bibia.sqlite3")


def test_an_empty_database_address_is_none(tmp_path):
    environment = {**os.environ, "DATABASE_URL": "", "BIBIA_DATA": str(tmp_path)}
    command = [sys.executable, "-c", NAME]
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, check=True, text=True)
    assert done.stdout.strip() == str(tmp_path / "bibia.sqlite3")


@pytest.mark.parametrize(
    ("given", "believed"),
    [
        ({}, "0"),
        ({"BASE_URL": "https://ia.exemple.fr"}, "1"),
        ({"BASE_URL": "https://ia.exemple.fr", "PROXIES": "2"}, "2"),
        ({"BASE_URL": "https://ia.exemple.fr", "PROXIES": "0"}, "0"),
        ({"BASE_URL": "https://ia.exemple.fr", "PROXIES": ""}, "1"),
    ],
)
def test_a_site_in_https_has_a_server_in_front_of_it(tmp_path, given, believed):
    environment = {name: value for name, value in os.environ.items() if name not in ("BASE_URL", "PROXIES")}
    environment |= {"BIBIA_DATA": str(tmp_path), **given}
    command = [sys.executable, "-c", "from bibia import settings; print(settings.PROXIES)"]
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, check=True, text=True)
    assert done.stdout.strip() == believed


@pytest.mark.django_db
def test_no_address_that_a_reader_asks_for_is_written(client, caplog):
    assert client.get("/nulle-part/?q=secret").status_code == 404
    assert client.get("/cas-usage/zzzzzzzz-secret/").status_code == 404
    assert client.post("/cas-usage/").status_code == 405
    assert caplog.text == ""
