"""A library whose mail goes to a real server, on loopback, and whose name browsers' keys accept."""

import time
from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from tests.browser.conftest import browser_type_launch_args, open_page  # noqa: F401 - fixtures
from tests.browser.server import library
from tests.compte.browsing import codes_in
from tests.courrier.smtp import Mailbox


@pytest.fixture(scope="session")
def postbox():
    with Mailbox() as box:
        yield box
        assert box.wrong == []


@pytest.fixture(scope="session")
def site(tmp_path_factory, postbox):
    directory = tmp_path_factory.mktemp("space")
    with library(directory, demo=False, host="localhost", EMAIL_URL=postbox.url) as opened:
        yield opened


@pytest.fixture
def code_for(postbox) -> Callable[[str], str]:
    """The code that the mail server received last for an address; each is read once."""

    def read(address: str) -> str:
        for _ in range(200):
            for mail in reversed(postbox.received):
                if mail.to == address and (found := codes_in(mail.text)):
                    postbox.received.remove(mail)
                    return found[0]
            time.sleep(0.05)
        raise AssertionError(f"aucun code pour {address}")

    return read


@pytest.fixture
def sign_in(site, code_for) -> Callable[[Page, str], None]:
    def enter(page: Page, address: str) -> None:
        page.goto(f"{site.url}/espace/connexion/")
        page.get_by_label("Votre adresse").fill(address)
        page.get_by_role("button", name="Recevoir un code").click()
        page.get_by_label("Le code reçu").fill(code_for(address))
        page.get_by_role("button", name="Se connecter").click()

    return enter
