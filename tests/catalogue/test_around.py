"""What stands around the fiches of an answer: written once, true to the library, and each reader's own."""

import re

from django.template import engines

from bibia.catalogue import listing
from bibia.catalogue.door import PUBLIC
from bibia.catalogue.membres.lists import MEMBERS
from bibia.catalogue.query import Search
from bibia.fiches.guard import trusted
from tests import factories


def test_what_stands_around_the_fiches_is_the_same_on_each_page_and_follows_the_library(library, client):
    def around(page, question="tri=titre"):
        text = client.get(f"/cas-usage/?{question}&page={page}").content.decode()
        return re.search(r"<details class=.facets.>.*?<ul class=.cards.>", text, re.DOTALL).group()

    before = around(1)
    assert around(2) == around(3) == before
    assert around(1, "tri=organisation") != before, "chaque tri a ses adresses"
    factories.fiche(nom_projet="Projet 30")
    assert around(2) == around(1) and "31\u00a0fiches" in around(1).replace("31 fiches", "31\u00a0fiches")


def test_what_members_read_is_never_what_the_public_does(library, client):
    """Both lists keep what stands around their fiches: neither gives its own to the other."""
    with trusted():
        told = {door: listing.run(Search(door=door)) for door in (MEMBERS, PUBLIC)}
        around = {door: listing.around(*one) for door, one in told.items()}
    assert told[MEMBERS][1].shared is not told[PUBLIC][1].shared

    def counted(door):
        facet = next(one for one in around[door]["facets"] if one["name"] == "algorithme")
        return {value["code"]: value["count"] for value in facet["values"]}

    # One organisation of thirty opened the field.
    assert counted(PUBLIC) == {"vision": 1, "generative": 1}
    assert counted(MEMBERS) == {"vision": 30, "generative": 15}


def test_a_template_that_is_worked_on_is_written_again(settings):
    page = engines["jinja2"].env.from_string("{% call written_once(written, 'a') %}{{ word }}{% endcall %}")
    written = {}
    assert [page.render(written=written, word=word) for word in ("un", "deux")] == ["un", "un"]
    settings.DEBUG = True
    assert page.render(written=written, word="trois") == "trois"
