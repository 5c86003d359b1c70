"""The measures find what they look for: each seeded fault is seen."""

import pytest

from tests.browser.measures import COLOURS, axe, overflow, weigh

FRAME = "<!doctype html><html lang=fr><title>Essai</title><main><h1>Essai</h1>{}</main>"


@pytest.mark.parametrize(
    ("fault", "rule"),
    [
        ('<img src="/static/x.png">', "image-alt"),
        ('<p style="color:#bbb;background:#fff">pâle</p>', "color-contrast"),
        ("<h4>saut de niveau</h4>", "heading-order"),
        (
            '<p><a href="/a" style="font-size:8px">a</a><a href="/b" style="font-size:8px">b</a></p>',
            "target-size",
        ),
    ],
)
def test_axe_sees_the_fault(fault, rule, site, open_page):
    page = open_page()
    page.set_content(FRAME.format(fault))
    assert any(line.startswith(rule) for line in axe(page))


def test_colours_are_judged_in_the_dark(site, open_page):
    page = open_page(dark=True)
    style = "<style>@media (prefers-color-scheme: dark) {p {background: #222; color: #444}}</style>"
    page.set_content(FRAME.format(style + "<p>sombre</p>"))
    assert any(line.startswith("color-contrast") for line in axe(page, only=COLOURS))


def test_overflow_is_seen(site, open_page):
    page = open_page(width=320)
    page.set_content(FRAME.format('<div style="width:400px">large</div>'))
    assert overflow(page) >= 80


def test_weight_counts_everything(site, open_page):
    page = open_page()
    body = FRAME.format('<script>document.cookie = "suivi=1"; console.error("raté")</script>')
    body += '<img alt="" src="http://tiers.test/pixel.gif">' + "<!--" + "x" * 50_000 + "-->"
    page.route(
        site.url + "/essai", lambda route: route.fulfill(body=body, content_type="text/html; charset=utf-8")
    )
    weight = weigh(page, site.url + "/essai")
    assert weight.third_parties(site.host) == ["http://tiers.test/pixel.gif"]
    assert weight.cookies == ["suivi"]
    assert "raté" in weight.unexpected_errors()
    assert weight.requests >= 2
    assert weight.elements == 8


def test_transferred_bytes_are_those_of_the_network(site, open_page):
    weight = weigh(open_page(), site.url + "/")
    assert 2 < weight.kilobytes < 100
    assert weight.requests >= 2
