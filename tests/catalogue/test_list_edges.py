"""The page of results at its ends: nothing published, one fiche, words that nothing holds, too many choices."""

import re

import pytest

from bibia.catalogue.facets import BY_NAME
from bibia.catalogue.listing import MOST_REMOVABLE
from bibia.catalogue.query import Search, parse
from bibia.fiches.vocabularies import VOCABULARIES
from bibia.territoires import table
from tests import factories
from tests.pages.reading import Page, faults

pytestmark = pytest.mark.django_db
COMPARE = "Comparer les fiches cochées"


def read(client, address):
    return client.get(address).content.decode()


@pytest.mark.parametrize("address", ["/cas-usage/", "/cas-usage/?q=eau", "/cas-usage/?theme=ecologie"])
def test_an_empty_library_does_not_ask_for_another_word(client, address):
    html = read(client, address)
    assert "Les rayons sont encore vides" in html and "Essayez" not in html
    assert 'href="/contribuer/"' in html and 'href="/modele-de-donnees/"' in html
    assert faults("\n".join(Page(html).visible)) == []


def test_another_word_is_proposed_as_soon_as_there_is_a_fiche(client):
    factories.fiche()
    html = read(client, "/cas-usage/?q=xyzzy")
    assert "Essayez un autre mot" in html and "Les rayons" not in html


def test_a_dead_end_leads_elsewhere_and_never_round(client):
    factories.fiche(theme="mobilites", nom_projet="Xylophones", resume="Un essai.")
    beginning = "/cas-usage/suggestions/?q="  # offered only when it has something to say
    html = read(client, "/cas-usage/?q=SDIS")
    assert "Rien ici" in html and beginning not in html
    for way in ("/cas-usage/?theme=mobilites", "/contribuer/", "/espace/besoins/nouveau/"):
        assert f'href="{way}"' in html, way
    html = read(client, "/cas-usage/?q=%22xylo%22")
    assert "Rien ici" in html and beginning not in html
    html = read(client, "/cas-usage/?q=xylo&theme=ecologie")
    assert "Rien ici" in html and beginning in html
    assert faults("\n".join(Page(html).visible)) == []


@pytest.mark.parametrize("asked", ["RGPD", "rgpd", " Rgpd "])
def test_a_word_of_the_glossary_that_no_fiche_holds_is_explained(client, asked):
    factories.fiche(nom_projet="Essai", resume="Un essai.")
    html = client.get("/cas-usage/", {"q": asked}).content.decode()
    assert re.search(r'Dans le glossaire.*href="/glossaire/#[a-z-]+">RGPD</a>', html)


def test_one_fiche_cannot_be_compared(client):
    fiche = factories.fiche(nom_projet="Seule en rayon")
    html = read(client, "/cas-usage/")
    assert fiche.get_absolute_url() in html and COMPARE not in html and 'name="fiches"' not in html
    factories.fiche(nom_projet="Deuxième en rayon")
    html = read(client, "/cas-usage/")
    assert COMPARE in html and html.count('name="fiches"') == 2


def test_every_word_that_nothing_holds_is_mended_at_once(client):
    factories.fiche(nom_projet="Essai", resume="L’assainissement de la commune.")
    factories.fiche(nom_projet="Autre", resume="Les délibérations du conseil.")
    html = read(client, "/cas-usage/?q=%22assainissemments%22+%22déliberrations%22+xyzzy")
    proposed = re.findall(r">Chercher «.(.*?).» \(", html)
    assert proposed and all("xyzzy" not in one and "mm" not in one and "rr" not in one for one in proposed)


def test_a_word_that_looks_like_no_other_proposes_none(client):
    factories.fiche(nom_projet="Essai", resume="Un intervalle court.")
    assert "Chercher «" not in read(client, "/cas-usage/?q=introuvable+xyzzy")


def test_many_choices_stay_within_the_budget_and_none_is_lost(client, library):
    search = Search(
        text="projet",
        filters={
            "departement": tuple(sorted(one.code for one in table.departements())),
            "region": tuple(sorted(one.code for one in table.regions())),
            **{
                name: tuple(sorted(VOCABULARIES[vocabulary].codes))
                for name, vocabulary in (
                    *(("theme", "theme"), ("sous_theme", "sous_theme"), ("type", "coll_type")),
                    *(("maturite", "projet_status"), ("audience", "audience_service"), ("nature", "nature")),
                )
            },
        },
    )
    html = read(client, search.url)
    assert len(Page(html).elements) <= 450
    chosen = sum(map(len, search.filters.values())) + 1
    assert f"et {chosen - MOST_REMOVABLE} autres" in html
    hidden = re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', html)
    assert {name: tuple(value.split(",")) for name, value in hidden} == search.filters
    whole = read(client, search.but(whole="departement").url)
    assert all(BY_NAME["departement"].label_of(code).split()[0] in whole for code in ("01", "57", "2A"))


def test_a_form_keeps_its_choices_in_one_field(rf):
    request = rf.get("/cas-usage/?theme=ecologie,mobilites&theme=gouvernance&nature=,charte,")
    search = parse(request.GET)
    assert search.filters == {"theme": ("ecologie", "gouvernance", "mobilites"), "nature": ("charte",)}
    assert "theme=ecologie&theme=gouvernance&theme=mobilites" in search.url
    assert parse(rf.get("/cas-usage/?theme=ecologie,xyzzy").GET).ignored == ("xyzzy",)
