"""The way around the private space stands before what the skip link leads to, and says where one is."""

import pytest
from django.test import Client

from bibia.accounts.roles import Role
from bibia.web import menu
from tests import factories

ENTRIES = [("Mon espace", "/espace/"), ("Compte", "/espace/compte/"), ("Besoins", "/espace/besoins/")]


@pytest.mark.parametrize(
    "path, current",
    [
        ("/espace/", ["page", "", ""]),
        ("/espace/compte/", ["", "page", ""]),
        ("/espace/compte/sessions/", ["", "true", ""]),
        ("/espace/fiches/1/", ["true", "", ""]),
    ],
)
def test_the_nearest_entry_is_the_current_one(path, current):
    assert [entry["current"] for entry in menu.marked(path, ENTRIES)] == current


@pytest.mark.django_db
def test_the_skip_link_skips_the_menu_and_the_tabs():
    animator = factories.sign_in(Client(), factories.account(Role.ANIMATEUR))
    page = animator.get("/espace/moderation/statistiques/").content.decode()
    around, content = page.split("<main ")
    assert 'aria-label="Mon espace"' in around and 'aria-label="Modération"' in around
    assert "<nav" not in content.split("</main>")[0]
    assert 'href="/espace/moderation/" aria-current="true"' in around
    assert 'href="/espace/moderation/statistiques/" aria-current="page"' in around
