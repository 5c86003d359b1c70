"""Near my home: the address of each answer, and what those who decide there declare."""

import re
from html import unescape

import pytest

from bibia.catalogue import nearby
from bibia.catalogue.levels import levels
from bibia.territoires import lookup
from tests import factories
from tests.pages.reading import Page, faults

METZ = {"coll_nom": "Ville de Metz", "coll_type": "commune", "coll_siret": "21570463600012"}
METROPOLE = {"coll_nom": "Eurométropole de Metz", "coll_type": "metropole", "coll_siret": "20003986500015"}
MOSELLE = {"coll_nom": "Département de la Moselle", "coll_type": "departement"}
GRAND_EST = {"coll_nom": "Région Grand Est", "coll_type": "region"}
SYNDICAT = {"coll_nom": "Syndicat des eaux d’Essai", "coll_type": "syndicat", "coll_siret": "25570001500019"}


def answer(code):
    return nearby.answer(lookup.commune(code))


def declared(code):
    """Level → titles of the fiches it shows."""
    return {
        level["code"]: [card["title"] for card in level["cards"]]
        for level in answer(code)["levels"]
        if level["cards"]
    }


def described(code):
    return [(level.title, level.name) for level in levels(lookup.commune(code))]


def words(response):
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", response.content.decode())))


@pytest.mark.parametrize(
    ("asked", "code"),
    [("Metz", "57463"), ("57000", "57463"), ("lyon 3", "69123"), ("Saint-Denis (93)", "93066")],
)
def test_a_single_answer_leads_to_its_permanent_address(db, client, asked, code):
    response = client.get("/pres-de-chez-moi/", {"lieu": asked})
    assert response.status_code == 302
    assert response["Location"].startswith(f"/pres-de-chez-moi/{code}-")
    assert client.get(response["Location"]).status_code == 200


@pytest.mark.parametrize(
    ("path", "right"),
    [
        ("57463-autre", "57463-metz"),
        ("57463-", "57463-metz"),
        ("75111-paris-11e", "75056-paris"),
        ("2a004-ajaccio", "2A004-ajaccio"),
    ],
)
def test_other_words_lead_to_the_right_address(db, client, path, right):
    response = client.get(f"/pres-de-chez-moi/{path}/")
    assert (response.status_code, response["Location"]) == (301, f"/pres-de-chez-moi/{right}/")


@pytest.mark.parametrize("path", ["57999-nulle-part", "00000-x", "98901-clipperton", "5746-metz", "2C004-x"])
def test_a_place_where_nobody_lives_is_not_found(db, client, path):
    assert client.get(f"/pres-de-chez-moi/{path}/").status_code == 404


def test_several_answers_are_told_apart_by_their_departement(db, client):
    page = words(client.get("/pres-de-chez-moi/?lieu=st+denis"))
    assert "4 communes répondent" in page
    assert "La Réunion (974)" in page
    assert "Seine-Saint-Denis (93)" in page


def test_no_answer_proposes_the_nearest_names_and_what_to_do(db, client):
    response = client.get("/pres-de-chez-moi/?lieu=Tuolouse")
    assert "/pres-de-chez-moi/31555-toulouse/" in response.content.decode()
    assert "Vérifiez l’orthographe" in words(response)
    assert "noindex" in response.content.decode()
    assert "Peut-être" not in words(client.get("/pres-de-chez-moi/?lieu=zzzzzz"))


def test_hostile_words_are_said_back_escaped(db, client):
    response = client.get("/pres-de-chez-moi/?lieu=%00%3Cb%3E%27xyzzy" + "w" * 3000)
    assert response.status_code == 200
    assert "<b>" not in response.content.decode()
    assert "w" * lookup.LONGEST not in response.content.decode()


def test_each_level_shows_the_fiches_of_its_own_organisation(db):
    for rank, owner in enumerate((METZ, METROPOLE, MOSELLE, GRAND_EST)):
        factories.fiche(nom_projet=f"Projet {rank}", **owner)
    factories.fiche(nom_projet="D’une voisine", coll_nom="Ville de Thionville", coll_type="commune")
    factories.fiche(nom_projet="D’un syndicat", **SYNDICAT)
    assert declared("57463") == {
        "commune": ["Projet 0"],
        "epci": ["Projet 1"],
        "departement": ["Projet 2"],
        "region": ["Projet 3"],
    }
    found = answer("57463")
    assert [other["name"] for other in found["others"]] == ["Syndicat des eaux d’Essai"]
    # The commune, the métropole, the département, the neighbour and the syndicat; not the région.
    assert found["around"] == 5
    assert found["total"] == 4


