"""F9: an index lost, old, cut or overwritten is noticed and made again alone; meanwhile answers stay right."""

import random

import pytest
from django.db import connection

from bibia.catalogue import plain, snapshot
from bibia.catalogue import reader as module
from bibia.catalogue.asking import Query
from bibia.catalogue.index import Index
from bibia.catalogue.reader import Reader
from bibia.fiches import actions
from bibia.fiches.models import Fiche
from bibia.fiches.shelves import put_shelf
from tests import factories
from tests.catalogue.test_results import COLUMNS, COMBINATIONS

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def folder(tmp_path, settings, monkeypatch):
    """Even a small library is indexed aside, and leaves its snapshot here."""
    settings.DATA_DIR = tmp_path
    monkeypatch.setattr(module, "_AT_ONCE", 0)
    return tmp_path


@pytest.fixture
def built(monkeypatch):
    calls = []
    whole = Index.build
    monkeypatch.setattr(Index, "build", lambda *given: calls.append(1) or whole(*given))
    return calls


def answered(reader, text=""):
    fiches = Fiche.objects.in_bulk(reader.search(Query(text=text, sort="titre", limit=50)).ids)
    return sorted(fiche.nom_projet for fiche in fiches.values())


def ready(reader):
    """Once the index that is made aside has been put in place."""
    reader.search(Query())
    reader.wait()
    assert not reader.search(Query()).provisional
    return reader


def test_answers_are_right_before_during_and_after(built):
    factories.fiche(nom_projet="Fuites")
    reader = Reader()
    first = reader.search(Query("fuites"))
    assert (first.total, first.provisional) == (1, True)
    ready(reader)
    factories.fiche(nom_projet="Cantines")
    assert answered(reader) == ["Cantines", "Fuites"]
    assert len(built) == 1


def test_a_new_process_starts_from_the_snapshot_and_follows_what_came_since(built):
    record = factories.fiche(nom_projet="Fuites")
    ready(Reader())
    factories.update(record, nom_projet="Voirie")
    factories.fiche(nom_projet="Cantines")
    again = ready(Reader())
    assert answered(again) == ["Cantines", "Voirie"]
    assert (answered(again, "fuites"), again.search(Query("restauration scolaire")).total) == ([], 1)
    assert len(built) == 1


def test_what_is_withdrawn_leaves_the_disk(folder):
    gone = factories.fiche(nom_projet="Fuites")
    factories.fiche(nom_projet="Cantines")
    reader = ready(Reader())
    # A line of the journal that is about no fiche.
    put_shelf(slug="eau", title="L’eau", text="Ce qui coule.", fiches=[gone.pk], by=factories.system())
    factories.fiche(nom_projet="Voirie")
    assert answered(reader) == ["Cantines", "Fuites", "Voirie"]
    assert b"Fuites" in snapshot.path().read_bytes()
    actions.withdraw(gone.pk, by=factories.system(), reason="Doublon.")
    assert answered(reader) == ["Cantines", "Voirie"]
    assert not snapshot.path().exists()
    assert answered(ready(Reader())) == ["Cantines", "Voirie"]
    assert b"Fuites" not in snapshot.path().read_bytes()


def test_an_index_is_written_before_anyone_can_change_it(monkeypatch):
    factories.fiche(nom_projet="Fuites")
    reader, placed = Reader(), []
    save = snapshot.save
    monkeypatch.setattr(snapshot, "save", lambda *index: placed.append(reader._built) or save(*index))
    assert answered(ready(reader)) == ["Fuites"]
    assert placed == [False]


def test_a_thawed_index_answers_like_the_frozen_one():
    for rank in range(60):
        factories.fiche(nom_projet=f"Relevé {rank % 7} de l’énergie", usage_description=f"mot{rank} eau")
    whole = ready(Reader())._index
    thawed = Index.thaw(whole.freeze(), COLUMNS)
    assert all(thawed.search(Query()).shown)
    for text in ("", "energie", "rel", "mot7 eau", '"relevé 3"', "energei"):
        for sort in ("pertinence", "titre", "recent"):
            query = Query(text, {"theme": ("ecologie",)}, sort, 5, 20)
            assert thawed.search(query) == whole.search(query)
            assert thawed.search(query).shown == whole.search(query).shown


@pytest.mark.parametrize("damage", ["deleted", "truncated", "random", "empty", "flipped", "old release"])
def test_a_damaged_snapshot_is_noticed_and_made_again(built, damage, monkeypatch):
    factories.fiche(nom_projet="Fuites")
    ready(Reader())
    file = snapshot.path()
    content = file.read_bytes()
    half = len(content) // 2
    if damage == "deleted":
        file.unlink()
    elif damage == "old release":
        monkeypatch.setattr(snapshot, "_release", lambda: "autre")
    else:
        file.write_bytes(
            {
                "truncated": content[:half],
                "random": random.Random(3).randbytes(len(content)),
                "empty": b"",
                "flipped": content[:half] + bytes([content[half] ^ 1]) + content[half + 1 :],
            }[damage]
        )
    reader = Reader()
    assert answered(reader) == ["Fuites"]
    assert answered(ready(reader), "fuite") == ["Fuites"]
    assert len(built) == 2
    assert answered(ready(Reader())) == ["Fuites"]
    assert len(built) == 2


def test_the_snapshot_of_another_library_is_not_believed(built):
    factories.fiche(nom_projet="Fuites")
    ready(Reader())
    kept = snapshot.path().read_bytes()
    connection.cursor().execute("delete from pub_change")
    factories.fiche(nom_projet="Cantines")
    snapshot.path().write_bytes(kept)
    reader = Reader()
    for _ in range(4):
        assert answered(reader) == ["Cantines", "Fuites"]
        reader.wait()
    assert answered(ready(reader), "cantine") == ["Cantines"]


def test_a_disk_that_refuses_costs_nothing_but_time(folder, caplog):
    factories.fiche(nom_projet="Fuites")
    folder.rmdir()
    assert answered(ready(Reader())) == ["Fuites"]
    assert "n’a pas été écrit" in caplog.text


def test_a_provisional_page_is_never_kept(client, monkeypatch):
    reader = Reader()
    monkeypatch.setattr("bibia.catalogue.door.PUBLIC.reader", reader)
    factories.fiche(nom_projet="Fuites")
    page = client.get("/cas-usage/?q=fuites")
    assert (page["Cache-Control"], page.has_header("ETag")) == ("no-store", False)
    assert "La recherche se prépare" in page.content.decode()
    reader.wait()
    page = client.get("/cas-usage/?q=fuites")
    assert page.has_header("ETag") and "La recherche se prépare" not in page.content.decode()


@pytest.mark.parametrize("filters", COMBINATIONS)
def test_plain_answers_count_like_the_index(library, filters):
    index = ready(Reader())
    for text in ("", "Projet"):
        for sort in ("recent", "titre", "demarrage", "organisation"):
            query = Query(text, filters, sort, 3, 9)
            ours, theirs = plain.search(query), index.search(query)
            assert (ours.total, ours.facets) == (theirs.total, theirs.facets)
            assert len(ours.ids) == len(theirs.ids)


def test_plain_answers_are_in_order_and_few_questions(library, django_assert_num_queries):
    titles = [
        library[0].__class__.objects.get(pk=id).nom_projet for id in plain.search(Query(sort="titre")).ids
    ]
    assert titles == [f"Projet {rank:02}" for rank in range(12)]
    with django_assert_num_queries(2 + len(COLUMNS)):
        plain.search(Query("projet", {"annee": ("2023",), "audience": ("elu",)}))
