"""Every public page keeps its promises to its reader: light, complete without script, usable by everyone."""

import pytest

from bibia.routes import ROUTES, Kind
from tests.browser.measures import COLOURS, LAYOUT, axe, overflow, weigh

MAX_REQUESTS = 8
MAX_KILOBYTES = 100
MAX_ELEMENTS = {Kind.PAGE: 450, Kind.REFERENCE: 1200}
MIN_ECOINDEX = 75
BETWEEN, PHONES = 768, (360, 390)

PAGES = [name for name, route in ROUTES.items() if route.kind != Kind.DATA]
DATA = [name for name, route in ROUTES.items() if route.kind == Kind.DATA]


def _status(url: str) -> int:
    """A withdrawn fiche keeps its address, and says why it left."""
    return 410 if "-retiree" in url else 200


@pytest.mark.parametrize("name", PAGES)
def test_page_is_light_and_asks_nothing_of_its_reader(name, site, addresses, open_page):
    visitor = open_page().context
    for url in addresses(name):
        page = visitor.new_page()
        weight = weigh(page, url)
        page.close()
        context = f"{url} : {weight.elements} éléments, {weight.requests} requêtes, {weight.kilobytes:.1f} ko"
        assert weight.status == _status(url), context
        assert weight.elements <= MAX_ELEMENTS[ROUTES[name].kind], context
        assert weight.requests <= MAX_REQUESTS, weight.addresses
        assert weight.kilobytes <= MAX_KILOBYTES, context
        assert weight.third_parties(site.host) == []
        assert weight.cookies == []
        assert weight.unexpected_errors() == []
        if ROUTES[name].kind == Kind.PAGE:
            assert weight.score >= MIN_ECOINDEX, f"{context}, EcoIndex {weight.score:.1f}"


@pytest.mark.parametrize("name", PAGES)
def test_page_has_no_accessibility_violation(name, addresses, open_page):
    page = open_page()
    for url in addresses(name):
        page.goto(url)
        for width in (1280, 320):
            page.set_viewport_size({"width": width, "height": 800})
            page.emulate_media(color_scheme="light")
            assert axe(page) == [], f"{url}, clair, {width} px"
            page.emulate_media(color_scheme="dark")
            assert axe(page, only=COLOURS) == [], f"{url}, sombre, {width} px"
            assert overflow(page) <= 0, f"{url} déborde à {width} px"
        page.emulate_media(color_scheme="light")
        page.set_viewport_size({"width": BETWEEN, "height": 800})
        assert axe(page, only=LAYOUT) == [], f"{url}, clair, {BETWEEN} px"
        for width in (BETWEEN, *PHONES):
            page.set_viewport_size({"width": width, "height": 800})
            assert overflow(page) <= 0, f"{url} déborde à {width} px"


@pytest.mark.parametrize("name", PAGES)
def test_page_is_the_same_document_without_script(name, addresses, open_page):
    """axe cannot run without script; the same document has the same violations: none."""
    with_script, without = open_page(), open_page(script=False)
    for url in addresses(name):
        with_script.goto(url)
        without.goto(url)
        if without.locator("script").count():  # a script may only smooth: it adds and takes away no word
            assert without.locator("script:not([src])").count() == 0
            words = [page.locator("main").inner_text().split() for page in (without, with_script)]
            assert words[0] == words[1], url
        else:
            assert without.content() == with_script.content(), url


@pytest.mark.parametrize("name", DATA)
def test_data_leaves_no_cookie(name, addresses, open_page):
    page = open_page()
    for url in addresses(name):
        assert page.request.get(url).status in (200, 410), url
        assert page.context.cookies() == []


@pytest.mark.parametrize("path", ["/adresse-inconnue/", "/cas-usage/00000000-inconnu/"])
def test_page_not_found_is_a_page_like_the_others(path, site, open_page):
    for page in (open_page(), open_page(dark=True, width=320)):
        assert page.goto(site.url + path).status == 404
        assert axe(page) == []
        assert overflow(page) <= 0
        assert page.locator("h1").count() == 1
