"""What is decided on the pages of an import: proposals, values, questions, rows, columns."""

import re

import pytest

from bibia.fiches.fields import FIELDS
from bibia.fiches.guard import trusted
from bibia.fiches.models import Proposal
from bibia.imports import answers, columns
from bibia.imports.models import KnownColumn
from tests.imports.corpus.kit import as_csv, rows
from tests.imports.test_web import (  # noqa: F401
    OWN,
    SIRET,
    button,
    decide,
    elsewhere,
    page,
    person,
    state,
    table,
    upload,
    web,
    work,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("elsewhere")]


class TestDecisions:
    def test_a_proposal_is_accepted_by_its_button(self, web):  # noqa: F811
        address = upload(web, table({"theme": "Mobilité"}, {"theme": "Mobilitéss"}))
        text = page(web, address)
        decide(web, address, accepter=button(text, "accepter", row=3, code="libelle-inconnu"))
        assert state().options["corrections"][0][:2] == [3, "theme"]
        assert "selon votre choix" in page(web, f"{address}?vue=toutes")

    def test_a_value_is_typed(self, web):  # noqa: F811
        address = upload(web, table({"theme": "Musique"}))
        decide(web, address, v__2__theme="Mobilités")
        assert state().report["findings"] == []

    def test_and_taken_back(self, web):  # noqa: F811
        address = upload(web, table({"theme": "Musique"}))
        decide(web, address, v__2__theme="Mobilités")
        decide(web, address, defaire="2:theme")
        assert [one["code"] for one in state().report["findings"]] == ["libelle-inconnu"]

    def test_one_cell_has_one_place_to_type_whatever_is_said_of_it(self, web):  # noqa: F811
        address = upload(web, table({"coll_siret": "123", "nom_projet": "<b>Lire</b> à jeanne@exemple.test"}))
        text = page(web, address)
        assert len([one for one in state().report["findings"] if one["field"] == "nom_projet"]) > 1
        assert text.count('name="v-2-nom_projet"') == text.count('name="v-2-coll_siret"') == 1

    @pytest.mark.parametrize("name", [field.name for field in FIELDS])
    def test_every_field_may_be_typed(self, name):
        assert answers._typed({f"v-12-{name}": " texte "}) == {(12, name): "texte"}

    def test_nothing_is_offered_to_type_when_nothing_can_be(self, web):  # noqa: F811
        address = upload(web, table({"resume": "Une phrase."}))
        assert "Garder les valeurs tapées" not in page(web, f"{address}?vue=toutes")

    def test_every_name_of_a_long_cell_is_still_there_once_splits_are_accepted(self, web):  # noqa: F811
        names = [f"Laboratoire numéro {index} de la recherche" for index in range(20)]
        cell = "\n".join(["Société Alpha-Bêta des Eaux", *names, "Institut Gamma-Delta du Sol"])
        address = upload(web, table({"partenaires": cell}))
        text = page(web, f"{address}?vue=toutes")
        decide(web, address, accepter=button(text, "accepter", row=2, code="separateur-ambigu"))
        text = page(web, f"{address}?vue=toutes")
        decide(web, address, accepter=button(text, "accepter", row=2, code="separateur-ambigu"))
        one_by_one = state().options["corrections"]
        decide(web, address, defaire="2:partenaires")
        decide(web, address, accepter__tout="separateur-ambigu")
        assert state().options["corrections"] == one_by_one
        (row,) = state().report["rows"]
        brought = [
            one["nom"]
            for change in row["changes"]
            if change["field"] == "partenaires"
            for one in change["after"]
        ]
        assert brought == ["Société Alpha", "Bêta des Eaux", *names, "Institut Gamma", "Delta du Sol"]

    def test_another_text_is_another_question(self, web):  # noqa: F811
        address = upload(web, table({"resume": "Écrivez à jeanne@exemple.test."}))
        public = button(page(web, address), "public", row=2, code="donnee-personnelle")
        decide(web, address, public=public)
        assert state().report["findings"] == []
        decide(web, address, v__2__resume="Écrivez à paul@exemple.test.")
        assert [one["code"] for one in state().report["findings"]] == ["donnee-personnelle"]
        # Answered and typed over at once: the answer was about the former text.
        public = button(page(web, address), "public", row=2, code="donnee-personnelle")
        decide(web, address, public=public, v__2__resume="Écrivez à anne@exemple.test.")
        assert [one["value"] for one in state().report["findings"]] == ["anne@exemple.test"]

    def test_a_field_that_is_read_in_another_column_is_asked_about_again(self, web):  # noqa: F811
        row = {"resume": "Écrivez à jeanne@exemple.test.", "Quoi": "Écrivez à paul@exemple.test."}
        address = upload(web, table(row))
        decide(web, address, public=button(page(web, address), "public", row=2, code="donnee-personnelle"))
        index = [one["header"] for one in state().report["columns"]].index("Quoi")
        resume = [one["header"] for one in state().report["columns"]].index("resume")
        web.post(f"{address}colonnes/", {f"colonne-{index}": "En une phrase", f"colonne-{resume}": ""})
        work()
        assert [one["code"] for one in state().report["findings"]] == ["donnee-personnelle"]

    def test_a_long_text_is_corrected_on_its_own_page(self, web):  # noqa: F811
        address = upload(web, table({"resume": "Écrivez à jeanne@exemple.test."}))
        text = page(web, f"{address}lignes/2/resume/")
        assert "Écrivez à jeanne@exemple.test." in text
        decide(web, address, v__2__resume="Écrivez-nous.")
        assert state().report["findings"] == []
        assert web.get(f"{address}lignes/9/resume/").status_code == 404

    def test_personal_data_is_a_question_that_is_answered(self, web):  # noqa: F811
        address = upload(web, table({"resume": "Écrivez à jeanne@exemple.test."}))
        text = page(web, address)
        assert "reste une proposition tant que" in text
        decide(web, address, public=button(text, "public", row=2, code="donnee-personnelle"))
        assert state().report["findings"] == []
        assert "vous avez dit que cette donnée est publique" in page(web, address)
        decide(web, address, defaire="2:resume")
        assert state().report["findings"][0]["code"] == "donnee-personnelle"

    def test_a_row_is_left_out_and_taken_again(self, web):  # noqa: F811
        address = upload(web, table({}, {"nom_projet": "Autre"}))
        decide(web, address, ecarter="3")
        assert state().report["counts"]["created"] == 1
        decide(web, address, reprendre="3")
        assert state().report["counts"]["created"] == 2

    def test_a_value_may_be_left_empty(self, web):  # noqa: F811
        address = upload(web, table({"resume": "Une phrase."}))
        decide(web, address, vider="2:resume")
        (row,) = state().report["rows"]
        assert "resume" not in {one["field"] for one in row["changes"]}

    def test_all_that_is_proven_at_once(self, web):  # noqa: F811
        siret = SIRET
        address = upload(
            web,
            table(
                {"coll_siret": siret}, {"date": "31/12/2024", "url_infos": "https://https://exemple.test/a"}
            ),
        )
        before = len(state().report["findings"])
        assert before
        decide(web, address, accepter__tout="certain")
        assert len(state().report["findings"]) < before

    def test_an_old_page_decides_nothing(self, web):  # noqa: F811
        address = upload(web, table({}))
        for given in (
            {"accepter": "0:libelle-inconnu:2"},
            {"accepter": "x"},
            {"public": "99:a:1"},
            {"ecarter": "a"},
            {"meme": "2:<b>"},
        ):
            decide(web, address, **given)
        assert state().options["corrections"] == [] and state().options["skip"] == []

    def test_a_hostile_return_address_stays_here(self, web):  # noqa: F811
        address = upload(web, table({}))
        answer = web.post(f"{address}lignes/", {"retour": "a=1\r\nX: y&vue=toutes"})
        assert answer["Location"].startswith(address) and "\n" not in answer["Location"]


