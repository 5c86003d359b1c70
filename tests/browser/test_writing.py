"""A light fiche with the keyboard alone and without script: fewer than twelve actions, and nothing in the way."""

import json
import subprocess
import sys

import pytest
from playwright.sync_api import Page

from tests.browser.server import ROOT, library
from tests.browser.test_keyboard import tab_to

MOST_ACTIONS = 12


@pytest.fixture(scope="module")
def writing_site(tmp_path_factory):
    with library(tmp_path_factory.mktemp("writing"), demo=False) as opened:
        yield opened


@pytest.fixture(scope="module")
def cookies(writing_site):
    command = [sys.executable, "-m", "tests.browser.writer"]
    environment = writing_site.environment
    return json.loads(subprocess.check_output(command, cwd=ROOT, env=environment, text=True))


class Keyboard:
    """Counts what a person does; moving the focus is not doing."""

    def __init__(self, page: Page):
        self.page, self.actions = page, 0

    def field(self, name: str, text: str) -> None:
        tab_to(self.page, lambda _focus: self.page.evaluate("document.activeElement.name") == name)
        self.page.keyboard.type(text)
        self.actions += 1

    def press(self, words: str) -> None:
        tab_to(self.page, lambda focus: focus["text"].startswith(words))
        with self.page.expect_navigation():
            self.page.keyboard.press("Enter")
        self.actions += 1


def four_answers(keys: Keyboard) -> None:
    keys.field("nom_projet", "Repérer les dépôts sauvages")
    keys.field("resume", "Les agents voient sur une carte les dépôts signalés.")
    keys.field("theme", "Transformation")
    keys.field("projet_status", "En exp")


def test_a_member_writes_and_sends(writing_site, open_page, cookies):
    page = open_page(script=False, width=360)
    page.context.add_cookies(cookies)
    page.goto(f"{writing_site.url}/espace/proposer/")
    keys = Keyboard(page)
    four_answers(keys)
    keys.press("Continuer")
    assert page.locator("h1").inner_text() == "Relire et envoyer"
    keys.press("Envoyer pour relecture")
    assert "C’est envoyé" in page.locator("main").inner_text()
    assert "En attente de relecture" in page.locator("main").inner_text()
    assert keys.actions < MOST_ACTIONS


def test_a_visitor_writes_before_signing_in_and_finds_it_again(writing_site, open_page, cookies):
    page = open_page(script=False)
    page.goto(f"{writing_site.url}/espace/proposer/")
    keys = Keyboard(page)
    four_answers(keys)
    keys.field("organisation", "Rennes")
    keys.press("Continuer")
    tab_to(page, lambda _focus: page.evaluate("document.activeElement.name") == "choix")
    page.keyboard.press("Space")
    keys.actions += 1
    keys.press("Continuer")
    keys.press("Me connecter pour envoyer")
    assert "/espace/connexion/?next=" in page.url and keys.actions < MOST_ACTIONS
    page.goto(f"{writing_site.url}/espace/brouillons/")
    assert "Repérer les dépôts sauvages" in page.locator("main").inner_text()


def test_a_list_grows_without_script(writing_site, open_page, cookies):
    page = open_page(script=False, width=320)
    page.goto(f"{writing_site.url}/espace/proposer/")
    keys = Keyboard(page)
    keys.field("nom_projet", "Compter les vélos")
    keys.press("Continuer")
    draft = page.url.split("/organisation/")[0]
    page.goto(f"{draft}/rubrique/retours/")
    keys.field("resultats-0-indicateur", "Vélos comptés")
    keys.field("resultats-0-valeur", "1200")
    keys.press("Ajouter une ligne")
    assert page.locator("fieldset.row").count() == 2
    assert page.locator("[name=resultats-0-indicateur]").input_value() == "Vélos comptés"
    keys.press("Retirer")
    assert page.locator("[name=resultats-0-indicateur]").input_value() == ""
