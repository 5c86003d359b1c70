"""Every process follows the library, and notices when it is another one."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.core.management import call_command
from django.db import connection, transaction

from bibia.catalogue import reader as module
from bibia.catalogue.asking import Query
from bibia.catalogue.reader import Reader
from bibia.fiches import actions
from bibia.fiches.models import Change, edition
from tests import factories


def titles(reader, text=""):
    fiches = module.Fiche.objects.in_bulk(reader.search(Query(text=text, sort="titre", limit=100)).ids)
    return sorted(fiche.nom_projet for fiche in fiches.values())


def elsewhere(action):
    """Run on another connection, as another worker would."""

    def work():
        try:
            return action()
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as pool:
        return pool.submit(work).result()


@pytest.fixture
def built(monkeypatch):
    """How many times the library was indexed whole."""
    calls = []
    whole = module.Index.build
    monkeypatch.setattr(module.Index, "build", lambda *given: calls.append(1) or whole(*given))
    return calls


def test_publications_changes_and_withdrawals_are_followed(db, built):
    reader = Reader()
    first = factories.fiche(nom_projet="Fuites")
    assert titles(reader) == ["Fuites"]
    factories.fiche(nom_projet="Cantines")
    factories.update(first, nom_projet="Canalisations")
    assert titles(reader, "cantine") == ["Cantines"]
    assert titles(reader, "fuites") == []
    assert titles(reader, "canalisation") == ["Canalisations"]
    actions.withdraw(first.pk, by=factories.system(), reason="Fin")
    assert titles(reader) == ["Cantines"]
    assert (reader.generation(), len(built)) == (4, 1)


@pytest.mark.django_db(transaction=True)
def test_what_another_connection_publishes_is_found(built):
    reader = Reader()
    factories.fiche(nom_projet="Fuites")
    assert titles(reader) == ["Fuites"]
    elsewhere(lambda: factories.fiche(nom_projet="Cantines"))
    assert titles(reader) == ["Cantines", "Fuites"]
    assert len(built) == 1


@pytest.mark.django_db(transaction=True)
def test_little_is_asked_when_nothing_was_committed(django_assert_num_queries):
    reader = Reader()
    factories.fiche()
    assert reader.search(Query()).total == 1
    # SQLite says it by itself; PostgreSQL is asked for the lines after the last one.
    with django_assert_num_queries(0 if connection.vendor == "sqlite" else 1):
        assert reader.search(Query()).total == 1


@pytest.mark.django_db(transaction=True)
def test_the_edition_is_asked_again_only_after_a_commit(django_assert_num_queries):
    factories.fiche()
    first = edition()
    with django_assert_num_queries(0 if connection.vendor == "sqlite" else 1):
        assert edition() == first
    elsewhere(factories.fiche)
    second = edition()
    assert second != first
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        factories.fiche()
        assert edition() not in (first, second)
        raise ZeroDivisionError
    assert edition() == second


@pytest.mark.django_db(transaction=True)
def test_a_database_put_in_place_of_another_is_indexed_again(built):
    reader = Reader()
    for rank in range(3):
        factories.fiche(nom_projet=f"Ancienne {rank}")
    assert len(titles(reader)) == 3
    call_command("flush", interactive=False, verbosity=0)
    assert titles(reader) == []
    for rank in range(5):
        factories.fiche(nom_projet=f"Nouvelle {rank}")
    assert titles(reader) == [f"Nouvelle {rank}" for rank in range(5)]
    call_command("flush", interactive=False, verbosity=0)
    for rank in range(7):
        factories.fiche(nom_projet=f"Autre {rank}")
    assert titles(reader) == [f"Autre {rank}" for rank in range(7)]
    assert len(built) >= 3


def test_a_gap_or_an_untold_change_means_another_library(db, built):
    reader = Reader()
    fiches = [factories.fiche(nom_projet=f"Projet {rank}") for rank in range(3)]
    assert (len(titles(reader)), len(built)) == (3, 1)
    factories.update(fiches[0], nom_projet="Voirie")
    factories.update(fiches[1], nom_projet="Cantines")
    Change.objects.order_by("-seq")[1:2].get().delete()
    assert titles(reader, "voirie") == ["Voirie"]
    assert len(built) == 2
    fiches[2].delete()
    factories.fiche(nom_projet="Fuites")
    assert titles(reader) == ["Cantines", "Fuites", "Voirie"]
    assert len(built) == 3


def test_an_undone_transaction_leaves_nothing(db):
    reader = Reader()
    factories.fiche(nom_projet="Fuites")
    with transaction.atomic():
        factories.fiche(nom_projet="Cantines")
        assert titles(reader) == ["Cantines", "Fuites"]
        transaction.set_rollback(True)
    assert titles(reader) == ["Fuites"]
    assert titles(reader, "cantines") == []


def test_tombstones_are_buried_in_time(db, built, monkeypatch):
    monkeypatch.setattr(module, "_BATCH", 2)
    reader = Reader()
    record = factories.fiche(nom_projet="Version 0")
    titles(reader)
    for number in range(1, 5):
        factories.update(record, nom_projet=f"Version {number}")
        assert titles(reader) == [f"Version {number}"]
    assert len(built) == 2
