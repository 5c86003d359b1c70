"""The whole library is read as bare rows: what is indexed of them is what is indexed of the records themselves."""

import marshal
from datetime import date

import pytest

from bibia.catalogue.documents import document
from bibia.catalogue.rows import rows
from bibia.catalogue.shown import packed
from bibia.fiches.fields import STORED
from bibia.fiches.models import Fiche
from tests import factories
from tests.confidentiality.plausible import GIVEN, plausible

pytestmark = pytest.mark.django_db


def instances():
    return Fiche.objects.select_related("collectivite").order_by("pk")


def test_a_row_is_indexed_as_its_record(library):
    whole = factories.fiche(nom_projet="Tout est dit")
    for name in STORED:
        if name not in GIVEN:
            setattr(whole, name, plausible(name, "mot", 3))
    whole.save()
    factories.fiche(nom_projet="Presque rien", usage_description="Essai.")
    read = [document(row) for row in rows()]
    assert read == [document(fiche) for fiche in instances()]
    day = date(2026, 3, 4)
    held = [marshal.loads(packed(row, day)) for row in rows()]
    assert held == [marshal.loads(packed(fiche, day)) for fiche in instances()]
    assert len(read) == len(library) + 2 and all(type(one.id) is str for one in read)
    assert len(max(read, key=lambda one: len(one.texts)).texts) > 40


def test_the_library_is_read_at_once(library, django_assert_num_queries):
    with django_assert_num_queries(1):
        assert [row.pk for row in rows()] == sorted(fiche.pk for fiche in library)
