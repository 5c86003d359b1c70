"""WCAG contrasts computed from the tokens of the stylesheet, in light and in dark."""

import gzip
import re
from pathlib import Path

import pytest

from bibia import ui
from bibia.fiches.vocabularies import VOCABULARIES
from bibia.ui.jinja import THEMES

CSS = Path(ui.__file__).parent / "static" / "ui" / "bibia.css"
SOURCE = CSS.read_text(encoding="utf-8")
TOKEN = re.compile(r"--([a-z-]+):\s*(#[0-9a-f]{3,6});")
LIGHT_BLOCK, DARK_BLOCK = SOURCE.split("@media screen and (prefers-color-scheme: dark)", 1)
LIGHT = dict(TOKEN.findall(LIGHT_BLOCK))
DARK = LIGHT | dict(TOKEN.findall(DARK_BLOCK.split("\n}\n", 1)[0]))
TEXT, SIGN = 4.5, 3.0
SPINES = [f"theme-{code}" for code in THEMES]

PAIRS = [
    *(
        (name, ground, TEXT)
        for name in ("ink", "soft", "accent", "danger", "caution")
        for ground in ("paper", "sunk")
    ),
    *((spine, "paper", TEXT) for spine in SPINES),  # tags, and the words on the back of a fiche
    *((spine, "sunk", SIGN) for spine in SPINES),
    ("on-accent", "accent", TEXT),
    ("ink", "mark", TEXT),
    ("soft", "mark", TEXT),
    ("edge", "paper", SIGN),  # the border of a text input
]


def luminance(colour: str) -> float:
    digits = colour.lstrip("#")
    digits = "".join(c * 2 for c in digits) if len(digits) == 3 else digits
    channels = [int(digits[i : i + 2], 16) / 255 for i in (0, 2, 4)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def test_the_formula_knows_its_landmarks():
    assert round(contrast("#000", "#fff"), 2) == 21
    assert round(contrast("#767676", "#ffffff"), 2) == 4.54


@pytest.mark.parametrize(("front", "ground", "least"), PAIRS)
@pytest.mark.parametrize("tokens", [LIGHT, DARK], ids=["light", "dark"])
def test_contrast(tokens, front, ground, least):
    assert contrast(tokens[front], tokens[ground]) >= least


def test_dark_redefines_every_colour():
    assert {name for name in LIGHT if DARK[name] == LIGHT[name]} == set()


def test_spines_are_the_themes_and_differ():
    assert tuple(VOCABULARIES["theme"].codes) == THEMES
    for tokens in (LIGHT, DARK):
        assert len({tokens[spine] for spine in SPINES}) == len(THEMES)
    for code in THEMES:
        assert f".theme-{code} {{ --spine: var(--theme-{code}); }}" in SOURCE


def test_colours_live_in_the_tokens_only():
    rules = DARK_BLOCK.split("\n}\n", 1)[1]
    before_print, printed = rules.split("@media print", 1)
    assert re.findall(r"#[0-9a-f]{3,6}\b", before_print) == []
    assert set(re.findall(r"--[a-z]+: #", printed))  # print sets tokens, not rules
    assert len(re.findall(r"#[0-9a-f]{3,6}\b", printed)) == len(TOKEN.findall(printed))


def test_stylesheet_is_light_and_alone():
    assert len(gzip.compress(CSS.read_bytes())) <= 10_000
    assert "url(" not in SOURCE
    assert "@import" not in SOURCE
    assert "!important" not in SOURCE
