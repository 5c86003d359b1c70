"""The page of results against a plain count of the public table."""

import itertools
import re
from html import unescape

import pytest

from bibia.catalogue import listing
from bibia.catalogue.facets import FACETS
from bibia.catalogue.query import Search, parse
from bibia.fiches.models import Fiche
from tests import factories

# Written again on purpose: what the facets should read, without the code under test.
COLUMNS = {
    "theme": lambda f: [f.theme],
    "sous_theme": lambda f: f.sous_theme,
    "nature": lambda f: [f.nature],
    "type": lambda f: [f.collectivite.type],
    "maturite": lambda f: [f.projet_status],
    "audience": lambda f: f.audience_service,
    "region": lambda f: [f.collectivite.region],
    "departement": lambda f: [f.collectivite.departement],
    "annee": lambda f: [f.projet_date.split("-")[0]],
    "algorithme": lambda f: f.type_algorithme,
}
COMBINATIONS = (
    {},
    {"theme": ("mobilites",)},
    {"theme": ("mobilites", "ecologie")},
    {"theme": ("ecologie",), "maturite": ("service",)},
    {"audience": ("agent", "elu"), "annee": ("2023",)},
    {"type": ("commune",), "sous_theme": ("eau",), "nature": ("cas-usage",)},
    {"departement": ("26", "57"), "audience": ("elu",)},
    {"algorithme": ("vision",)},
    {"maturite": ("termine",)},
)


def plain_count(name, filters):
    """{value: number of fiches} when every choice but those of `name` is applied."""
    counts = {}
    for fiche in Fiche.objects.select_related("collectivite"):
        others = [codes for other, codes in filters.items() if other != name]
        read = [COLUMNS[other](fiche) for other in filters if other != name]
        if all(set(codes) & set(values) for codes, values in zip(others, read, strict=True)):
            for value in filter(None, COLUMNS[name](fiche)):
                counts[value] = counts.get(value, 0) + 1
    return counts


def test_every_facet_is_counted_below():
    assert list(COLUMNS) == [facet.name for facet in FACETS]


@pytest.mark.parametrize("filters", COMBINATIONS)
def test_counts_are_those_of_the_database(library, filters):
    _, result = listing.run(Search(filters=filters))
    for name in COLUMNS:
        assert result.facets[name] == plain_count(name, filters), name
    plain = [
        fiche.pk
        for fiche in Fiche.objects.select_related("collectivite")
        if all(set(codes) & set(COLUMNS[name](fiche)) for name, codes in filters.items())
    ]
    assert result.total == len(plain)
    assert set(result.ids) <= set(plain)


def test_a_reserved_technique_is_neither_counted_nor_found(library):
    _, result = listing.run(Search())
    assert sum(result.facets["algorithme"].values()) == 2
    assert listing.run(Search(text="vision par ordinateur"))[1].ids == (library[5].pk,)


def test_the_pages_follow_one_another_without_a_hole(library, client):
    found = []
    for number in (1, 2, 3):
        page = client.get(f"/cas-usage/?page={number}&tri=titre").content.decode()
        found += re.findall(r"Projet (\d\d)</a>", page)
    assert found == [f"{rank:02}" for rank in range(30)]


def test_a_page_too_far_is_the_last_one_and_says_its_address(library, client):
    page = client.get("/cas-usage/?page=99").content.decode()
    assert '/cas-usage/?page=3"' in re.search(r"<link rel=.canonical.*?>", page).group()
    assert '<link rel="prev" href="/cas-usage/?page=2">' in page
    assert 'rel="next"' not in page


@pytest.mark.parametrize(
    ("sort", "key"),
    [
        ("titre", lambda f: f.nom_projet),
        (
            "demarrage",
            lambda f: (f.projet_date == "", [-int(part) for part in f.projet_date.split("-") if part]),
        ),
        ("organisation", lambda f: f.collectivite.nom_affiche.lower().replace("é", "e").replace("ô", "o")),
    ],
)
def test_sorts_follow_the_column(library, sort, key):
    ids = [id for page in (1, 2, 3) for id in listing.run(Search(sort=sort, page=page, filters={}))[1].ids]
    fiches = Fiche.objects.select_related("collectivite").in_bulk()
    keys = [key(fiches[id]) for id in ids]
    if sort == "demarrage":
        keys = [(empty, parts + [0] * (2 - len(parts))) for empty, parts in keys]
    assert (len(ids), keys) == (30, sorted(keys))


def test_a_facet_shows_its_choice_and_the_six_highest(library, client):
    filters = {"departement": ("01",), "theme": ("ecologie",)}
    search, result = listing.run(Search(filters=filters))
    shown = {facet["name"]: facet for facet in listing.facets(search, result)}
    assert [v["code"] for v in shown["departement"]["values"] if v["selected"]] == ["01"]
    assert all(len(facet["values"]) <= listing.SHOWN + 1 for facet in shown.values())
    for facet in shown.values():
        counts = [value["count"] for value in facet["values"] if not value["selected"]]
        assert counts == sorted(counts, reverse=True)
        assert 0 not in counts


