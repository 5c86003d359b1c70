"""Moderating with the keyboard alone, without a script: from the queue to the next decision."""

import json
import subprocess
import sys

import pytest

from tests.browser.server import ROOT, library
from tests.browser.test_keyboard import follow, tab_to


@pytest.fixture(scope="module")
def moderated(tmp_path_factory):
    with library(tmp_path_factory.mktemp("moderated"), demo=False) as site:
        command = [sys.executable, "-m", "tests.browser.waiting"]
        yield site, json.loads(subprocess.check_output(command, cwd=ROOT, env=site.environment, text=True))


@pytest.fixture
def animator(moderated, open_page):
    site, made = moderated
    page = open_page(script=False)
    page.context.add_cookies([made["cookie"]])
    page.goto(f"{site.url}/espace/moderation/")
    return page, made


@pytest.mark.browser
def test_from_the_queue_to_the_next_decision(animator):
    page, _made = animator
    follow(page, lambda focus: focus["text"] == "La première proposition")
    follow(page, lambda focus: focus["text"] == "Publier")
    assert page.locator("h1").inner_text() == "La deuxième proposition"
    assert "La fiche est publiée." in page.get_by_role("status").inner_text()
    tab_to(page, lambda focus: focus["tag"] == "SELECT")
    page.keyboard.press("ArrowDown")
    tab_to(page, lambda focus: focus["tag"] == "TEXTAREA")
    page.keyboard.type("Dites-en plus, s’il vous plaît.")
    follow(page, lambda focus: focus["text"] == "Demander des changements")
    assert page.locator("h1").inner_text() == "La troisième proposition"
    follow(page, lambda focus: focus["text"] == "Refuser")
    assert "Choisissez un motif" in page.get_by_role("alert").inner_text()
    follow(page, lambda focus: focus["text"] == "La file")
    assert "1 proposition" in page.locator("h2").first.inner_text()


def _press(page, name):
    with page.expect_navigation():
        page.get_by_role("button", name=name).first.click()


@pytest.mark.browser
def test_a_shelf_is_arranged_with_buttons_and_the_enter_key_moves_nothing(animator):
    page, made = animator
    page.goto(page.url.replace("/moderation/", "/moderation/etageres/nouvelle/"))
    for words in ("rouge", "verte"):
        page.get_by_label("Ajouter une fiche").fill(f"Fiche {words}")
        with page.expect_navigation():
            page.keyboard.press("Enter")
        _press(page, "Ajouter")
    _press(page, "Monter")
    order = page.locator("ol.arranged input[name=fiche]")
    assert [one.get_attribute("value") for one in order.all()] == made["fiches"][::-1]
    page.get_by_label("Titre").fill("Pour débuter")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert [one.get_attribute("value") for one in order.all()] == made["fiches"][::-1]
    page.get_by_label("Texte", exact=True).fill("Deux fiches à lire.")
    _press(page, "Publier l’étagère")
    assert "L’étagère est publiée." in page.get_by_role("status").inner_text()
