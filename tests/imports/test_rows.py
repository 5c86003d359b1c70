"""One row: what its cells become, and what is said of them. Nothing is guessed, nothing is lost."""

import datetime

import pytest

from bibia.fiches.models import Reserved
from tests.imports.conftest import codes, found, outcomes

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("allowed")]


@pytest.fixture
def values(bring, table):
    """The published values of one row, and the report."""

    def read(**row):
        report = bring(table(row))
        return Reserved.objects.get().values, report

    return read


@pytest.mark.parametrize(
    ("field", "cell", "value"),
    [
        ("nom_projet", "Lire  les   compteurs d’eau ", "Lire les compteurs d’eau"),
        ("coll_siret", "217 500 016 00019", "21750001600019"),
        ("coll_siret", "21 750 001 600 019", "21750001600019"),
        ("theme", "Transition écologique", "ecologie"),
        ("sous_theme", "performance énergétique-Modélisation et jumeau numérique",
         ["performance-energetique", "jumeau-numerique"]),
        ("sous_theme", "Déchets et économie circulaire, Participation citoyenne", ["dechets", "participation"]),
        ("audience_service", "Grand public-agent-élu", ["grand-public", "agent", "elu"]),
        ("projet_date", "01/2024", "2024-01"),
        ("projet_date", "2023-01-01", "2023-01"),
        ("date", "16/09/2025", datetime.date(2025, 9, 16)),
        ("latitude", "48,8566140", 48.856614),
        ("usage_description", "une\r\ndeux \n", "une\ndeux"),
        ("partenaires", "Axor, Belvo", [{"nom": "Axor"}, {"nom": "Belvo"}]),
        ("partenaires", '[{"nom": "Axor", "role": "données"}]', [{"nom": "Axor", "role": "données"}]),
        ("mise_en_oeuvre", "Mobilisation de prestataire(s)", ["prestataire"]),
    ],
)  # fmt: skip
def test_what_is_certain_is_kept(values, field, cell, value):
    stored, report = values(**{field: cell, "coll_nom": "Ville de Paris"})
    assert stored[field] == value
    assert set(codes(report)) <= {"colonne-reservee"}


@pytest.mark.parametrize(
    ("field", "cell", "code", "proposal"),
    [
        ("coll_siret", "21990000000000", "siret-invalide", ""),
        ("coll_siret", "21130000000000", "siret-invalide", ""),  # its key is right: the lost digits still are
        ("coll_siret", "2,175E+13", "siret-invalide", ""),
        ("coll_siret", "21750001600018", "siret-invalide", ""),
        ("coll_siret", "217500016", "siret-invalide", ""),
        ("date", "45691", "date-numero", "03/02/2025"),
        ("date", "31/02/2025", "date-impossible", ""),
        ("date", "T2 2024", "date-periode", ""),
        ("projet_date", "45691", "date-numero", "02/2025"),
        ("projet_date", "printemps", "date-illisible", ""),
        ("projet_status", "Bientôt", "libelle-inconnu", ""),
        ("projet_status", "En expérimentatoin", "libelle-inconnu", "En expérimentation"),
        ("latitude", "nord", "nombre-illisible", ""),
        ("latitude", "4883728", "nombre-hors-bornes", ""),
        ("code_source", "sur demande", "lien-prose", ""),
        ("code_source", "https://pas une adresse", "lien-invalide", ""),
        ("url_infos", "www.exemple.org/page", "lien-invalide", "https://www.exemple.org/page"),
        ("url_infos", "https://pas une adresse", "lien-invalide", ""),
        ("code_licence", "licence libre !", "forme-inattendue", ""),
        ("territoire", "Bretagne", "code-geographique", ""),
        ("resume", "x" * 400, "texte-trop-long", ""),
        ("vigilance", "x" * 20_001, "cellule-trop-longue", ""),
        ("base_legale", "[{", "liste-illisible", ""),
        ("base_legale", '[{"url": "https://exemple.org"}]', "liste-incomplete", ""),
        ("projet_contact", "pas une adresse", "valeur-refusee", ""),
    ],
)
def test_what_is_refused_stays_empty_and_is_said(values, field, cell, code, proposal):
    stored, report = values(**{field: cell})
    assert not stored.get(field)
    finding = found(report, code)
    assert [one for one in codes(report) if one != "colonne-reservee"] == [code]
    assert (finding["row"], finding["column"], finding["field"]) == (2, field, field)
    assert finding["severity"] in ("erreur", "doute") and finding["proposal"] == proposal
    assert finding["value"] == (cell if len(cell) <= 500 else cell[:500] + "…")


def test_the_known_part_of_a_list_is_kept(values):
    stored, report = values(audience_service="Agent, Martiens, Élu")
    assert stored["audience_service"] == ["agent", "elu"] and codes(report) == ["libelle-inconnu"]


def test_the_first_values_are_kept_when_there_are_too_many(values):
    stored, report = values(sous_theme="Agriculture, Immobilier, Stationnement")
    assert stored["sous_theme"] == ["agriculture", "immobilier"] and codes(report) == ["trop-de-valeurs"]


