"""Chromium of the system, and one library served for all the browser tests of a process."""

import shutil
from collections.abc import Callable

import pytest
from playwright.sync_api import Browser, Page

from bibia.routes import ROUTES
from tests.browser.server import library

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    # No name resolves: a page that asks a third party fails instead of reaching it.
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost",
]
CHROMIUM = ("chromium", "chromium-browser", "google-chrome")


def pytest_collection_modifyitems(items):
    for item in items:
        if {"site", "browser"} & set(item.fixturenames):
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args):
    executable = next(filter(None, map(shutil.which, CHROMIUM)), None)
    assert executable, "Chromium est absent : apt install chromium"
    return {**browser_type_launch_args, "executable_path": executable, "args": FLAGS}


@pytest.fixture(scope="session")
def site(tmp_path_factory):
    """The demonstration library, served by the production server."""
    with library(tmp_path_factory.mktemp("library")) as opened:
        yield opened


@pytest.fixture(scope="session")
def addresses(site) -> Callable[[str], list[str]]:
    """The sample addresses of a declared route, filled with what this library holds."""
    values = site.values()
    return lambda name: [site.url + sample.format(**values) for sample in ROUTES[name].samples]


@pytest.fixture
def open_page(browser: Browser):
    """Open a page of a fresh visitor: open_page(width=320, dark=True, script=False)."""
    contexts = []

    def opener(*, width: int = 1280, dark: bool = False, script: bool = True) -> Page:
        context = browser.new_context(
            viewport={"width": width, "height": 800},
            color_scheme="dark" if dark else "light",
            java_script_enabled=script,
            locale="fr-FR",
        )
        contexts.append(context)
        return context.new_page()

    yield opener
    for context in contexts:
        context.close()