def test_the_whole_facet_has_its_page(library, client):
    for rank in range(8):
        factories.fiche(projet_date=str(2010 + rank))
    page = client.get("/cas-usage/?theme=ecologie").content.decode()
    more = unescape(re.search(r'class="more" href="([^"]+tout=annee[^"]*)"', page).group(1))
    whole = client.get(more).content.decode()
    for year in range(2010, 2018):
        assert "theme=ecologie" in whole and f"annee={year}" in whole
    assert "Revenir aux résultats" in whole


def test_every_choice_can_be_taken_back(library, client):
    page = client.get("/cas-usage/?q=projet&theme=ecologie&theme=mobilites&annee=2023").content.decode()
    chosen = re.search(r'<ul class="chosen".*?</ul>', page, re.DOTALL).group()
    links = {unescape(link) for link in re.findall(r'href="([^"]+)"', chosen)}
    assert links == {
        "/cas-usage/?annee=2023&theme=ecologie&theme=mobilites",
        "/cas-usage/?annee=2023&q=projet&theme=mobilites",
        "/cas-usage/?annee=2023&q=projet&theme=ecologie",
        "/cas-usage/?q=projet&theme=ecologie&theme=mobilites",
        "/cas-usage/?q=projet",
    }


def test_no_result_leads_somewhere(library, client):
    factories.fiche(nom_projet="Suivi de l’assainissement", theme="administration")
    page = client.get("/cas-usage/?q=asainissement&theme=mobilites").content.decode()
    ways = re.search(r'<div class="empty">.*?</div>', page, re.DOTALL).group()
    links = [unescape(link) for link in re.findall(r'<li><a href="([^"]+)"', ways)]
    assert "/cas-usage/?q=assainissement" in links
    assert links and all("Aucune fiche" not in client.get(link).content.decode() for link in links)


def test_words_that_match_are_marked_and_nothing_else_is_markup(db, client):
    factories.fiche(
        usage_description="Trouver <script>alert(1)</script> les fuites d'eau & d’air", nom_projet="A"
    )
    page = client.get("/cas-usage/?q=fuite+d%27eau").content.decode()
    assert "<mark>fuites</mark> d’<mark>eau</mark> &amp; d’air" in page
    assert "<script>" not in page


def test_or_is_said_when_no_fiche_has_every_word(library, client):
    said = "Aucune fiche ne contient tous ces mots"
    factories.fiche(nom_projet="Cantines")
    assert said in client.get("/cas-usage/?q=cantine+charte").content.decode()
    assert said not in client.get("/cas-usage/?q=cantine").content.decode()


def test_the_number_found_is_in_the_title_read_first(library, client):
    page = client.get("/cas-usage/?annee=2019").content.decode()
    assert re.search(r"<title>6 fiches\W: 2019 \|", page)


def test_toggling_is_its_own_inverse(rf):
    for name, codes in itertools.chain(COMBINATIONS[3].items(), COMBINATIONS[4].items()):
        search = parse(rf.get("/", {name: codes}).GET)
        assert search.toggled(name, codes[0]).toggled(name, codes[0]).url == search.url


def test_a_corrected_word_is_said_and_the_exact_word_stays_one_link_away(library, client):
    factories.fiche(nom_projet="Suivi de l’assainissement")
    page = client.get("/cas-usage/?q=Asainissement").content.decode().replace("\u00a0", " ")
    assert "Résultats pour « assainissement »" in page
    assert "Suivi de l’assainissement" in page
    exact = unescape(re.search(r'<a href="([^"]+)">Chercher exactement', page).group(1))
    assert exact == "/cas-usage/?q=%22Asainissement%22" or exact == "/cas-usage/?q=%22asainissement%22"
    assert "Aucune fiche" in client.get(exact).content.decode()


def test_a_synonym_is_said_when_it_brought_something(library, client):
    factories.fiche(nom_projet="Prévoir la restauration scolaire")
    page = client.get("/cas-usage/?q=cantines").content.decode().replace("\u00a0", " ")
    assert "Prévoir la restauration scolaire" in page
    assert "Pour « cantines », aussi cherché : « restauration scolaire »." in page
    assert "aussi cherché" not in client.get("/cas-usage/?q=projet").content.decode()


@pytest.mark.parametrize(("asked", "near"), [("traduction", "production"), ("sanction", "action")])
def test_another_word_is_proposed_and_not_put_in_place_of_the_one_typed(db, client, asked, near):
    factories.fiche(nom_projet=f"Une {near} de repas")
    page = client.get("/cas-usage/", {"q": asked}).content.decode().replace("\u00a0", " ")
    assert "Aucune fiche" in page and "Résultats pour" not in page
    assert f'<a href="/cas-usage/?q={near}">Chercher « {near} » (1 fiche)</a>' in page
    page = client.get("/cas-usage/", {"q": f"repas {asked}"}).content.decode().replace("\u00a0", " ")
    link = f'<a href="/cas-usage/?q=repas+{near}">« repas {near} »</a>'
    assert f"Cherchiez-vous {link}&nbsp;?" in page


