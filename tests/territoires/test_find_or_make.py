import threading

import pytest
from django.db import connection, transaction

from bibia.territoires.models import Collectivite, CollectiviteQuerySet
from bibia.territoires.organisations import find_or_make, identify

METZ = "21570463600012"


def publish(nom, siret="", type_code="commune"):
    found = identify(nom=nom, siret=siret, type_code=type_code)
    return find_or_make(found, nom=nom, type_code=type_code)[0]


@pytest.mark.django_db
def test_an_organisation_is_made_once_from_its_siren_and_takes_its_latest_typed_name():
    first = publish("Ville de Metz", METZ)
    again = publish("Mairie de Metz", METZ)
    assert again == first
    first.refresh_from_db()
    assert (first.siren, first.nom, first.folded_name) == ("215704636", "Mairie de Metz", "mairie de metz")
    assert (first.nom_officiel, first.type, first.commune, first.departement) == (
        "Metz",
        "commune",
        "57463",
        "57",
    )
    assert (first.rattachement, first.population) == ("table", 122_572)


@pytest.mark.django_db
def test_without_a_siren_the_folded_name_finds_it_again():
    first = publish("Syndicat des Eaux du Val-Clair", type_code="syndicat")
    again = publish("SYNDICAT DES EAUX  du Val-Clair", type_code="")
    assert again == first and again.siren is None
    assert again.type == "syndicat"  # a later record that says nothing takes nothing away
    assert Collectivite.objects.count() == 1


@pytest.mark.django_db
def test_the_proven_type_stands_before_the_typed_one():
    assert publish("Ville de Paris", "21750001600019", "departement").type == "statut-particulier"
    assert publish("Agence du Val-Clair", type_code="operateur").type == "operateur"


@pytest.mark.django_db
def test_a_siren_learnt_later_makes_another_organisation():
    """A same name is no proof: two communes may share it."""
    assert publish("Toulouse Métropole") != publish("Toulouse Métropole", "24310051800170", "metropole")


@pytest.mark.django_db
def test_a_change_of_what_pages_show_is_said():
    def changes(nom):
        return find_or_make(identify(nom=nom, siret=METZ, type_code=""), nom=nom, type_code="")[1]

    assert [changes("Ville de Metz"), changes("Ville de Metz"), changes("Mairie de Metz")] == [
        False,
        False,
        True,
    ]


@pytest.mark.django_db
def test_the_number_of_somebody_else_is_not_attached():
    metz = publish("Ville de Metz", "20003986500106")
    assert (metz.siren, metz.commune, metz.rattachement) == (None, "57463", "nom-officiel")


@pytest.mark.django_db
def test_nothing_is_written_when_nothing_changed(django_assert_num_queries):
    publish("Ville de Metz", METZ)
    with django_assert_num_queries(1):  # found, and compared
        publish("Ville de Metz", METZ)


@pytest.mark.django_db
@pytest.mark.parametrize("siret", ["", METZ])
def test_a_worker_that_comes_second_finds_what_the_first_one_made(monkeypatch, siret):
    """The row appears between the look and the insertion, inside a transaction that must go on."""
    real = CollectiviteQuerySet.get
    rival = []

    def get(self, *args, **kwargs):
        if not rival:
            rival.append(Collectivite.objects.create(nom="Ville de Metz", siren=siret[:9] or None))
            raise Collectivite.DoesNotExist
        return real(self, *args, **kwargs)

    monkeypatch.setattr(CollectiviteQuerySet, "get", get)
    with transaction.atomic():
        assert publish("Ville de Metz", siret) == rival[0]
        assert Collectivite.objects.get().commune == "57463"


@pytest.mark.django_db(transaction=True)
def test_many_workers_make_one_organisation(engine):
    if engine != "postgresql":
        pytest.skip("SQLite n’a qu’un écrivain : la course ne peut pas avoir lieu")
    start = threading.Barrier(8)
    keys = []

    def work():
        start.wait()
        for _ in range(5):
            with transaction.atomic():
                keys.append(publish("Ville de Metz", METZ).cle)
        connection.close()

    threads = [threading.Thread(target=work) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(keys) == 40 and len(set(keys)) == 1
