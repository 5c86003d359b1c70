"""One template gives a text and an HTML that say the same, in French, and load nothing."""

import re

import pytest
from django.test import override_settings
from jinja2 import UndefinedError

from bibia.courrier.rendering import render

CONTEXT = {
    "code": "BXQ-742",
    "name": "<Ville & fils>",
    "words": "Un mot.\n\n> <b>Un autre</b>",
    "subject": "Votre code",
    "unsubscribe": "",
}
TEXT = """Bonjour, voici votre code\u00a0: il vaut 10 minutes.

    BXQ-742

Demandé par <Ville & fils> et compagnie\u202f?

Saisir le code\u00a0:
http://127.0.0.1:8000/espace/?a=1&b=2

- Une ligne
- Une fiche\u00a0:
  http://127.0.0.1:8000/cas-usage/

> Un mot.
>
> > <b>Un autre</b>

--
Vous recevez ce message parce que vous avez demandé un code.

Bibliothèque d’IA territoriale
http://127.0.0.1:8000/
"""


@pytest.fixture
def parts():
    return render("essai/bonjour.html", CONTEXT)


def test_the_text_is_plain_and_whole(parts):
    assert parts.text == TEXT


def test_the_html_escapes_what_people_wrote(parts):
    assert "Demandé par &lt;Ville &amp; fils&gt; et compagnie\u202f?" in parts.html
    assert "&lt;b&gt;Un autre&lt;/b&gt;" in parts.html
    assert 'href="http://127.0.0.1:8000/espace/?a=1&amp;b=2"' in parts.html


def test_the_html_loads_nothing_and_runs_nothing(parts):
    assert not re.search(r"<(img|script|link|iframe|object|form|video)\b|url\(|@import", parts.html)
    assert {address.split("/")[2] for address in re.findall(r'href="([^"]+)"', parts.html)} == {
        "127.0.0.1:8000"
    }


def test_the_html_reads_well_by_ear_and_in_the_dark(parts):
    assert '<html lang="fr">' in parts.html and "<title>Votre code</title>" in parts.html
    assert parts.html.count("<h1") == parts.html.count("<main") == 1
    assert 'name="color-scheme" content="light dark"' in parts.html
    # No background is ours, so no colour is: on a ground that we do not know it could be unreadable.
    assert "background" not in parts.html and "#" not in parts.html
    assert set(re.findall(r"(?<![-\w])color: (\w+)", parts.html)) == {"inherit"}
    links = re.findall(r"<a [^>]+>", parts.html)
    assert links and all("color: inherit" in link for link in links)


def test_both_parts_say_the_same_words(parts):
    body = re.sub(
        r"<style>.*?</style>|<title>.*?</title>|<h1.*?</h1>|<[^>]+>", " ", parts.html, flags=re.DOTALL
    )
    words = set(re.findall(r"\w{4,}", body))
    assert words - set(re.findall(r"\w{4,}", parts.text)) == set()


def test_the_way_out_is_in_both(parts):
    stop = "http://127.0.0.1:8000/alertes/stop/"
    with_it = render("essai/bonjour.html", {**CONTEXT, "unsubscribe": stop})
    assert "Ne plus recevoir" not in parts.text + parts.html
    assert f"Ne plus recevoir ces messages\u00a0:\n{stop}" in with_it.text
    assert f'href="{stop}" style="color: inherit">Ne plus recevoir ces messages' in with_it.html


def test_a_value_that_is_missing_stops_everything():
    with pytest.raises(UndefinedError):
        render("essai/bonjour.html", {"subject": "Votre code", "unsubscribe": ""})


@override_settings(BASE_URL="https://ia.exemple.test")
def test_addresses_come_from_the_settings():
    assert "https://ia.exemple.test/espace/" in render("essai/bonjour.html", CONTEXT).text
