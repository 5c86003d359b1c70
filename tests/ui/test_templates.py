"""What no template may hold, and what every macro must have."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.template import engines

# The frame of e-mails alone has its style inside: a mail loads nothing.
MAIL = Path(settings.BASE_DIR, "bibia", "courrier", "jinja2", "courrier")
TEMPLATES = sorted(
    path for path in Path(settings.BASE_DIR, "bibia").glob("*/jinja2/**/*.html") if path.parent != MAIL
)
UI = Path(settings.BASE_DIR, "bibia", "ui", "jinja2", "ui")
NAMES = [str(path.relative_to(settings.BASE_DIR / "bibia")) for path in TEMPLATES]


@pytest.mark.parametrize("path", TEMPLATES, ids=NAMES)
def test_no_inline_style_nor_script(path):
    source = path.read_text(encoding="utf-8")
    # One file of ours, run once the page is there: it only smooths what the page does without it.
    source = re.sub(r'<script src="\{\{ static\("ui/[a-z]+\.js"\) \}\}" defer></script>', "", source)
    assert not re.search(r"<(script|style|iframe|object|embed|font)\b", source, re.IGNORECASE)
    assert not re.search(r"<[^>]*\s(style|on[a-z]+)\s*=", source, re.IGNORECASE)
    assert "javascript:" not in source.lower()


@pytest.mark.parametrize("path", TEMPLATES, ids=NAMES)
def test_template_is_short_and_compiles(path):
    assert len(path.read_text(encoding="utf-8").splitlines()) <= 120
    engines["jinja2"].env.get_template(path.as_posix().split("/jinja2/", 1)[1])


@pytest.mark.parametrize("path", TEMPLATES, ids=NAMES)
def test_nothing_loads_from_elsewhere(path):
    loaded = re.findall(
        r"""(?:src|srcset|action|data)\s*=\s*["'](https?:)?//""", path.read_text(encoding="utf-8")
    )
    assert loaded == []


def macros() -> set[str]:
    """Those that pages use; a part of one of them, whose name begins with a line, is shown with it."""
    sources = (path.read_text(encoding="utf-8") for path in (UI / "macros").glob("*.html"))
    return {name for source in sources for name in re.findall(r"{% macro ([a-z]\w*)\(", source)}


def test_components_export_every_macro():
    module = engines["jinja2"].env.get_template("ui/components.html").module
    assert {name for name in vars(module) if not name.startswith("_")} == macros()


@pytest.mark.django_db
def test_every_macro_is_in_the_gallery(client):
    page = client.get("/composants/").content.decode()
    shown = set(re.findall(r'id="c-(\w+)"', page))
    assert shown == macros()
    gallery = "".join(
        path.read_text(encoding="utf-8")
        for path in TEMPLATES
        if "composants" in str(path) or path.name == "page.html"
    )
    frame = (UI / "base.html").read_text(encoding="utf-8")
    assert {name for name in macros() if not re.search(rf"ui\.{name}[(|]", gallery + frame)} == set()


def test_an_undefined_variable_fails():
    template = engines["jinja2"].from_string("{{ unheard_of }}")
    with pytest.raises(Exception, match="unheard_of"):
        template.render({})


def test_text_is_escaped():
    assert engines["jinja2"].from_string("{{ text }}").render({"text": "<b>"}) == "&lt;b&gt;"
