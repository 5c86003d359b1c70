"""Every page that depends on its address alone."""

import itertools

import pytest
from django.urls import resolve, reverse

from bibia.fiches.fields import FIELDS, GROUPS
from bibia.pages import model_page
from bibia.pages.urls import urlpatterns
from bibia.routes import PRIVATE, Access
from bibia.ui.filters import typo
from tests.pages.reading import Page, faults

NAMES = [pattern.name for pattern in urlpatterns if pattern.name not in ("robots", "security")]
ELEMENTS = {"modele": 1200, "glossaire": 1200, "composants": 1200}  # the others stay within 350

pytestmark = pytest.mark.django_db


def read(client, name: str) -> Page:
    response = client.get(reverse(name))
    assert response.status_code == 200
    return Page(response.content.decode())


@pytest.mark.parametrize("name", NAMES)
def test_frame(client, name):
    page = read(client, name)
    assert page.all("html")[0]["lang"] == "fr"
    assert page.all("a")[0] == {"class": "skip", "href": "#contenu"}
    assert page.all("main")[0]["id"] == "contenu"
    assert [link["href"] for link in page.all("link") if link["rel"] == "canonical"] == [
        f"http://127.0.0.1:8000{reverse(name)}"
    ]
    assert page.all("meta")[2]["content"]


@pytest.mark.parametrize("name", NAMES)
def test_headings_start_with_one_h1_and_skip_no_level(client, name):
    levels = [level for level, _text in read(client, name).headings]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in itertools.pairwise(levels))


@pytest.mark.parametrize("name", NAMES)
def test_identifiers_are_unique_and_inner_links_arrive(client, name):
    page = read(client, name)
    assert len(page.ids) == len(set(page.ids))
    inner = {a["href"][1:] for a in page.all("a") if a["href"].startswith("#")}
    assert inner <= set(page.ids)


@pytest.mark.parametrize("name", NAMES)
def test_links_to_other_pages_arrive(client, name):
    for link in {a["href"] for a in read(client, name).all("a") if a["href"].startswith("/")}:
        path, _, anchor = link.partition("#")
        answer = client.get(path)
        # Most of the private space is for who signs in; one writes before.
        route = PRIVATE.get(resolve(path.partition("?")[0]).url_name)
        assert answer.status_code == (302 if route and route.access is not Access.OPEN else 200), link
        assert not anchor or anchor in Page(answer.content.decode()).ids, link


@pytest.mark.parametrize("name", NAMES)
def test_french_typography(client, name):
    assert faults("\n".join(read(client, name).visible)) == []


@pytest.mark.parametrize("name", NAMES)
def test_number_of_elements(client, name):
    assert len(read(client, name).elements) <= ELEMENTS.get(name, 350)


def test_titles_differ(client):
    titles = [read(client, name).title for name in NAMES]
    assert len(titles) == len(set(titles))
    assert all(title.endswith(" | Bibliothèque d’IA territoriale") for title in titles)


def test_site_map_names_every_page(client):
    links = {a["href"] for a in read(client, "plan").all("a")}
    assert {reverse(name) for name in NAMES} <= links


def test_the_model_page_shows_each_field_once_in_order(client):
    page = read(client, "modele")
    assert [i for i in page.ids if i.startswith("champ-")] == [f"champ-{field.name}" for field in FIELDS]
    assert [text for level, text in page.headings if level == 2] == list(GROUPS.values())
    text = "".join(page.visible)
    assert [field.name for field in FIELDS if typo(field.label) not in text] == []


def test_the_model_page_shows_vocabularies_and_parts():
    shown = {field["name"]: field for group in model_page.context()["groups"] for field in group["fields"]}
    assert shown["nature"]["terms"][0] == ("cas-usage", "Cas d’usage")
    assert shown["resume"]["terms"] == []
    assert "indicateur (indicateur)" in shown["resultats"]["facts"]
    assert "réservé aux membres" in shown["budget"]["facts"]
    assert "nécessaire à la publication" in shown["theme"]["facts"]
    assert "2 choix au plus" in shown["sous_theme"]["facts"]


def test_every_kind_of_field_has_a_french_name():
    assert {field.kind for field in FIELDS} <= set(model_page.KINDS)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Qui ? Nous : deux", 2),
        ("l'eau", 1),
        ("« mot »", 2),
        ("Non renseigné\u00a0: rien\u202f; « tout\u00a0»", 1),
        ("Quoi\u202f? «\u00a0Ceci\u00a0»\u00a0: l’eau, 12:30, a/b?c=1", 0),
        ("Quoi? Oui", 1),
    ],
)
def test_the_typography_checker_finds_what_it_must(text, found):
    assert len(faults(text)) == found
