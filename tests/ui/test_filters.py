"""French on screen."""

from datetime import UTC, date, datetime

import pytest
from markupsafe import Markup

from bibia.ui import filters


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (date(2025, 3, 5), "5 mars 2025"),
        (date(2024, 8, 1), "1er août 2024"),
        (datetime(2024, 12, 31, 23, 30, tzinfo=UTC), "1er janvier 2025"),  # Paris is already in January
        (None, ""),
    ],
)
def test_date(value, text):
    assert filters.date_fr(value) == text


@pytest.mark.parametrize(("value", "text"), [("2024-03", "mars 2024"), ("2024", "2024"), ("", "")])
def test_month_keeps_its_precision(value, text):
    assert filters.month_fr(value) == text


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (12345, "12\u202f345"),
        (999, "999"),
        (0, "0"),
        (1234.5, "1\u202f234,5"),
        (1200.0, "1\u202f200"),
        (None, ""),
    ],
)
def test_number(value, text):
    assert filters.number_fr(value) == text


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ("L'eau : où ?", "L’eau\u00a0: où\u202f?"),
        ("un ; deux !", "un\u202f; deux\u202f!"),
        ("« mot »", "«\u00a0mot\u00a0»"),
        ("«mot»", "«\u00a0mot\u00a0»"),
        ("10 % et 5 €", "10\u00a0% et 5\u00a0€"),
        ("https://exemple.fr/?a=1", "https://exemple.fr/?a=1"),
        ("de 12:30 à 13:00", "de 12:30 à 13:00"),
        ("rock 'n' roll", "rock 'n' roll"),
        ("la suite...", "la suite…"),
        ("le 5 mars 2025, ou 1er mai", "le 5\u00a0mars\u00a02025, ou 1er\u00a0mai"),
        ("12 marsouins", "12 marsouins"),
    ],
)
def test_typo(typed, printed):
    assert filters.typo(typed) == printed
    assert filters.typo(printed) == printed


def test_typo_keeps_markup_and_leaves_the_rest():
    marked = filters.typo(Markup("<mark>l&#39;eau</mark> :"))
    assert marked == "<mark>l’eau</mark>\u00a0:"
    assert isinstance(marked, Markup)
    assert filters.typo(12) == 12
    assert not isinstance(filters.typo("<b>"), Markup)


def test_paragraphs_escapes_and_keeps_lines():
    html = filters.paragraphs("Une <ligne>.\r\nUne autre.\n\n\nUn bloc : oui.")
    assert html == "<p>Une &lt;ligne&gt;.<br>Une autre.</p><p>Un bloc\u00a0: oui.</p>"


@pytest.mark.parametrize(
    ("name", "letters"),
    [
        ("Bordeaux Métropole", "BM"),
        ("Ville de Metz", "Me"),
        ("Communauté d’agglomération Paris-Saclay", "PS"),
        ("Département de l'Hérault", "Hé"),
        ("Région", "Ré"),
        ("Syndicat mixte des eaux du Nord", "EN"),
        ("", ""),
    ],
)
def test_initials(name, letters):
    assert filters.initials(name) == letters