@pytest.mark.parametrize("asked", ["nids-de-poule", "Nid de poule", "CA", "permis de construire", "PLUi"])
def test_messages_quote_what_was_typed(db, client, asked):
    factories.fiche(nom_projet="Voirie et urbanisme de la communauté d’agglomération")
    page = client.get("/cas-usage/", {"q": asked}).content.decode().replace("\u00a0", " ")
    assert f"Pour « {asked} », aussi cherché" in page


def test_words_are_no_choice_among_those_that_are_counted(library, client):
    assert "Affiner la recherche</summary>" in client.get("/cas-usage/?q=projet").content.decode()
    page = client.get("/cas-usage/?q=projet&theme=ecologie&theme=mobilites&annee=2023").content.decode()
    assert "Affiner la recherche (3&nbsp;choix)</summary>" in page


def test_the_passage_shown_is_the_one_that_answers_wherever_it_is(db, client):
    factories.fiche(
        usage_description="Un début sans rapport. " * 20 + "Plus loin, les fuites. " + "Encore. " * 40
        + "Enfin, les fuites du réseau d’eau potable.",
        lecons="Les agents ont réparé la vanne principale.",
    )  # fmt: skip
    page = client.get("/cas-usage/?q=fuites+reseau").content.decode()
    assert "<mark>fuites</mark> du <mark>réseau</mark>" in page
    assert "la <mark>vanne</mark> principale" in client.get("/cas-usage/?q=vannes").content.decode()


def test_quotes_ask_for_words_that_follow_one_another(db, client):
    factories.fiche(nom_projet="Aide à la décision")
    nothing = client.get("/cas-usage/", {"q": '"décision aide"'}).content.decode().replace("\u00a0", " ")
    assert "Aucune fiche" in nothing and "sans les guillemets (1 fiche)" in nothing
    factories.fiche(nom_projet="Une décision d’aide")
    for quoted in ('"aide à la décision"', "« aide a la decision »", "“aide à la décision”"):
        page = client.get("/cas-usage/", {"q": quoted}).content.decode()
        assert "Aide à la décision" in page and "Une décision d’aide" not in page


def test_a_card_keeps_its_summary_and_says_in_one_line_what_else_answers(db, client):
    """Where the words are neither in the title nor in the summary: under the label of the field that has them."""
    kept = {"nom_projet": "ViPARE", "resume": "Des vidéos montrent si les rues sont propres."}
    factories.fiche(
        **kept,
        sous_theme=["eau"],
        partenaires=[{"nom": "Laboratoire Rivière Environnement"}],
        lecons="Le relais a pris du temps.",
    )

    def shown(question):
        page = client.get("/cas-usage/", {"q": question}).content.decode()
        return page.replace("&nbsp;", " ").replace("\u00a0", " ")

    for question, line in (
        ("rivière", "Partenaires : Laboratoire <mark>Rivière</mark> Environnement"),
        ("eau", "Sous-thème : Gestion de l’<mark>eau</mark>"),
        ("relais", "Ce que nous referions autrement : Le <mark>relais</mark> a pris du temps."),
        # A part of the question that the card answers does not hide the part that it does not.
        ("vidéos rivière", "Partenaires : Laboratoire <mark>Rivière</mark> Environnement"),
    ):
        page = shown(question)
        assert line in page and re.sub("</?mark>", "", page).count(kept["resume"]) == 1, question
    page = shown("vidéos propres")
    assert "<mark>vidéos</mark>" in page and " : Des" not in page and "Sous-thème : " not in page


def test_the_rest_of_a_record_is_read_only_where_its_card_does_not_tell(db, client, monkeypatch):
    read = []
    monkeypatch.setattr("bibia.catalogue.cards.reasons", lambda unsaid, _: read.append(len(unsaid)) or {})
    factories.fiche(nom_projet="Canopée", resume="Compter les arbres.", coll_nom="Ville de Metz")
    for question in ("canopée", "arbres", "Metz", "canopée arbres metz", ""):
        client.get("/cas-usage/", {"q": question})
    assert read == [0, 0, 0, 0, 0]


def test_a_summary_that_fits_is_shown_whole(db, client):
    summary = (
        "Un capteur compte les passages, jour et nuit, dans les rues du centre, " + "puis " * 15 + "la vanne."
    )
    assert 130 < len(summary) <= 200
    factories.fiche(resume=summary)
    page = client.get("/cas-usage/?q=vanne").content.decode()
    assert "<p>Un capteur" in page and "<mark>vanne</mark>" in page and "…" not in page.split("<main")[1]
