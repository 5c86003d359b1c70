"""Tables to download: what a spreadsheet reads, and what it must never run."""

import csv
import io

import pytest

from bibia.ui.sheet import sheet


def read(content):
    assert content.startswith(b"\xef\xbb\xbf")
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""), delimiter=";"))


def test_text_numbers_and_nothing():
    content = sheet([["Libellé", 12, None, -3], ['Un « mot » ; "deux"', "deux\nlignes", "œuvre", 0]])
    assert content.endswith(b"\r\n")
    assert read(content) == [
        ["Libellé", "12", "", "-3"],
        ['Un « mot » ; "deux"', "deux\nlignes", "œuvre", "0"],
    ]


@pytest.mark.parametrize(
    "text",
    [
        "=1+1",
        '=HYPERLINK("https://voleur.test")',
        "+1",
        "-1+2",
        "@SUM(A1)",
        "\t=1",
        "\r=1",
        "\n=1",
        "  =1+1",
        "\u00a0=1",
        "＝1+1",
        "－2",
    ],
)
def test_no_cell_is_a_formula(text):
    [[cell]] = read(sheet([[text]]))
    assert cell == f"'{text}"


@pytest.mark.parametrize("text", ["Projet = eau", "3 - 2", "a@b", "", "’=", "l’eau"])
def test_an_ordinary_cell_is_left_as_it_is(text):
    [[cell]] = read(sheet([[text]])) or [[""]]
    assert cell == text
