"""Addresses are written without asking the router each time: they must be the ones that it reads."""

from urllib.parse import urlencode

import pytest
from django.urls import resolve, reverse

from bibia.catalogue.query import Search
from bibia.fiches.models import Fiche
from bibia.territoires.models import Collectivite
from bibia.ui.addresses import fixed


@pytest.mark.parametrize("title", ["Œuvrer à l’été", "%C3 / ? # « »", "…", "日本"])
def test_of_a_fiche(title):
    fiche = Fiche(id="0123abcd", nom_projet=title)
    address = fiche.get_absolute_url()
    assert address == reverse("fiche", args=["0123abcd", fiche.slug])
    assert resolve(address).kwargs == {"fiche_id": "0123abcd", "slug": fiche.slug}


@pytest.mark.parametrize("siren", ["213105554", None])
def test_of_an_organisation(siren):
    found = Collectivite(cle="0123abcd", siren=siren, nom="Ville d’Œuilly / « Marne »")
    address = found.get_absolute_url()
    assert address == reverse("collectivite", args=[siren or "0123abcd", found.slug])
    assert resolve(address).kwargs == {"key": siren or "0123abcd", "slug": found.slug}


def test_of_a_list():
    search = Search("l’eau & « 100 % »", {"theme": ("ecologie",), "annee": ("2023", "2024")}, page=3)
    pairs = [("annee", "2023"), ("annee", "2024"), ("page", "3"), ("q", search.text), ("theme", "ecologie")]
    assert search.url == f"{fixed('cas-usage')}?{urlencode(pairs)}"
