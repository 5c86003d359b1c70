"""What is proposed, and how sure it is: only what is proven is certain, and nothing is guessed."""

import pytest

from bibia.imports.run import examine

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("allowed")]


@pytest.mark.parametrize(
    ("field", "cell", "code", "proposal", "sure"),
    [
        ("coll_siret", "2OO981O41OOO29", "siret-invalide", "20098104100029", "certain"),
        ("coll_siret", "200981O4l00029", "siret-invalide", "20098104100029", "certain"),
        ("coll_siret", "5987654000010", "siret-invalide", "05987654000010", "probable"),
        ("coll_siret", "5987654300018", "siret-invalide", "", "certain"),
        ("coll_siret", "2,00981E+13", "siret-invalide", "", "certain"),
        ("coll_siret", "20098104100000", "siret-invalide", "", "certain"),
        ("coll_siret", "200981041", "siret-invalide", "", "certain"),
        ("projet_status", "En expérimentatoin", "libelle-inconnu", "En expérimentation", "probable"),
        ("projet_status", "Bientôt", "libelle-inconnu", "", "question"),
        ("date", "45352", "date-numero", "01/03/2024", "probable"),
        ("projet_date", "45352", "date-numero", "03/2024", "probable"),
        ("projet_date", "T2 2024", "date-periode", "2024", "probable"),
        ("projet_date", "2023-2024", "date-periode", "2023", "probable"),
        ("projet_date", "03/24", "date-illisible", "03/2024", "probable"),
        ("date", "05/03/24", "date-illisible", "05/03/2024", "probable"),
        ("date", "T2 2024", "date-periode", "", "probable"),
        ("url_infos", "www.exemple.test/page", "lien-invalide", "https://www.exemple.test/page", "certain"),
        ("url_infos", "https://https://exemple.test/", "lien-invalide", "https://exemple.test/", "certain"),
        ("url_infos", "https://eur01.safelinks.protection.outlook.com/?url=https%3A%2F%2Fexemple.test%2Fa&data=1",
         "lien-mort", "https://exemple.test/a", "probable"),
        ("url_infos", "https://www.google.com/url?q=https://exemple.test/a", "lien-mort", "https://exemple.test/a", "probable"),
        ("resume", "Un rÃ©sumÃ© abÃ®mÃ©", "texte-abime", "Un résumé abîmé", "certain"),
        ("resume", "Lâ€™eau et lâ€™Å“uvre", "texte-abime", "L’eau et l’œuvre", "certain"),
        ("resume", "L\x92eau", "texte-abime", "L’eau", "certain"),
        ("resume", "RÃƒÂ©sumÃƒÂ©", "texte-abime", "Résumé", "certain"),
        ("resume", "Le d?veloppement", "texte-abime", "", "probable"),
        ("resume", "<p>Un&nbsp;<b>résumé</b></p>", "balises-html", "Un résumé", "certain"),
        ("partenaires", "Axor-Belvo-Citelab", "separateur-ambigu", "Axor ; Belvo ; Citelab", "question"),
        ("partenaires", "Port-Clos", "separateur-ambigu", "", "question"),
    ],
)  # fmt: skip
def test_a_proposal_and_how_sure_it_is(table, system, field, cell, code, proposal, sure):
    report = examine(table({field: cell}), by=system)
    (finding,) = [found.as_dict() for found in report.findings if found.code == code]
    assert (finding["proposal"], finding["sure"], finding["value"]) == (proposal, sure, cell)


@pytest.mark.parametrize(
    ("field", "cell", "value"),
    [
        ("resume", "Un ré\u00adsumé\u200b", "Un résumé"),
        ("resume", "Un \u202eémusér\u202c", "Un émusér"),
        ("resume", "Re\u0301sume\u0301", "Résumé"),
        ("resume", "Une ligne_x000D_\nune autre", "Une ligne une autre"),
        ("resume", "'= à la lettre", "= à la lettre"),
        ("resume", "'Aucun", "Aucun"),
        ("resume", "'Été", "'Été"),
        ("vigilance", "Un rÃ©sumÃ©", "Un rÃ©sumÃ©"),
        ("vigilance", "<p>Gardé</p>", "<p>Gardé</p>"),
        ("projet_date", "1er sept. 2024", "2024-09"),
        ("projet_date", "juin 2024", "2024-06"),
        ("projet_date", "juil. 2024", "2024-07"),
        ("projet_date", "fév. 2024", "2024-02"),
        ("decisions_par_an", "0", 0),
    ],
)
def test_what_is_kept_of_a_text_that_something_happened_to(table, system, field, cell, value):
    report = examine(table({field: cell}), by=system)
    assert report.plans[0].values[field] == value


def test_swapped_coordinates_are_proposed_each_in_its_place(table, system):
    report = examine(table({"latitude": "4.83", "longitude": "45.76"}), by=system)
    found = {finding.field: finding.proposal for finding in report.findings}
    assert found == {"latitude": "45.76", "longitude": "4.83"}
    assert not {"latitude", "longitude"} & set(report.plans[0].values)


def test_the_point_that_most_rows_give_is_proposed_to_the_others(table, system):
    here = {"latitude": "45.76", "longitude": "4.83"}
    rows = [here, here | {"nom_projet": "Deux"}, here | {"nom_projet": "Trois", "latitude": "45.761"}]
    (finding,) = examine(table(*rows), by=system).findings
    assert (finding.code, finding.row, finding.proposal) == ("coordonnees-decalees", 4, "45.76 ; 4.83")


def test_a_merged_name_is_proposed_to_the_rows_it_covers(tmp_path, system):
    from tests.imports.corpus.sheets import SHEETS

    case = next(case for case in SHEETS if case.name == "xlsx-fusion")
    path = tmp_path / "fusion.xlsx"
    path.write_bytes(case.make())
    (finding,) = [found for found in examine(path, by=system).findings if found.code == "champ-manquant"]
    assert finding.proposal == "Ville de Port-Ambre"


def test_day_numbers_follow_the_calendar_of_their_workbook(tmp_path, system):
    from tests.imports.corpus.sheets import SHEETS

    proposals = {}
    for case in SHEETS:
        if case.name.startswith("xlsx-serie"):
            path = tmp_path / case.name
            path.write_bytes(case.make())
            (finding,) = examine(path, by=system).findings
            proposals[case.name] = finding.proposal
    assert proposals == {"xlsx-serie-1900": "02/2020", "xlsx-serie-1904": "03/2024"}


def test_near_records_are_shown_with_both_texts(bring, table, system):
    bring(table({"nom_projet": "Lire les compteurs d’eau potable"}))
    report = examine(table({"nom_projet": "Lire les compteurs d’eau potables"}), by=system)
    (finding,) = [found for found in report.findings if found.code == "fiche-proche"]
    (near,) = report.rows[0].near
    assert near.title == "Lire les compteurs d’eau potable" and near.title in finding.message
    assert report.rows[0].title == "Lire les compteurs d’eau potables"


def test_a_pending_proposal_is_near_only_for_who_may_see_it(bring, table, system):
    from tests import factories

    bring(table({"nom_projet": "Lire les compteurs d’eau potable"}), publish=False)
    path = table({"nom_projet": "Lire les compteurs d’eau potables"})
    stranger = factories.account("contributeur", siren="213100001")
    assert [row.near for row in examine(path, by=stranger).rows] == [()]
    assert len(examine(path, by=system).rows[0].near) == 1
