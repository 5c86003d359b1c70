"""The files that leave from the pages: templates to fill in, and one's own table with its remarks."""

import csv
import io
import re
import zipfile

import pytest
from django.test import Client
from django.urls import reverse

from bibia.fiches.fields import BY_NAME
from bibia.imports import annotated, headers, readers, template_file
from bibia.imports.export import as_csv as written
from bibia.imports.export import as_xlsx
from bibia.imports.run import examine
from tests import factories
from tests.imports.test_web import DATA, elsewhere, person, state, table, upload, web, work  # noqa: F401

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("elsewhere")]


def sheets(data: bytes) -> dict[str, list[list[str]]]:
    return {sheet.name: sheet.lines for sheet in readers.open_book(data, headers.score).sheets}


def xml(data: bytes, name: str) -> str:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return archive.read(name).decode()


class TestTemplates:
    @pytest.mark.parametrize("tier", template_file.TIERS)
    def test_every_column_is_its_field_and_the_reserved_ones_say_so(self, tier):
        chosen = template_file.fields(tier)
        (line, *_rest) = sheets(template_file.as_xlsx(tier))["Fiches"]
        assert line == [template_file.header(field) for field in chosen]
        assert written([line]) == template_file.as_csv(tier)
        for field in chosen:
            assert headers.named(template_file.header(field)) == field.name
            assert ("(réservé)" in template_file.header(field)) == (
                field.access.value in ("restreint", "interne")
            )
        assert {"coll_nom", "nom_projet", "usage_description", "theme"} <= {field.name for field in chosen}

    def test_each_tier_holds_the_one_before(self):
        names = [{field.name for field in template_file.fields(tier)} for tier in template_file.TIERS]
        assert names[0] < names[1] < names[2] and len(names[0]) < 15

    @pytest.mark.parametrize("tier", template_file.TIERS)
    @pytest.mark.parametrize("kind", ["csv", "xlsx"])
    def test_nothing_is_said_of_one_that_was_filled_in_as_its_example_is(self, tier, kind, tmp_path):
        lines = [[template_file.header(field) for field in template_file.fields(tier)]]
        lines.append(template_file.example(template_file.fields(tier)))
        path = tmp_path / f"t.{kind}"
        path.write_bytes(written(lines) if kind == "csv" else as_xlsx(lines))
        report = examine(path, by=factories.system())
        assert [one.as_dict() for one in report.findings] == []
        assert [row.outcome for row in report.rows] == ["created"]

    def test_its_other_sheets_are_ours_and_nothing_is_said_of_them(self, tmp_path):
        path = tmp_path / "t.xlsx"
        path.write_bytes(template_file.as_xlsx("complet"))
        report = examine(path, by=factories.system())
        assert "que son en-tête" in report.refused_because
        assert [one.code for one in report.findings] == ["pas-une-table"]

    def test_it_has_lists_help_and_texts(self):
        data = template_file.as_xlsx("socle")
        page = xml(data, "xl/worksheets/sheet1.xml")
        assert 'type="list"' in page and "Listes!$" in page and "<f>" not in page
        assert BY_NAME["theme"].help[:30] in xml(data, "xl/comments1.xml")
        lists = sheets(data)["Listes"]
        assert "Mobilités" in [cell for line in lists for cell in line]
        assert len(sheets(data)["Aide"]) == len(template_file.fields("socle")) + 5

    def test_what_needs_several_answers_is_asked_on_the_site_and_said(self):
        names = {field.name for field in template_file.elsewhere()}
        assert "resultats" in names and "partenaires" not in names
        help_page = [cell for line in sheets(template_file.as_xlsx("complet"))["Aide"] for cell in line]
        assert any("Se remplissent sur la fiche" in cell and "Résultats" in cell for cell in help_page)

    def test_members_take_them(self, web):  # noqa: F811
        for kind in ("csv", "xlsx"):
            answer = web.get(reverse("import-modele", args=["essentiel", kind]))
            assert answer.content and answer["Content-Disposition"].startswith("attachment;")
        assert web.get("/espace/importer/modeles/inconnu.csv").status_code == 404


class TestAnnotated:
    BAD = {"theme": "Musique", "resume": "=1+1", "coll_siret": "123"}

    def test_the_person_s_own_sheet_with_remarks_and_colours(self, web):  # noqa: F811
        data = table({}, self.BAD)
        address = upload(web, data)
        answer = web.get(f"{address}remarques.xlsx")
        book = sheets(answer.content)
        assert list(book) == ["À corriger", "Fiches"]
        given = list(csv.reader(io.StringIO(data.decode())))
        assert [line[: len(given[0])] for line in book["Fiches"]] == given
        said = [line for line in book["À corriger"] if "E3" in line or "D3" in line]
        assert said and "Musique" in said[0]
        comments = xml(answer.content, "xl/comments1.xml")
        assert "pas dans la liste" in comments and "D3" in comments
        page = xml(answer.content, "xl/worksheets/sheet2.xml")
        assert "<f>" not in page and "<hyperlink" not in page
        assert re.search(r'<c r="D3" s="[1-9]', page)

    def test_comes_back_with_the_same_verdict(self, web):  # noqa: F811
        # A text that begins with "=" is a formula in CSV only: a workbook says which cells are.
        address = upload(web, table({}, self.BAD | {"resume": "Une phrase."}))
        first = [(one["code"], one["row"], one["field"]) for one in state().report["findings"]]
        data = web.get(f"{address}remarques.xlsx").content
        web.post(f"{address}supprimer/")
        upload(web, data, name="retour.xlsx")
        assert [(one["code"], one["row"], one["field"]) for one in state().report["findings"]] == first

    def test_a_column_of_remarks_that_an_import_leaves_alone(self, web):  # noqa: F811
        address = upload(web, table({}, self.BAD))
        data = web.get(f"{address}remarques.csv").content
        lines = list(csv.reader(io.StringIO(data.decode("utf-8-sig")), delimiter=";"))
        assert lines[0][-1] == headers.REMARKS and lines[1][-1] == "" and "pas dans la liste" in lines[2][-1]
        assert not any(cell.startswith("=") for line in lines for cell in line)
        web.post(f"{address}supprimer/")
        upload(web, data)
        assert "colonne-inconnue" not in {one["code"] for one in state().report["findings"]}

    def test_a_real_workbook_keeps_its_rows_where_they_were(self):
        animator = factories.sign_in(Client(), factories.account("animateur"))
        given = (DATA / "2024-12-twin.xlsx").read_bytes()
        address = upload(animator, given, name="t.xlsx", siren="")
        ours = sheets(animator.get(f"{address}remarques.xlsx").content)["Fiches"]
        theirs = sheets(given)[state().report["file"]["sheet"]]
        strip = [[cell.replace("\r\n", "\n") for cell in line] for line in theirs]
        assert [line[: len(strip[0])] for line in ours] == strip

    def test_a_text_that_no_cell_can_hold_is_cut_and_it_is_said(self):
        cut = annotated._clean("a" * 40_000)
        assert len(cut) == 32_767 and cut.startswith("aaa") and "coupé ici" in cut
        assert annotated._clean("a" * 32_767) == "a" * 32_767

    def test_what_xml_cannot_hold_is_taken_out(self):
        assert annotated._clean("a\x00b\ud800c\uffff") == "abc"