def test_a_departement_whose_every_fiche_is_on_the_page_is_not_elsewhere(db, client):
    factories.fiche(nom_projet="Projet", **METZ)
    assert answer("57463")["around"] == 0
    assert "Ailleurs dans" not in client.get("/pres-de-chez-moi/57463-metz/").content.decode()
    factories.fiche(nom_projet="D’une voisine", coll_nom="Ville de Thionville", coll_type="commune")
    assert answer("57463")["around"] == 2


def test_an_organisation_known_by_its_name_alone_is_the_same(db):
    factories.fiche(nom_projet="Sans numéro", coll_nom="Ville de Metz", coll_type="commune")
    factories.fiche(nom_projet="Avec numéro", **METZ)
    assert sorted(declared("57463")["commune"]) == ["Avec numéro", "Sans numéro"]
    # A homonym elsewhere is somebody else.
    assert "commune" not in declared("57464")


def test_a_busy_organisation_shows_its_newest_and_leads_to_all(db, client):
    for month in range(1, 6):
        factories.fiche(nom_projet=f"Projet {month}", date=f"2025-0{month}-01", **METZ)
    assert declared("57463") == {"commune": ["Projet 5", "Projet 4", "Projet 3"]}
    page = client.get("/pres-de-chez-moi/57463-metz/").content.decode()
    assert "Les 5 fiches de Metz" in page
    assert "/collectivites/215704636-metz/" in page


def test_paris_is_commune_and_departement_at_once(db):
    paris = {"coll_nom": "Ville de Paris", "coll_type": "statut-particulier", "coll_siret": "21750001600019"}
    factories.fiche(nom_projet="De Paris", **paris)
    assert [level.code for level in levels(lookup.commune("75056"))] == ["commune", "epci", "region"]
    assert declared("75056") == {"commune": ["De Paris"]}
    # Its fiches are those of Paris, not of the département of its neighbours.
    assert declared("93066") == {}


def test_the_metropole_of_lyon_is_departement_at_home_only(db):
    lyon = {
        "coll_nom": "Métropole de Lyon",
        "coll_type": "statut-particulier",
        "coll_siret": "20004697700019",
    }
    factories.fiche(nom_projet="De la métropole", **lyon)
    factories.fiche(nom_projet="Du Rhône", coll_nom="Département du Rhône", coll_type="departement")
    assert declared("69123") == {"epci": ["De la métropole"]}
    assert described("69123")[1] == ("La métropole, qui est aussi le département", "Métropole de Lyon")
    assert declared("69264") == {"departement": ["Du Rhône"]}


def test_a_commune_of_an_ept_has_two_groupings(db):
    plaine = {"coll_nom": "Plaine Commune", "coll_type": "ept", "coll_siret": "20005786700018"}
    metropole = {"coll_nom": "Métropole du Grand Paris", "coll_type": "metropole"}
    factories.fiche(nom_projet="De l’établissement", **plaine)
    factories.fiche(nom_projet="De la métropole", **metropole)
    assert described("93066")[1:3] == [
        ("La métropole", "Métropole du Grand Paris"),
        ("L’établissement public territorial", "Plaine Commune"),
    ]
    assert declared("93066") == {"epci": ["De la métropole"], "ept": ["De l’établissement"]}
    assert declared("94028") == {"epci": ["De la métropole"]}  # Créteil: another EPT


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("29155", [("La commune", "Ouessant"), ("L’intercommunalité", "Aucune"),
                   ("Le département", "Finistère"), ("La région", "Bretagne")]),
        ("98735", [("La commune", "Papeete"), ("L’intercommunalité", "Aucune"),
                   ("La collectivité", "Polynésie française")]),
        ("97801", [("La collectivité", "Saint-Martin")]),
        ("98613", [("La collectivité", "Wallis et Futuna")]),
        ("2A004", [("La commune", "Ajaccio"), ("L’intercommunalité", "Communauté d’agglomération du Pays Ajaccien"),
                   ("La collectivité unique", "Collectivité de Corse")]),
    ],
)  # fmt: skip
def test_who_decides_on_islands_and_overseas(code, expected):
    assert described(code) == expected


