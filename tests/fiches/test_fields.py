"""The declaration, the columns and the published model of data say the same thing."""

import csv
from pathlib import Path

import pytest

from bibia.fiches import columns
from bibia.fiches.fields import BY_NAME, FIELDS, INTERNAL, NAMES, OPENABLE, REQUIRED, STORED, Access, named
from bibia.fiches.lists import PARTS
from bibia.fiches.models import Fiche, Internal, Reserved
from bibia.fiches.vocabularies import VOCABULARIES
from tests import factories

DESIGN = Path(__file__).parents[3] / "shared" / "design" / "champs.csv"


def own_columns(model) -> set[str]:
    return {column.name for column in model._meta.fields if isinstance(column, columns.Column)}


def test_every_column_is_declared_and_every_field_has_its_column():
    assert own_columns(Fiche) == own_columns(Reserved) == set(STORED)
    assert own_columns(Internal) == set(INTERNAL)
    assert set(STORED) | set(INTERNAL) == set(NAMES)


def test_the_published_table_has_no_column_for_an_internal_value():
    assert not own_columns(Fiche) & set(INTERNAL)
    assert not set(OPENABLE) & set(INTERNAL)


def test_the_record_has_89_fields_named_once():
    assert len(FIELDS) == len(BY_NAME) == 89


def test_the_required_fields_are_public():
    assert {BY_NAME[name].access for name in REQUIRED} == {Access.PUBLIC}


@pytest.mark.parametrize("name", NAMES)
def test_each_field_is_explained_in_french(name):
    field = BY_NAME[name]
    assert field.label and field.label[0].isupper()
    assert 20 <= len(field.help) <= 200 and field.help.endswith((".", "?", ")"))
    assert field.column.example


@pytest.mark.parametrize("name", NAMES)
def test_each_form_field_reads_its_own_empty_value(name):
    column = BY_NAME[name].column
    assert column.formfield().clean("") in ("", None, [], {})
    assert column.formfield().label == column.verbose_name


def test_structured_lists_are_declared_and_used():
    used = {
        BY_NAME[name].column.parts for name in NAMES if isinstance(BY_NAME[name].column, columns.ItemsColumn)
    }
    assert used == set(PARTS)


def test_every_vocabulary_of_a_column_exists():
    for name in NAMES:
        vocabulary = getattr(BY_NAME[name].column, "vocabulary_name", None)
        assert vocabulary is None or vocabulary in VOCABULARIES


def test_natures_are_codes_of_the_vocabulary():
    natures = {nature for field in FIELDS for nature in field.natures}
    assert natures <= set(VOCABULARIES["nature"].codes)
    assert not BY_NAME["nom_algorithme"].applies_to("charte")
    assert BY_NAME["nom_algorithme"].applies_to("cas-usage")


# « Description » alone describes the project in the tables of local authorities (docs/decisions/0016).
UNLIKE_MET = {"algorithme_description": ""}


@pytest.mark.skipif(not DESIGN.exists(), reason="../shared n’est pas là : le modèle publié n’est pas comparé")
def test_the_declaration_follows_the_published_model():
    rows = list(csv.DictReader(DESIGN.read_text(encoding="utf-8").splitlines()))
    assert [row["name"] for row in rows] == list(NAMES)
    for row in rows:
        field = BY_NAME[row["name"]]
        assert (field.group, field.access, field.tier) == (row["group"], row["access"], row["tier"])
        assert (",".join(field.natures) or "all") == row["natures"]
        assert ";".join(field.headers) == UNLIKE_MET.get(row["name"], row["headers_met"])


def test_each_access_has_fields():
    assert all(named(access) for access in Access)


@pytest.mark.django_db
def test_empty_lists_read_from_the_database_are_nobody_elses():
    factories.fiche()
    factories.fiche()
    names = [
        field.name
        for field in FIELDS
        if field.kind in ("list", "enum[]", "insee[]", "list{}") and field.access is Access.PUBLIC
    ]
    first, second = Fiche.objects.order_by("pk")
    empty = [name for name in names if getattr(first, name) == [] == getattr(second, name)]
    assert empty
    for name in empty:
        getattr(first, name).append("x")
        assert getattr(second, name) == []
