"""Feeds: of the whole library, of any search, of one fiche, of one organisation."""

from xml.etree import ElementTree

import pytest
from django.test import Client

from bibia.fiches import voices
from bibia.fiches.models import Fiche, generation
from bibia.fiches.writing import writing
from tests import factories

pytestmark = pytest.mark.django_db
ATOM = "{http://www.w3.org/2005/Atom}"


def feed(address, status=200):
    answer = Client().get(address)
    assert answer.status_code == status and answer["Content-Type"].startswith("application/atom+xml")
    return ElementTree.fromstring(answer.content)


def titles(found):
    return [entry.findtext(f"{ATOM}title") for entry in found.iter(f"{ATOM}entry")]


def own_address(found):
    return next(link.get("href") for link in found.findall(f"{ATOM}link") if link.get("rel") == "self")


def test_any_search_has_its_feed_newest_first():
    for rank, theme in enumerate(("ecologie", "mobilites", "ecologie")):
        factories.fiche(nom_projet=f"Compteurs {rank}", theme=theme, usage_description="Un relevé.")
    factories.fiche(nom_projet="Autre chose", theme="ecologie", usage_description="Rien.")
    factories.update(Fiche.objects.get(nom_projet="Compteurs 0"), resume="Du nouveau.")
    found = feed("/cas-usage/flux.atom?theme=ecologie&q=compteurs&page=4&tri=titre&inconnu=1")
    assert titles(found) == ["Compteurs 0", "Compteurs 2"]
    # One canonical address, whatever the order, the page and the sort that were asked.
    assert own_address(found).endswith("/cas-usage/flux.atom?q=compteurs&theme=ecologie")
    assert "2 fiches" in found.findtext(f"{ATOM}title")
    assert titles(feed("/cas-usage/flux.atom?q=introuvable+xyzzy")) == []
    # Fiches that hold some of the words only are not what was asked to be followed.
    assert titles(feed("/cas-usage/flux.atom?q=compteurs+xyzzy")) == []


def test_the_feed_of_a_fiche_tells_its_versions_and_what_is_said_of_it():
    fiche = factories.fiche(nom_projet="Compteurs")
    factories.update(fiche, resume="Une phrase.")
    now = fiche.published_at
    with writing():
        asked = {"fiche_id": fiche.pk, "author": "", "text": "Pourquoi & comment ?", "asked_at": now}
        voices.put_question("aaaaaaaa", **asked)
        voices.put_question("bbbbbbbb", **asked, answer="Ainsi.", answerer="Metz", answered_at=now)
        voices.put_reply("cccccccc", fiche_id=fiche.pk, author="Société Exemple", text="Un mot.", at=now)
    found = feed(f"/cas-usage/{fiche.pk}.atom")
    assert sorted(titles(found)) == [
        "Droit de réponse : Compteurs",
        "Une question : Compteurs",
        "Une réponse à une question : Compteurs",
        "Version 1 : Compteurs",
        "Version 2 : Compteurs",
    ]
    entries = list(found.iter(f"{ATOM}entry"))
    assert len({entry.findtext(f"{ATOM}id") for entry in entries}) == 5
    moments = [entry.findtext(f"{ATOM}updated") for entry in entries]
    assert moments == sorted(moments, reverse=True) and found.findtext(f"{ATOM}updated") == moments[0]
    said = " ".join(entry.findtext(f"{ATOM}summary") for entry in entries)
    assert "Pourquoi & comment ?" in said and "Metz : Ainsi." in said and "En une phrase" in said


def test_a_fiche_that_left_says_so_in_its_feed():
    gone = factories.withdrawn("Le service a fermé.")
    found = feed(f"/cas-usage/{gone}.atom", status=410)
    assert titles(found)[0].startswith("Fiche retirée")
    assert Client().get("/cas-usage/zzzzzzzz.atom").status_code == 404


def test_an_organisation_has_its_feed_under_both_its_keys():
    fiche = factories.fiche(coll_siret=factories.siret(1))
    factories.fiche(coll_siret=factories.siret(2))
    owner = fiche.collectivite
    for key in (owner.siren, owner.cle):
        found = feed(f"/collectivites/{key}.atom")
        assert titles(found) == [fiche.nom_projet]
        assert own_address(found).endswith(f"/collectivites/{owner.siren}.atom")
    assert Client().get("/collectivites/999999999.atom").status_code == 404


def test_writing_the_same_again_changes_nothing_public():
    fiche = factories.fiche()
    with writing():
        for _ in range(2):
            voices.put_reuse(fiche.pk, count=2, names=["Metz"])
            before = generation()
        assert generation() == before == 2
        voices.put_reuse(fiche.pk, count=0, names=[])
        voices.put_reuse(fiche.pk, count=0, names=[])
        voices.drop_question("aaaaaaaa")
    assert generation() == 3