@pytest.mark.parametrize(
    "cell", ["accès interne uniquement", "voir https://exemple.org (agents)", "pas de lien public"]
)
def test_prose_in_the_link_says_how_to_reach_the_service(values, cell):
    stored, report = values(url_infos=cell)
    assert (stored["url_infos"], stored["acces_service"]) == ("", cell)
    assert "Accès au service" in found(report, "lien-prose")["message"]


def test_prose_never_replaces_what_the_table_says_of_the_access(values):
    stored, report = values(url_infos="réservé", acces_service="Sur place, à l’accueil")
    assert (stored["url_infos"], stored["acces_service"]) == ("", "Sur place, à l’accueil")
    assert "n’est pas importé" in found(report, "lien-prose")["message"]


def test_prose_too_long_to_be_kept_is_not_said_to_be(values):
    stored, report = values(url_infos="non " * 2000)
    assert stored["acces_service"] == "" and codes(report) == ["texte-trop-long"]


def test_an_in_house_project_has_no_partner_and_its_realisation_is_not_guessed(values):
    stored, report = values(partenaires="développé en régie")
    assert stored["partenaires"] == [] and stored["mise_en_oeuvre"] == []
    assert "Développé en interne" in found(report, "partenaire-regie")["proposal"]


def test_hyphens_and_open_brackets_are_named(values):
    stored, report = values(partenaires="Axor-Belvo-Citelab")
    assert stored["partenaires"] == [{"nom": "Axor-Belvo-Citelab"}]
    assert found(report, "separateur-ambigu")["proposal"] == "Axor ; Belvo ; Citelab"


def test_logos_of_other_sites_are_said_once_and_never_kept(bring, table):
    report = bring(table({"image_url": "https://a.example/l.png"},
                         {"image_url": "https://a.example/m.png", "nom_projet": "Autre"}))  # fmt: skip
    finding = found(report, "logo-externe")
    assert (finding["row"], finding["column"], finding["severity"]) == (1, "image_url", "info")
    assert finding["message"].startswith("2 logos")


@pytest.mark.parametrize("missing", ["nom_projet", "coll_nom"])
def test_a_row_that_names_no_project_or_nobody_is_refused(bring, table, missing):
    report = bring(table({missing: " "}, {"nom_projet": "Autre"}))
    assert outcomes(report) == ["refused", "created"]
    assert found(report, "champ-manquant")["field"] == missing


@pytest.mark.parametrize("line", ["A,B,Mobilités,x,y"])
def test_a_row_whose_cells_are_pushed_right_is_refused(bring, tmp_path, line):
    path = tmp_path / "t.csv"
    path.write_text(f"coll_nom,nom_projet,theme,usage_description\n{line}\nC,D,Mobilités,texte\n")
    report = bring(path)
    assert outcomes(report) == ["refused", "created"] and codes(report) == ["ligne-decalee"]


def test_empty_cells_beyond_the_header_shift_nothing(bring, tmp_path):
    path = tmp_path / "t.csv"
    path.write_text("coll_nom,nom_projet,theme,usage_description,,\nC,D,Mobilités,texte,,\n")
    assert outcomes(bring(path)) == ["created"]


@pytest.mark.parametrize("missing", ["theme", "usage_description"])
def test_a_row_that_cannot_be_published_waits_as_a_proposal(bring, table, missing):
    report = bring(table({missing: ""}))
    assert report.counts["created"] == 1 and report.counts["published"] == 0 and report.rows[0].id == ""
    assert found(report, "champ-manquant")["field"] == missing
    assert outcomes(bring(table({missing: ""}))) == ["unchanged"]


def test_a_forbidden_practice_is_never_published(bring, table):
    report = bring(table({"ria_classe": "Pratique interdite (art. 5)"}))
    assert report.counts["published"] == 0 and found(report, "publication-refusee")["field"] == "ria_classe"


def test_a_nature_is_proposed_and_not_set(values):
    stored, report = values(nom_projet="Charte pour une IA choisie")
    assert stored["nature"] == "cas-usage"
    assert found(report, "nature-proposee")["proposal"] == "Charte ou cadre éthique"


def test_a_nature_that_is_typed_is_kept_without_a_word(values):
    stored, report = values(nom_projet="Charte pour une IA choisie", nature="Cas d'usage")
    assert stored["nature"] == "cas-usage" and codes(report) == []


def test_the_number_of_another_organisation_is_not_kept(values):
    """A public fact of the table of territories: this SIREN is Brest Métropole's."""
    stored, report = values(coll_nom="Ville de Brest", coll_type="Commune", coll_siret="24290031400129")
    finding = found(report, "siren-autre-organisation")
    assert stored["coll_siret"] == "" and finding["proposal"] == "SIREN 212900195"
    assert "Brest Métropole" in finding["message"]


def test_an_inconsistent_type_is_kept_as_typed(values):
    stored, report = values(coll_nom="Ville de Paris", coll_type="Département", coll_siret="21750001600019")
    assert stored["coll_type"] == "departement" and stored["coll_siret"] == "21750001600019"
    assert found(report, "type-incoherent")["proposal"] == "Collectivité à statut particulier ou unique"
