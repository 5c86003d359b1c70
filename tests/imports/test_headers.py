"""Columns: by field name and by every spelling met, and the rest is said."""

import pytest

from bibia.fiches.fields import FIELDS
from bibia.imports import headers, readers
from bibia.imports.readers.table import NotATable
from bibia.imports.usual import USUAL
from tests.imports.conftest import DATA


def match(*header: str, rows: str = "", **said):
    table = readers.read((",".join(header) + "\n" + rows).encode(), headers.score)
    found = headers.match(table, **said)
    headers.require(found, table)
    return found.columns, found.findings


def test_every_field_is_known_by_its_name_and_by_its_other_spellings():
    for field in FIELDS:
        assert headers.score([field.name]) == headers.score([field.label]) == 1
        assert all(headers.score([header]) == 1 for header in field.headers)


def test_no_spelling_names_two_fields():
    spellings = [headers.key(text) for field in FIELDS for text in {field.name, *field.headers}]
    repeated = {text for text in spellings if spellings.count(text) > 1}
    # Only a field whose header differs from its name by case alone.
    assert repeated == {headers.key(f.name) for f in FIELDS if f.name in map(headers.key, f.headers)}


@pytest.mark.parametrize("header", ["NOM DU PROJET", " Nom_du_projet ", "nom-du-projet", "Nóm du projet"])
def test_case_accents_and_spaces_do_not_count(header):
    columns, findings = match("coll_nom", header)
    assert [column.field for column in columns] == ["coll_nom", "nom_projet"] and findings == []


def test_an_unknown_column_is_said():
    columns, findings = match("coll_nom", "nom_projet", "Couleur préférée")
    assert len(columns) == 2
    assert [(f.code, f.row, f.column) for f in findings] == [("colonne-inconnue", 1, "Couleur préférée")]


def test_a_column_without_a_name_is_said_only_when_it_holds_something():
    header = ("coll_nom", "", "nom_projet")
    assert match(*header, rows="A,,B\n")[1] == []
    (finding,) = match(*header, rows="A,x,B\n")[1]
    assert (finding.code, finding.column) == ("colonne-inconnue", "colonne 2")


def test_the_second_column_of_a_field_is_not_read_and_is_said():
    columns, (finding,) = match("coll_nom", "nom_projet", "Nom_collectivite")
    assert [column.index for column in columns] == [0, 1]
    assert (finding.code, finding.field, finding.proposal) == ("colonne-repetee", "coll_nom", "coll_nom")


@pytest.mark.parametrize(
    ("header", "words"),
    [
        (("coll_nom", "theme"), "le nom du projet"),
        (("nom_projet", "theme"), "le nom du porteur"),
        (("a", "b"), "le nom du projet ni pour le nom du porteur"),
    ],
)
def test_a_table_that_cannot_name_a_project_is_refused(header, words):
    with pytest.raises(NotATable, match=words):
        match(*header, rows="x,y\n")


@pytest.mark.parametrize(
    ("name", "columns"),
    [
        ("2025-04-03-twin.csv", 16),
        ("2025-04-18-twin.csv", 16),
        ("2025-09-17-twin.csv", 16),
        ("2024-12-twin.xlsx", 16),
    ],
)
def test_every_column_of_every_generation_is_known(name, columns):
    table = readers.read((DATA / name).read_bytes(), headers.score)
    found = headers.match(table)
    assert len(found.columns) == columns
    assert {finding.code for finding in found.findings} <= {"colonne-reservee"}


def test_an_unknown_header_that_resembles_a_known_one_gets_a_proposal():
    (finding,) = match("coll_nom", "nom_projet", "Contexte du projet")[1]
    assert (finding.code, finding.proposal) == ("colonne-inconnue", "")
    (finding,) = match("coll_nom", "nom_projet", "Statut_du_projt")[1]
    assert (finding.code, finding.proposal) == ("colonne-inconnue", "projet_status")


def test_a_person_corrects_what_was_found():
    columns, findings = match("Qui", "Quoi", "nom_projet", mapping={0: "coll_nom", 1: "nom_projet", 2: ""})
    assert [(column.index, column.field) for column in columns] == [(0, "coll_nom"), (1, "nom_projet")]
    assert findings == []


