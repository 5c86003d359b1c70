"""Every private page keeps the promises of the public ones, for each role that may open it."""

import json
import subprocess
import sys

import pytest

from tests.browser.measures import COLOURS, axe, overflow, weigh
from tests.browser.people import ROLES
from tests.browser.server import ROOT, library

MAX_ELEMENTS = 1_200
MAX_REQUESTS = 10
MAX_KILOBYTES = 150


@pytest.fixture(scope="module")
def private_site(tmp_path_factory):
    """A library of its own: the accounts and drafts made here are in nobody's way."""
    with library(tmp_path_factory.mktemp("private")) as opened:
        yield opened


@pytest.fixture(scope="module")
def people(private_site):
    command = [sys.executable, "-m", "tests.browser.people"]
    return json.loads(subprocess.check_output(command, cwd=ROOT, env=private_site.environment, text=True))


@pytest.fixture
def open_as(open_page, people):
    """open_as(role, script=…): a page of the browser where this role signed in."""

    def opener(role, **options):
        page = open_page(**options)
        page.context.add_cookies(people[role]["cookies"])
        return page

    return opener


@pytest.fixture
def pages(people, private_site):
    """The pages that a role is shown, and none before it."""
    return lambda role: [private_site.url + address for address in people[role]["pages"]]


@pytest.mark.parametrize("role", ROLES)
def test_private_pages_are_light_and_talk_to_nobody_else(role, private_site, pages, open_as):
    context = open_as(role).context
    for url in pages(role):
        page = context.new_page()
        weight = weigh(page, url)
        page.close()
        said = f"{role} {url} : {weight.elements} éléments, {weight.requests} requêtes, {weight.kilobytes:.1f} ko"
        assert weight.status in (200, 404, 410), said
        assert weight.elements <= MAX_ELEMENTS, said
        assert weight.requests <= MAX_REQUESTS, weight.addresses
        assert weight.kilobytes <= MAX_KILOBYTES, said
        assert weight.third_parties(private_site.host) == [], said
        assert weight.unexpected_errors() == [], said


@pytest.mark.parametrize("role", ROLES)
def test_private_pages_have_no_accessibility_violation(role, pages, open_as):
    page = open_as(role)
    for url in pages(role):
        page.goto(url)
        for width in (1280, 320):
            page.set_viewport_size({"width": width, "height": 800})
            page.emulate_media(color_scheme="light")
            assert axe(page) == [], f"{role} {url}, clair, {width} px"
            page.emulate_media(color_scheme="dark")
            assert axe(page, only=COLOURS) == [], f"{role} {url}, sombre, {width} px"
            assert overflow(page) <= 0, f"{role} {url} déborde à {width} px"


@pytest.mark.parametrize("role", ROLES)
def test_private_pages_say_the_same_without_script(role, pages, open_as):
    with_script, without = open_as(role), open_as(role, script=False)
    for url in pages(role):
        without.goto(url)
        with_script.goto(url)
        assert without.locator("script:not([src])").count() == 0, url
        words = [page.locator("main").inner_text().split() for page in (without, with_script)]
        assert words[0] == words[1], f"{role} {url}"
