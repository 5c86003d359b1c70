"""The pages of the shelves, and where else they show."""

import re

import pytest
from django.urls import reverse

from bibia.catalogue.shelves import ON_HOME
from bibia.fiches import actions
from bibia.fiches.shelves import put_shelf, remove_shelf
from tests import factories
from tests.pages.reading import Page, faults

pytestmark = pytest.mark.django_db
TEXT = "Premier paragraphe : court ?\n\nSecond paragraphe, <b>sans balise</b>."


def put(fiches, slug="eau", title="Autour de l’eau & <du> vent"):
    return put_shelf(
        slug=slug, title=title, text=TEXT, fiches=[one.pk for one in fiches], by=factories.system()
    )


@pytest.fixture
def three():
    return [factories.fiche(nom_projet=f"Projet {rank} d’écoute") for rank in range(3)]


def get(client, address):
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def order(page, fiches):
    return sorted((page.index(f'href="{one.get_absolute_url()}"'), one.pk) for one in fiches)


def test_a_shelf_shows_its_words_and_its_fiches_in_order(client, three):
    shelf = put([three[2], three[0], three[1]])
    page = get(client, shelf.get_absolute_url())
    assert [pk for _place, pk in order(page, three)] == [three[2].pk, three[0].pk, three[1].pk]
    read = Page(page)
    assert read.headings[0] == (1, "Autour de l’eau & <du> vent")
    assert "<b>" not in page and "Second paragraphe" in page
    assert faults("\n".join(read.visible)) == []
    assert f"http://127.0.0.1:8000{shelf.get_absolute_url()}" in page


def test_a_withdrawn_fiche_leaves_the_shelf(client, three):
    shelf = put(three)
    actions.withdraw(three[1].pk, by=factories.system(), reason="Doublon")
    page = get(client, shelf.get_absolute_url())
    assert three[1].pk not in page and three[0].pk in page
    assert "2 fiches" in get(client, reverse("etageres"))
    for one in (three[0], three[2]):
        actions.withdraw(one.pk, by=factories.system(), reason="Doublon")
    assert "ont été retirées" in get(client, shelf.get_absolute_url())
    # Nothing left to read: the shelf is not proposed any more.
    assert shelf.get_absolute_url() not in get(client, reverse("etageres"))
    assert "étagère" not in get(client, reverse("home")).lower()


def test_the_home_page_shows_the_last_edited_shelves(client, three):
    assert reverse("etageres") not in get(client, "/")
    for rank in range(ON_HOME + 2):
        put(three, slug=f"numero-{rank}", title=f"Numéro {rank}")
    home = get(client, "/")
    assert re.findall(r"/etageres/numero-(\d)/", home) == ["4", "3", "2"]
    assert len(re.findall(r"/etageres/numero-(\d)/", get(client, reverse("etageres")))) == ON_HOME + 2


def test_a_fiche_says_its_shelves(client, three):
    assert "étagère" not in get(client, three[0].get_absolute_url())
    put(three[:2])
    assert "Sur l’étagère" in get(client, three[0].get_absolute_url())
    assert "étagère" not in get(client, three[2].get_absolute_url())
    put(three[:1], slug="vent", title="Le vent")
    assert "Sur les étagères" in get(client, three[0].get_absolute_url())


def test_every_edit_is_seen_at_once(client, three):
    put(three)
    first = client.get(reverse("etageres"))
    put(three, title="Un autre titre")
    second = client.get(reverse("etageres"))
    assert first["ETag"] != second["ETag"] and "Un autre titre" in second.content.decode()
    remove_shelf(slug="eau", by=factories.system())
    assert client.get("/etageres/eau/").status_code == 404
    assert "Aucune étagère" in get(client, reverse("etageres"))


def test_the_search_index_follows_the_shelves_harmlessly(client, three):
    before = re.findall(r"/cas-usage/([0-9a-z]{8})-", get(client, "/cas-usage/?q=ecoute"))
    put(three)
    new = factories.fiche(nom_projet="Projet nouveau d’écoute")
    remove_shelf(slug="eau", by=factories.system())
    after = re.findall(r"/cas-usage/([0-9a-z]{8})-", get(client, "/cas-usage/?q=ecoute"))
    assert set(before) == {one.pk for one in three} and set(after) == {*before, new.pk}


@pytest.mark.parametrize("slug", ["inconnue", "A", "eau-", "-eau", "é", "eau%00", "a" * 300])
def test_an_unknown_shelf_is_not_found(client, slug):
    assert client.get(f"/etageres/{slug}/").status_code == 404


def test_the_number_of_questions_is_constant(client, three, django_assert_num_queries):
    for rank in range(4):
        put(three, slug=f"numero-{rank}")
    with django_assert_num_queries(1 + 2):  # generation; shelves, fiches that are still there
        client.get("/etageres/")
    with django_assert_num_queries(1 + 2):  # generation; the shelf, its fiches with their organisations
        client.get("/etageres/numero-1/")


def test_a_fiche_is_waited_for_where_a_shelf_is_empty(client, db):
    page = client.get("/").content.decode()
    assert page.count('<a href="/contribuer/">la place est libre</a>') == 6
    assert '<a class="button" href="/espace/proposer/">' in page
    assert '<a class="button" href="/espace/proposer/">' in client.get("/contribuer/").content.decode()
