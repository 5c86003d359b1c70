"""The fiche, the organisations and what machines read: addresses, contents, numbers of questions asked."""

import json
import re
from html import unescape
from xml.etree import ElementTree

import pytest
from django.urls import reverse

from bibia.catalogue import detail
from bibia.fiches import actions, display
from bibia.fiches.access import reserved_names
from bibia.fiches.completeness import expected
from bibia.fiches.fields import BY_NAME, FIELDS, OPENABLE, Access
from bibia.fiches.models import Fiche
from bibia.territoires.models import Collectivite
from tests import factories

ATOM = "{http://www.w3.org/2005/Atom}"
SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"

FULL = {
    "nom_projet": "Écouter l’eau & réparer <vite>",
    "resume": "Des capteurs écoutent les canalisations.",
    "probleme": "Un quart de l’eau se perd.\n\nPersonne ne sait où.",
    "projet_status": "service",
    "projet_date": "2024-03",
    "date": "2025-03-05",
    "audience_service": ["agent", "elu"],
    "sous_theme": ["eau"],
    "partenaires": [{"nom": "Régie des sources", "role": "exploitation"}],
    "resultats": [{"indicateur": "Pertes", "valeur": "12", "unite": "%", "qui": "collectivite"}],
    "url_infos": "https://eau.example/projet",
    "latitude": 45.5,
    "decisions_par_an": 1200,
    "budget": "plus-100k",
    "type_algorithme": ["vision"],
}


def words(page):
    """What a page says, without its tags, its no-break spaces nor its typographic apostrophes."""
    text = unescape(re.sub(r"<[^>]+>", " ", page))
    return re.sub(r"\s+", " ", text.replace("’", "'"))


@pytest.fixture
def record(db):
    return factories.fiche(**FULL)


def test_an_address_with_other_words_leads_to_the_right_one(record, client):
    for slug in ("", "autre-titre", "Écouter"):
        answer = client.get(reverse("fiche", args=[record.pk, slug]))
        assert (answer.status_code, answer["Location"]) == (301, record.get_absolute_url())
    assert client.get(record.get_absolute_url()).status_code == 200


def test_a_title_without_letters_has_an_address_too(db, client):
    assert client.get(factories.fiche(nom_projet="???").get_absolute_url()).status_code == 200


@pytest.mark.parametrize("address", ["/cas-usage/zzzzzzzz-rien/", "/cas-usage/zzzzzzzz.json", "/cas-usage/AB-x/",
                                     "/collectivites/999999999-x/", "/collectivites/zzzzzzzz-x/"])  # fmt: skip
def test_unknown_addresses_are_not_found(db, client, address):
    assert client.get(address).status_code == 404


def test_what_is_permanent_is_enough_of_an_address(library, client):
    fiche = Fiche.objects.first()
    for address, whole in (
        (f"/cas-usage/{fiche.pk}/", fiche.get_absolute_url()),
        (f"/collectivites/{fiche.collectivite.key}/", fiche.collectivite.get_absolute_url()),
        ("/pres-de-chez-moi/57463/", "/pres-de-chez-moi/57463-metz/"),
    ):
        answer = client.get(address)
        assert (answer.status_code, answer["Location"]) == (301, whole)


def test_a_withdrawn_fiche_says_why(db, client):
    gone = factories.withdrawn("Le projet a fusionné.", nom_projet="Sources")
    page = client.get(f"/cas-usage/{gone}-sources/")
    assert page.status_code == 410
    assert "Le projet a fusionné." in page.content.decode()
    answer = client.get(f"/cas-usage/{gone}.json")
    assert (answer.status_code, answer.json()["motif"]) == (410, "Le projet a fusionné.")


def test_the_json_is_the_public_record(record, client):
    record = actions.open_field(record.pk, "budget", by=factories.system())
    answer = client.get(f"/cas-usage/{record.pk}.json")
    content = answer.json()
    assert answer["Content-Type"] == "application/json; charset=utf-8"
    assert answer["Access-Control-Allow-Origin"] == "*"
    expected = {f.name for f in FIELDS if f.access in (Access.PUBLIC, Access.PER_ITEM)} | {"budget"}
    assert expected <= content.keys()
    assert not content.keys() & (set(OPENABLE) - {"budget"})
    assert content["budget"] == "plus-100k"
    assert content["url"].endswith(record.get_absolute_url())
    assert [version["version"] for version in content["historique"]] == [2, 1]


def test_the_page_says_what_the_json_says(record, client):
    page = words(client.get(record.get_absolute_url()).content.decode()).casefold()
    content = client.get(f"/cas-usage/{record.pk}.json").json()
    for name in detail.public_names(record):
        for shown in display.display(name, getattr(record, name)):
            for text in (shown.text, *shown.details):
                assert re.sub(r"\s+", " ", text.replace("’", "'")).casefold() in page, name
        assert content[name] == json.loads(json.dumps(getattr(record, name), default=str))


def test_every_field_that_applies_is_said_and_no_other(record, client):
    page = client.get(record.get_absolute_url()).content.decode()
    groups = {group["code"]: group for group in detail.groups(record)}
    for field in FIELDS:
        group = groups[field.group]
        label = field.label
        assert (label in group["reserved"]) == (field.access is Access.RESTRICTED), field.name
        said = label in group["empty"]
        public = field.access in (Access.PUBLIC, Access.PER_ITEM)
        empty = public and not display.display(field.name, getattr(record, field.name))
        assert said == (empty and expected(field.name, record.projet_status)), field.name
    charter = factories.fiche(nature="charte")
    said = str(detail.groups(charter))
    for field in FIELDS:
        if field.natures and field.label != BY_NAME["date"].label:
            assert f"'{field.label}'" not in said, field.name
    assert BY_NAME["projet_contact"].label not in page


