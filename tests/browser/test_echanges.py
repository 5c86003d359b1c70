"""A reader without script, whose mail goes through a real server: asks, confirms, is published, follows, stops."""

import re
import time
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page

from tests.browser.measures import axe, overflow
from tests.browser.server import library
from tests.courrier.smtp import Mailbox

READER = "lectrice@exemple.test"
ASKED = "Combien de temps faut-il pour commencer ?"
# What the animator does, as in tests/echanges/.
PUBLISH = """
from bibia.accounts.models import Account
from bibia.echanges import actions
from bibia.echanges.models import Exchange
from bibia.fiches.guard import trusted
with trusted():
    made, system = Exchange.objects.get(state="waiting"), Account.objects.system()
made = actions.publish(made, by=system, text=made.text, author=made.author)
actions.answer(made, by=system, text="Trois mois, avec un essai.")
"""


@pytest.fixture(scope="module")
def box():
    with Mailbox() as opened:
        yield opened


@pytest.fixture(scope="module")
def site(tmp_path_factory, box):
    with library(tmp_path_factory.mktemp("echanges"), EMAIL_URL=box.url) as opened:
        yield opened


def mail(box: Mailbox, count: int):
    """The last message, once so many were received."""
    for _ in range(100):
        if len(box.received) >= count:
            return box.received[-1]
        time.sleep(0.1)
    raise AssertionError(f"{len(box.received)} courriels sur {count}")


def link(text: str) -> str:
    """The path of the first link of a message: the server of this test has its own port."""
    parts = urlsplit(re.search(r"https?://\S+", text)[0])
    return parts.path + (f"?{parts.query}" if parts.query else "")


def looked_at(page: Page, checker: Page) -> None:
    """The same document in a browser with script, where axe can run."""
    if page.url.endswith("/") or "?" in page.url:
        checker.goto(page.url)
        for width in (1280, 320):
            checker.set_viewport_size({"width": width, "height": 800})
            assert axe(checker) == [], page.url
            assert overflow(checker) <= 0, page.url


def test_a_reader_asks_confirms_and_reads_the_answer(site, box, open_page):
    page, checker = open_page(script=False, width=360), open_page()
    page.goto(f"{site.url}/cas-usage/")
    page.locator(".card h3 a").first.click()
    fiche = page.url
    page.get_by_role("link", name="Poser une question").click()
    looked_at(page, checker)
    page.get_by_role(
        "button", name="Envoyer la question"
    ).click()  # the browser itself asks for what is missing
    assert page.url.endswith("/question/")
    page.get_by_label("Votre question").fill(ASKED)
    page.get_by_label("Votre fonction ou votre organisation").fill("habitante")
    page.get_by_label("Votre adresse électronique").fill(READER)
    page.get_by_role("button", name="Envoyer la question").click()
    assert "Il reste un geste" in page.inner_text("h1")
    looked_at(page, checker)
    asked = mail(box, 1)
    assert asked.to == READER and ASKED not in asked.text
    page.goto(site.url + link(asked.text))
    assert "Combien de temps" in page.inner_text("blockquote")
    page.get_by_role("button", name="Envoyer la question").click()
    assert "C’est reçu" in page.inner_text("h1")
    looked_at(page, checker)
    page.goto(fiche)
    assert "Combien de temps" not in page.inner_text("main")
    site.manage("shell", "-c", PUBLISH)
    began = time.monotonic()
    page.reload()
    assert time.monotonic() - began < 1
    section = page.locator(".voiced").inner_text()
    for said in ("Combien de temps", "Trois mois, avec un essai.", "le jour même"):
        assert said in section
    assert READER not in page.content()
    looked_at(page, checker)
    site.manage("courrier")  # a command leaves its messages to the next round
    told = mail(box, 3)
    assert told.to == READER and "Trois mois" in told.text


def test_an_alert_is_asked_confirmed_and_stopped(site, box, open_page):
    before = len(box.received)
    page, checker = open_page(script=False), open_page()
    page.goto(f"{site.url}/cas-usage/?q=eau")
    page.get_by_role("link", name="courriel hebdomadaire").click()
    looked_at(page, checker)
    assert "la recherche « eau »" in page.inner_text("main").replace("\u00a0", " ")
    page.get_by_label("Votre adresse électronique").fill(READER)
    page.get_by_role("button", name="Recevoir les nouveautés").click()
    page.goto(site.url + link(mail(box, before + 1).text))
    looked_at(page, checker)
    page.get_by_role("button", name="Confirmer cette alerte").click()
    assert "Votre alerte est en place" in page.inner_text("h1")
    looked_at(page, checker)
    page.get_by_role("button", name="Arrêter cette alerte").click()
    assert "C’est arrêté" in page.inner_text("h1")


def test_public_pages_leave_no_cookie_after_a_visit_to_a_form(site, open_page):
    page = open_page()
    page.goto(f"{site.url}/cas-usage/")
    page.locator(".card h3 a").first.click()
    page.get_by_role("link", name="Écrire au service").click()
    assert {cookie["path"] for cookie in page.context.cookies()} == {"/espace/"}
    asked = []
    page.on("request", lambda request: asked.append(request))
    page.goto(f"{site.url}/cas-usage/")
    assert {request.all_headers().get("cookie", "") for request in asked} == {""}
