"""What lists show comes from the index, and is what the database would show."""

import pytest

from bibia.catalogue import order, plain
from bibia.catalogue.asking import Query
from bibia.catalogue.reader import Reader
from bibia.catalogue.shown import answered, of
from bibia.fiches import actions
from bibia.fiches.archiving import archive
from bibia.fiches.models import Fiche
from tests import factories

pytestmark = pytest.mark.django_db


def asked(reader, **query):
    return reader.search(Query(**{"limit": 50, "sort": "titre", **query}))


@pytest.mark.parametrize("room", [0, 4_000, order._ROOM])
def test_the_index_shows_what_the_database_would(library, room, monkeypatch, django_assert_num_queries):
    archive(library[3].pk, by=factories.system(), reason="Le projet est terminé.")
    Fiche.objects.filter(pk=library[4].pk).update(date=None)
    monkeypatch.setattr(order, "_ROOM", room)
    reader = Reader()
    result = asked(reader)
    expected = of(result.ids)
    assert len(expected) == len(library) == len(result.shown)
    assert (b"" in result.shown) is (room < 30_000)
    with django_assert_num_queries(int(b"" in result.shown)):
        found = answered([result])
    assert list(found.items()) == [(row.id, row) for row in expected]


def test_several_answers_are_read_together(library, django_assert_num_queries):
    reader = Reader()
    newest, ecology = asked(reader, sort="recent", limit=6), asked(reader, filters={"theme": ("ecologie",)})
    counted = asked(reader, limit=0)
    with django_assert_num_queries(0):
        assert answered([newest, ecology]).keys() == {*newest.ids, *ecology.ids}
        assert answered([counted]) == {}


def test_while_the_index_is_being_made_the_database_shows(library):
    provisional = plain.search(Query(limit=5))
    assert (provisional.shown, len(provisional.ids)) == ((), 5)
    assert list(answered([provisional]).values()) == of(provisional.ids)


def test_a_fiche_withdrawn_in_between_is_left_out(library, monkeypatch):
    monkeypatch.setattr(order, "_ROOM", 0)
    result = asked(Reader())
    actions.withdraw(library[0].pk, by=factories.system(), reason="Doublon.")
    assert library[0].pk in result.ids
    assert list(answered([result])) == [id for id in result.ids if id != library[0].pk]


def test_what_changes_is_shown_by_the_next_answer():
    owner = {"coll_type": "commune", "coll_siret": factories.siret(1)}
    first = factories.fiche(coll_nom="Lyon", **owner)
    reader = Reader()
    assert answered([asked(reader)])[first.pk].nom == "Lyon"
    archive(first.pk, by=factories.system(), reason="Le projet est terminé.")
    factories.fiche(coll_nom="Ville de Lyon", **owner)
    row = answered([asked(reader)])[first.pk]
    assert (row.archived, row.nom) == (True, "Ville de Lyon")
    assert row == of([first.pk])[0]