class TestColumns:
    def test_matched_by_hand_and_remembered(self, web):  # noqa: F811
        data = as_csv(
            [
                ["coll_nom", "Quoi", "nom_projet", "theme", "coll_siret"],
                [OWN["coll_nom"], "Une phrase.", "Lire", "Mobilités", SIRET],
            ]
        )
        address = upload(web, data)
        assert "Quoi" in page(web, address)
        text = page(web, f"{address}colonnes/")
        assert "Non reconnue" in text and "En une phrase" in text
        web.post(f"{address}colonnes/", {"colonne-1": "resume"})
        work()
        assert state().options["mapping"] == {"1": "resume"}
        web.post(f"{address}importer/")
        work()
        with trusted():
            assert KnownColumn.objects.get(header="quoi").field == "resume"
            assert Proposal.objects.get().values["resume"] == "Une phrase."

    def test_a_table_whose_columns_nobody_knows_is_told_its_columns(self, web):  # noqa: F811
        data = as_csv([["Qui", "Quoi", "theme"], [OWN["coll_nom"], "Lire", "Mobilités"]])
        address = upload(web, data)
        text = page(web, address)
        assert "aucune n’est reconnue pour le nom du projet ni pour le nom du porteur" in text
        assert "Quelle colonne donne le nom du porteur" in text and "Qui (Ville de Port-Ambre)" in text
        assert "Qui" in page(web, f"{address}colonnes/")
        web.post(f"{address}colonnes/", {"champ-coll_nom": "0", "champ-nom_projet": "1"})
        work()
        assert state().options["mapping"] == {"0": "coll_nom", "1": "nom_projet"}
        assert "Vérifier avant" in page(web, address)

    def test_every_column_is_in_one_form_with_examples_and_within_the_budget(self, web):  # noqa: F811
        many = [f"Colonne numéro {index}" for index in range(190)]
        address = upload(web, table({"resume": "Un premier exemple."} | dict.fromkeys(many, "x")))
        text = page(web, f"{address}colonnes/")
        assert text.count('name="colonne-') == len(state().report["columns"]) > 190
        assert "Un premier exemple." in text
        assert len(re.findall(r"<[a-z]", text)) <= 1200

    def test_every_field_is_understood_by_its_label(self):
        assert len(set(columns.labels())) == len(columns.labels()) == len(FIELDS)
        for field in FIELDS:
            assert columns.understood(field.label) == field.name
        assert columns.understood("Identifiant de la fiche") == "identifiant"

    @pytest.mark.parametrize(
        ("typed", "said"),
        [("Projet", "Une seule colonne peut donner"), ("N’importe quoi", "n’est pas un champ")],
    )
    def test_what_cannot_be_kept_is_said_and_nothing_typed_is_lost(self, web, typed, said):  # noqa: F811
        address = upload(web, table({"Quoi": "x"}))
        answer = web.post(f"{address}colonnes/", {"colonne-6": typed, "colonne-2": "Sous-thèmes"})
        text = answer.content.decode()
        assert answer.status_code == 422 and said in text
        assert f'value="{typed}"' in text and 'value="Sous-thèmes"' in text
        assert state().options["mapping"] == {}

    def test_another_header_row_and_another_sheet(self, web, tmp_path):  # noqa: F811
        import xlsxwriter

        path = tmp_path / "t.xlsx"
        with xlsxwriter.Workbook(path) as book:
            for name in ("2023", "2024"):
                sheet = book.add_worksheet(name)
                if name == "2024":
                    sheet.hide()
                for number, cells in enumerate(
                    [["Titre du rapport"], *rows(OWN, OWN | {"nom_projet": name})]
                ):
                    sheet.write_row(number, 0, cells)
        address = upload(web, path.read_bytes(), name="t.xlsx")
        assert state().report["file"]["sheet"] == "2023" and state().report["file"]["header_row"] == 2
        assert "2024 (4 lignes, masquée)" in page(web, f"{address}colonnes/").replace("\xa0", " ")
        web.post(f"{address}colonnes/", {"feuille": "2024", "entete": "2"})
        work()
        assert state().report["file"]["sheet"] == "2024" and state().report["file"]["header_row"] == 2
        web.post(f"{address}colonnes/", {"feuille": "2024", "entete": "1"})
        work()
        assert "n’a pas été lu" in page(web, address)
        web.post(f"{address}colonnes/", {"feuille": "2023"})
        work()
        assert "Vérifier avant" in page(web, address)