def test_a_field_given_to_another_column_leaves_its_own():
    columns, findings = match("coll_nom", "nom_projet", "Titre", mapping={2: "nom_projet"})
    assert [(column.index, column.field) for column in columns] == [(0, "coll_nom"), (2, "nom_projet")]
    assert findings == []


def test_what_was_said_before_is_remembered_and_what_is_said_now_prevails():
    memory = {"qui": "coll_nom", "quoi": "nom_projet"}
    columns, _ = match("Qui", "Quoi", memory=memory)
    assert [column.field for column in columns] == ["coll_nom", "nom_projet"]
    columns, _ = match("Qui", "Quoi", "Titre", memory=memory, mapping={2: "nom_projet"})
    assert [(column.index, column.field) for column in columns] == [(0, "coll_nom"), (2, "nom_projet")]


def test_every_column_says_what_it_became_and_why():
    table = readers.read(b"coll_nom,nom_projet,Ville,Couleur\nA,B,C,D\n", headers.score)
    found = headers.match(table, mapping={2: ""}, memory={"couleur": "theme"})
    assert found.choices == [
        ("coll_nom", "coll_nom", "nom"), ("nom_projet", "nom_projet", "nom"), ("Ville", "", "choix"), ("Couleur", "theme", "mémoire"),
    ]  # fmt: skip


def test_a_column_of_the_trusted_space_is_said_unless_its_header_does():
    rows = "A,B,De 50 k€ à 100 k€\n"
    (finding,) = match("coll_nom", "nom_projet", "Budget", rows=rows)[1]
    assert (finding.code, finding.field, finding.severity) == ("colonne-reservee", "budget", "info")
    assert match("coll_nom", "nom_projet", "Budget (réservé)", rows=rows)[1] == []
    assert match("coll_nom", "nom_projet", "Budget", rows="A,B,\n")[1] == []


class TestUsualNames:
    def test_every_one_names_its_field_and_no_other(self):
        for name, usual in USUAL.items():
            for header in usual:
                assert headers.understood(header) == name and headers.named(header) == "", header
        keys = [headers.key(header) for usual in USUAL.values() for header in usual]
        assert len(keys) == len(set(keys))

    def test_a_table_with_its_own_headers_is_read(self):
        columns, findings = match(
            "Organisme", "Titre", "N° SIRET", "Thématique", "Statut", "Lien", "Description"
        )
        assert [column.field for column in columns] == [
            "coll_nom", "nom_projet", "coll_siret", "theme", "projet_status", "url_infos", "usage_description",
        ]  # fmt: skip
        assert findings == []

    def test_the_name_of_the_field_comes_before_a_usual_one_wherever_it_stands(self):
        columns, (finding,) = match("Commune", "Nom_collectivite", "nom_projet", rows="Albi,Grand Albi,A\n")
        assert [(column.index, column.field) for column in columns] == [(1, "coll_nom"), (2, "nom_projet")]
        assert (finding.code, finding.column) == ("colonne-inconnue", "Commune")

    def test_two_usual_names_of_one_field_are_a_question(self):
        columns, findings = match("coll_nom", "Titre", "nom_projet", "Lien", "Site web", rows="A,B,C,d,e\n")
        assert [column.field for column in columns] == ["coll_nom", "nom_projet"]
        assert [(one.column, one.proposal) for one in findings] == [
            ("Titre", ""), ("Lien", "url_infos"), ("Site web", "url_infos"),
        ]  # fmt: skip
        assert "dites laquelle" in findings[1].message
        columns, _ = match("coll_nom", "nom_projet", "Lien", "Site web", mapping={3: ""}, rows="A,B,c,d\n")
        assert [column.field for column in columns] == ["coll_nom", "nom_projet", "url_infos"]

    def test_what_a_person_said_before_comes_before_a_usual_name(self):
        columns, _ = match("Ville", "Qui", "nom_projet", memory={"qui": "coll_nom"}, rows="A,B,C\n")
        assert [(column.index, column.field) for column in columns] == [(1, "coll_nom"), (2, "nom_projet")]
