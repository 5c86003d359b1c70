"""From a messy table to proposals with the keyboard alone, without a script, then all of it taken back."""

import json
import re
import subprocess
import sys

import pytest
from playwright.sync_api import Error, expect

from tests.browser.measures import axe, overflow
from tests.browser.server import ROOT, library
from tests.browser.test_keyboard import follow, tab_to
from tests.imports.corpus.kit import as_csv, rows

OWN = {"coll_nom": "Ville de Port-Ambre", "coll_siret": "20098104100029"}
MESSY = as_csv(
    [
        ["Suivi des projets 2024"],
        *rows(
            OWN | {"Quoi": "x"},
            OWN | {"nom_projet": "Trier", "theme": "Mobilitéss"},
            OWN | {"nom_projet": "Relire", "resume": "Écrivez à jeanne@exemple.test."},
        ),
    ],
    delimiter=";",
)


@pytest.fixture(scope="module")
def opened(tmp_path_factory):
    with library(tmp_path_factory.mktemp("importing"), demo=False) as site:
        command = [sys.executable, "-m", "tests.browser.importing"]
        yield site, json.loads(subprocess.check_output(command, cwd=ROOT, env=site.environment, text=True))


@pytest.fixture
def page(opened, open_page):
    site, cookie = opened
    page = open_page(script=False)
    page.context.add_cookies([cookie])
    page.goto(f"{site.url}/espace/importer/")
    return page


def press(page, text: str) -> None:
    follow(page, lambda focus: focus["text"].startswith(text))


def read(page) -> None:
    """The page refreshes itself until the work is done; then it holds together, small and large."""
    expect(page).not_to_have_title(re.compile("en cours"), timeout=30_000)
    assert overflow(page) == 0


@pytest.mark.browser
def test_from_a_messy_table_to_proposals_and_back(page):
    tab_to(page, lambda focus: focus["text"] == "fichier")
    page.locator("input[type=file]").set_input_files(
        [{"name": "projets.csv", "mimeType": "text/csv", "buffer": MESSY}]
    )
    press(page, "Lire ce tableau")
    read(page)
    assert "Importer 3 lignes comme propositions" in page.locator("main").inner_text()
    press(page, "Accepter")
    read(page)
    assert "est acceptée" in page.get_by_role("status").inner_text()
    press(page, "Oui, c’est public")
    read(page)
    press(page, "Voir et corriger les colonnes")
    assert "Quoi" in page.locator("main").inner_text()
    page.go_back()
    press(page, "Importer 3 lignes")
    read(page)
    assert "3 lignes ont été importées" in page.locator("main").inner_text()
    press(page, "Annuler tout l’import")
    press(page, "Annuler l’import")
    read(page)
    assert page.locator("h1").inner_text() == "Import annulé"


def while_it_waits(page, measure):
    """A page that renews itself while it is measured is measured again, up to what it was waiting for."""
    while True:
        try:
            return measure(page)
        except Error as error:
            assert re.search("context was destroyed|axe is not defined", error.message), error
            page.wait_for_load_state()


@pytest.mark.browser
def test_each_step_is_accessible_on_a_small_screen(opened, open_page):
    site, cookie = opened
    page = open_page(width=320)
    page.context.add_cookies([cookie])
    page.goto(f"{site.url}/espace/importer/")
    page.locator("input[type=file]").set_input_files(
        [{"name": "projets.csv", "mimeType": "text/csv", "buffer": MESSY}]
    )
    page.get_by_role("button", name="Lire ce tableau").click()
    assert while_it_waits(page, axe) == [] and while_it_waits(page, overflow) == 0
    read(page)
    address = page.url.partition("?")[0]
    for part in ("", "?vue=toutes", "colonnes/", "lignes/4/resume/", "supprimer/"):
        page.goto(address + part)
        assert axe(page) == [] and overflow(page) == 0, part
    page.goto(address)
    page.get_by_role("button", name="Importer 3 lignes").click()
    read(page)
    for part in ("", "annuler/"):
        page.goto(address + part)
        assert axe(page) == [] and overflow(page) == 0, part
