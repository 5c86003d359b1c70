"""What lists show comes from the index, and is what the database would show."""

import pytest

from bibia.catalogue import order, plain
from bibia.catalogue.asking import Query
from bibia.catalogue.facets import FACETS
from bibia.catalogue.index import Index
from bibia.catalogue.membres.reader import members_reader
from bibia.catalogue.order import Columns, Row
from bibia.catalogue.reader import Reader
from bibia.catalogue.shown import answered, by_ids
from bibia.fiches import actions
from bibia.fiches.archiving import archive
from bibia.fiches.guard import trusted
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
    expected = by_ids(result.ids)
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
    assert list(answered([provisional]).values()) == by_ids(provisional.ids)


@pytest.mark.parametrize("held", [True, False])
def test_a_fiche_withdrawn_in_between_is_shown_once_more_at_most(library, held, monkeypatch):
    monkeypatch.setattr(order, "_ROOM", order._ROOM * held)
    reader, gone = Reader(), library[0].pk
    result = asked(reader)
    actions.withdraw(gone, by=factories.system(), reason="Doublon.")
    others = [id for id in result.ids if id != gone]
    assert len(others) == 29
    assert list(answered([result])) == (list(result.ids) if held else others)
    assert list(answered([asked(reader)])) == others


def test_what_changes_is_shown_by_the_next_answer():
    owner = {"coll_type": "commune", "coll_siret": factories.siret(1)}
    first = factories.fiche(coll_nom="Lyon", **owner)
    reader = Reader()
    assert answered([asked(reader)])[first.pk].nom == "Lyon"
    archive(first.pk, by=factories.system(), reason="Le projet est terminé.")
    factories.fiche(coll_nom="Ville de Lyon", **owner)
    row = answered([asked(reader)])[first.pk]
    assert (row.archived, row.nom) == (True, "Ville de Lyon")
    assert row == by_ids([first.pk])[0]


def test_versions_that_nobody_will_see_again_leave_their_room(monkeypatch):
    monkeypatch.setattr(order, "_ROOM", 2_000)
    kept, gone = factories.fiche(nom_projet="Fuites"), factories.fiche(nom_projet="Voirie")
    reader = Reader()
    for rank in range(30):
        factories.update(kept, nom_projet=f"Fuites {rank}")
        [row] = [row for row in answered([asked(reader)]).values() if row.id == kept.pk]
        assert row.nom_projet == f"Fuites {rank}"
    actions.withdraw(gone.pk, by=factories.system(), reason="Doublon.")
    assert all(asked(reader).shown)
    columns = reader._index._columns
    assert b"Voirie" not in b"".join(columns.shown)
    assert len(columns) > 20 > len(reader._index) == 1
    thawed = Index.thaw(reader._index.freeze(), (facet.name for facet in FACETS))
    assert thawed._columns._room == columns._room < 2_000


def test_what_does_not_fit_leaves_room_for_what_does(monkeypatch):
    monkeypatch.setattr(order, "_ROOM", 1_000)
    columns = Columns()
    for size in (900, 200, 50, 50, 1):
        columns.add(Row("", 0, 0, 0, "", ""), b"x" * size)
    assert [len(one) for one in columns.shown] == [900, 0, 50, 50, 0]


def test_the_index_of_members_shows_nothing_by_itself(library):
    with trusted():
        found = members_reader.search(Query(limit=50))
    assert len(found.ids) == 30 and not any(found.shown)