@pytest.mark.parametrize("code", ["97209", "97302", "97611"])
def test_one_collectivite_for_departement_and_region(code):
    assert [title for title, _name in described(code)][2:] == ["La collectivité unique"]


def test_collectivites_of_their_own_kind_are_found(db):
    alsace = {"coll_nom": "Collectivité européenne d’Alsace", "coll_type": "departement"}
    corse = {"coll_nom": "Collectivité de Corse", "coll_type": "statut-particulier"}
    guyane = {"coll_nom": "Collectivité territoriale de Guyane", "coll_type": "statut-particulier"}
    polynesie = {"coll_nom": "Polynésie française", "coll_type": "outre-mer"}
    for owner in (alsace, corse, guyane, polynesie):
        factories.fiche(nom_projet=owner["coll_nom"], **owner)
    for code, owner in (
        ("67482", alsace),
        ("68224", alsace),
        ("2B033", corse),
        ("97302", guyane),
        ("98735", polynesie),
    ):
        assert declared(code) == {"departement": [owner["coll_nom"]]}, code
    assert declared("57463") == {}


def test_decisions_about_people_are_said(db, client):
    factories.fiche(decision_individuelle="non", **METZ)
    assert "contribuer à des décisions" not in words(client.get("/pres-de-chez-moi/57463-metz/"))
    mention = {"decision_individuelle": "oui", "url_mention": "https://metz.example/mention"}
    factories.fiche(**mention, **METZ)
    assert "une dit contribuer à des décisions" in words(client.get("/pres-de-chez-moi/57463-metz/"))
    factories.fiche(**mention, **GRAND_EST)
    # Without its mention and not confirmed: not public, so not counted.
    factories.fiche(decision_individuelle="oui", **GRAND_EST)
    assert answer("57463")["deciding"] == 2


def test_every_commune_has_its_levels():
    """Each of the 35 000: nothing fails, names are filled, and no level is twice."""
    seen = 0
    for row in lookup.table.everything():
        if row.commune and lookup.commune(row.commune):
            found = levels(row)
            assert all(level.name and level.role for level in found), row.nom
            assert len({level.code for level in found}) == len(found), row.nom
            seen += 1
    assert seen > 34_900


def test_nothing_declared_is_no_reproach(db, client):
    page = words(client.get("/pres-de-chez-moi/57463-metz/"))
    assert "Cela ne veut pas dire qu’aucun algorithme n’est utilisé ici." in page
    for said in ("L. 311-3-1", "article 15", "article 21", "article 22", "CADA", "Défenseur des droits"):
        assert said in page
    assert "adaptations propres" not in page
    assert "adaptations propres" in words(client.get("/pres-de-chez-moi/98735-papeete/"))


@pytest.mark.parametrize("path", ["", "?lieu=saint-denis", "?lieu=Tuolouse", "57463-metz/", "98735-papeete/"])
def test_pages_are_well_formed_light_and_in_french_typography(library, client, path):
    page = Page(client.get(f"/pres-de-chez-moi/{path}").content.decode())
    assert faults("\n".join(page.visible)) == []
    assert len(page.ids) == len(set(page.ids))
    assert {a["href"][1:] for a in page.all("a") if a["href"].startswith("#")} <= set(page.ids)
    assert len(page.elements) <= 350


def test_the_longest_list_of_choices_stays_light(db, client):
    page = Page(client.get("/pres-de-chez-moi/?lieu=saint").content.decode())
    assert len(page.elements) <= 350


def test_the_number_of_questions_asked_is_constant(db, client, django_assert_num_queries):
    def ask():
        with django_assert_num_queries(8):
            # Generation; organisations, their newest fiches, the other organisations, the fiches around;
            # those like the commune, those like its intercommunalité, the fiches of both.
            assert client.get("/pres-de-chez-moi/57463-metz/").status_code == 200

    likes = [
        {"coll_nom": f"Ville de {name}", "coll_type": "commune"} for name in ("Thionville", "Reims", "Nancy")
    ]
    factories.fiche(**METZ)
    factories.fiche(**likes[0])
    ask()
    for owner in (METZ, METROPOLE, MOSELLE, GRAND_EST, SYNDICAT, *likes) * 2:
        factories.fiche(**owner)
    ask()