def test_what_is_reserved_is_said_alike_whether_or_not_it_exists(record, client):
    bare = factories.fiche()
    reserved = [group["reserved"] for group in detail.groups(record)]
    assert reserved == [group["reserved"] for group in detail.groups(bare)]
    assert all(any(BY_NAME[name].label in names for names in reserved) for name in reserved_names([]))
    page = client.get(record.get_absolute_url()).content.decode()
    assert "Plus de 100 k€" not in words(page)


def test_the_feed_is_atom_dated_by_the_library(library, client):
    feed = ElementTree.fromstring(client.get("/cas-usage/flux.atom").content)
    entries = feed.findall(f"{ATOM}entry")
    newest = Fiche.objects.order_by("-updated_at", "pk")[:20]
    assert [entry.findtext(f"{ATOM}title") for entry in entries] == [fiche.nom_projet for fiche in newest]
    assert len({entry.findtext(f"{ATOM}id") for entry in entries}) == 20
    assert all(element.findtext(f"{ATOM}updated") for element in (feed, *entries))
    assert feed.findtext(f"{ATOM}updated") >= entries[0].findtext(f"{ATOM}updated")


def test_an_empty_library_has_every_page(db, client):
    ElementTree.fromstring(client.get("/cas-usage/flux.atom").content)
    for address in ("/", "/cas-usage/", "/collectivites/", "/sitemap.xml"):
        assert client.get(address).status_code == 200


def test_the_sitemap_names_every_public_address(library, client):
    gone = factories.withdrawn()
    places = ElementTree.fromstring(client.get("/sitemap.xml").content).iter(f"{SITEMAP}loc")
    addresses = [place.text for place in places]
    assert len(addresses) == len(set(addresses))
    for one in (*Fiche.objects.all(), *Collectivite.objects.filter(fiches__isnull=False)):
        assert any(address.endswith(one.get_absolute_url()) for address in addresses)
    assert not any(gone in address for address in addresses)


def test_an_organisation_keeps_both_names_and_its_fiches(library, client):
    metz = Collectivite.objects.get(siren="215704636")
    page = client.get(metz.get_absolute_url()).content.decode()
    assert metz.nom_officiel in page and "Ville de Metz" in words(page)
    assert words(page).count("Projet ") == metz.fiches.count()
    by_key = client.get(f"/collectivites/{metz.cle}-x/")
    assert (by_key.status_code, by_key["Location"]) == (301, metz.get_absolute_url())


def test_organisations_of_one_name_point_to_each_other(db, client):
    factories.fiche(coll_nom="Saint-Denis", coll_siret=factories.siret(1))
    factories.fiche(coll_nom="Saint-Denis", coll_siret=factories.siret(2))
    one, other = Collectivite.objects.all()
    assert one.folded_name == other.folded_name
    assert f'href="{other.get_absolute_url()}"' in client.get(one.get_absolute_url()).content.decode()


def test_an_organisation_without_fiche_left_is_not_listed(db, client):
    factories.withdrawn(coll_nom="Ville d’Essai-les-Bains")
    assert "Essai-les-Bains" not in client.get("/collectivites/").content.decode()
    page = client.get(Collectivite.objects.get().get_absolute_url())
    assert (page.status_code, "Aucune fiche publiée" in page.content.decode()) == (200, True)


def test_organisations_are_in_the_order_of_the_names_shown(library, client):
    factories.fiche(coll_nom="Île d’Essai")
    index = re.search(
        r'<ul class="directory">.*?</ul>', client.get("/collectivites/").content.decode(), re.DOTALL
    )
    names = re.findall(r'<a href="[^"]+">(.*?)</a>', index.group())
    assert [words(name) for name in names] == [
        "Département de la Drôme", "Île d'Essai", "Metz", "Région Occitanie", "Syndicat des sources"
    ]  # fmt: skip


def test_home_counts_its_shelves(library, client):
    page = words(client.get("/").content.decode())
    assert "Mobilités 10 fiches : " in page
    assert "30 fiches publiées" in page and "4 organisations qui déclarent" in page


# Each page asks for the edition of the library (its ETag) and, inside the transaction of a test, for
# the last changes (the index of the process); then:
QUERIES = {
    "/": 2 + 2,  # the number of organisations, the shelves
    "/cas-usage/": 2,  # the index holds what its page shows
    "/cas-usage/?q=projet&theme=ecologie&tri=titre": 2,
    "/cas-usage/?tout=annee": 2,
    "fiche": 2
    + 6,  # the fiche and its organisation, the shelves, its last versions, the exchanges; none is like it
    "json": 1 + 5,  # the fiche, its versions, its questions, replies and uses
    "/cas-usage/flux.atom": 1 + 2,  # the newest fiches, the last change
    "/collectivites/": 1 + 2,  # how many, those of the page
    # Itself, how many fiches, those of the page, organisations of the same name, those like it and their fiches.
    "collectivite": 1 + 6,
    "/sitemap.xml": 1 + 3,  # fiches, organisations, shelves
}


def test_questions_to_the_database_do_not_grow_with_the_library(library, client, django_assert_num_queries):
    record = library[0]
    factories.fiche(coll_type=record.coll_type)  # an organisation like that of the record
    named = {
        "fiche": record.get_absolute_url(),
        "json": f"/cas-usage/{record.pk}.json",
        "collectivite": record.collectivite.get_absolute_url(),
    }
    for size in (30, 300):
        for _ in range(size - 30):
            factories.fiche()
        client.get("/")
        for name, number in QUERIES.items():
            with django_assert_num_queries(number):
                assert (
                    client.get(
                        named.get(name, name) + ("&" if "?" in name else "?") + f"x={size}"
                    ).status_code
                    == 200
                )
