"""Fiches that look like one, and why; organisations like one."""

import pytest

from bibia.catalogue import similar
from bibia.catalogue.documents import document
from bibia.catalogue.facets import FACETS
from bibia.catalogue.index import Index, Removal
from bibia.fiches.models import Fiche
from tests import factories

pytestmark = pytest.mark.django_db

LEAKS = "Des capteurs acoustiques écoutent le réseau d’eau potable et désignent les fuites des canalisations."
TREES = "Des images aériennes comptent les arbres et mesurent la canopée des quartiers."


@pytest.fixture
def fiches():
    owner = {"theme": "ecologie"}
    return {
        "fuites": factories.fiche(
            nom_projet="Écouter les fuites", usage_description=LEAKS, sous_theme=["eau"], **owner
        ),
        "reseau": factories.fiche(
            nom_projet="Fuites du réseau", usage_description=LEAKS[:70], sous_theme=["eau"], **owner
        ),
        "capteurs": factories.fiche(
            nom_projet="Capteurs",
            usage_description="Des capteurs acoustiques comptent les chauves-souris.",
            **owner,
        ),
        "arbres": factories.fiche(nom_projet="Arbres", usage_description=TREES, **owner),
        "courrier": factories.fiche(
            nom_projet="Courrier", usage_description="Les lettres sont triées.", theme="administration"
        ),
    }


def built(records=None):
    every = records or Fiche.objects.select_related("collectivite").order_by("pk")
    return Index.build(map(document, every), (facet.name for facet in FACETS))


def near(index, fiche):
    return similar.related(index, document(Fiche.objects.get(pk=fiche.pk)))


def test_the_nearest_comes_first_with_its_reason(fiches):
    first, second = near(built(), fiches["fuites"])
    assert (first.id, second.id) == (fiches["reseau"].pk, fiches["capteurs"].pk)
    said = similar.reason(first)
    assert said.startswith("Même sous-thème : Gestion de l’eau ; mots en commun : ")
    assert "fuites" in said
    assert similar.reason(second) == "Même thème ; mots en commun : capteurs, acoustiques"


def test_what_any_sentence_says_is_no_word_in_common():
    said = "Il s’agit d’agir : {} Cela agissait, nous agissons."
    first = factories.fiche(
        nom_projet="Fuites", theme="ecologie", usage_description=said.format("Des vannes.")
    )
    factories.fiche(nom_projet="Arbres", theme="ecologie", usage_description=said.format("Des pins."))
    for rank in range(9):
        factories.fiche(nom_projet=f"Autre {rank}", usage_description="Rien.", theme="administration")
    assert near(built(), first) == []


def test_itself_and_strangers_are_not_similar(fiches):
    index = built()
    assert fiches["fuites"].pk not in {one.id for one in near(index, fiches["fuites"])}
    assert near(index, fiches["courrier"]) == []


def test_the_answer_does_not_depend_on_how_the_index_came_to_be(fiches):
    every = list(Fiche.objects.select_related("collectivite"))
    lived = built(every)
    for fiche in every:
        lived.apply(Removal(fiche.pk))
    for fiche in reversed(every):
        lived.apply(document(fiche))
    backwards = built(every[::-1])
    for fiche in every:
        assert near(built(every), fiche) == near(lived, fiche) == near(backwards, fiche)


def test_a_withdrawn_fiche_is_no_longer_similar(fiches):
    index = built()
    index.apply(Removal(fiches["reseau"].pk))
    assert fiches["reseau"].pk not in {one.id for one in near(index, fiches["fuites"])}


def test_many_fiches_that_share_a_term_are_bounded_and_settled(fiches, monkeypatch):
    monkeypatch.setattr(similar, "_POOL", 3)
    for rank in range(12):
        factories.fiche(usage_description=LEAKS, nom_projet=f"Fuites {rank}", sous_theme=["eau"])
    every = list(Fiche.objects.select_related("collectivite"))
    assert near(built(every), fiches["fuites"]) == near(built(every[::-1]), fiches["fuites"]) != []


def test_the_page_shows_them_and_leads_to_the_comparison(fiches, client):
    page = client.get(fiches["fuites"].get_absolute_url()).content.decode()
    assert f'href="{fiches["reseau"].get_absolute_url()}"' in page
    ids = ",".join(fiches[name].pk for name in ("fuites", "reseau", "capteurs"))
    assert f'href="/comparer/?fiches={ids}"' in page
