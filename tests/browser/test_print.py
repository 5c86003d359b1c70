"""Paper: a fiche holds on one sheet that can be put in a file; a comparison lies on its side."""

import re

import pytest

from bibia.routes import ROUTES

A4 = {"width": "210mm", "height": "297mm"}


def sheets(pdf: bytes) -> int:
    """What the tree of the pages says: Chromium writes it uncompressed."""
    return max(map(int, re.findall(rb"/Count (\d+)", pdf)))


def boxes(pdf: bytes) -> set[tuple[float, float]]:
    return {
        (float(width), float(height))
        for width, height in re.findall(rb"/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]", pdf)
    }


@pytest.fixture
def heaviest(site) -> list[str]:
    """The four longest fiches of the demonstration set."""
    values = site.values()
    return [values["fiche"], *(values[name] for name in ("other", "third", "fourth"))]


def test_a_fiche_holds_on_one_sheet(site, heaviest, open_page):
    page = open_page()
    page.emulate_media(media="print")
    for identifier in heaviest:
        page.goto(f"{site.url}/cas-usage/{identifier}-/")
        pdf = page.pdf(prefer_css_page_size=True, **A4)
        assert sheets(pdf) == 1, page.url
        said = page.locator("body").inner_text()
        assert "L’essentiel" in said and "À qui s’adresser" in said and f"/cas-usage/{identifier}-" in said
        assert "Non renseigné" not in said and "Réservé aux membres" not in said
        assert "Fiches proches" not in said and "Aller au contenu" not in page.locator("main").inner_text()


def test_a_comparison_lies_on_its_side(site, heaviest, open_page):
    page = open_page()
    page.goto(f"{site.url}{ROUTES['comparer'].samples[0]}?fiches={','.join(heaviest)}")
    page.emulate_media(media="print")
    pdf = page.pdf(prefer_css_page_size=True)
    assert all(width > height for width, height in boxes(pdf)) and boxes(pdf)
    assert "Retirer" not in page.locator("main").inner_text()
    assert page.locator("details dd").first.is_visible()
