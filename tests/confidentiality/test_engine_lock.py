"""The engine's own lock: what the tripwire cannot read is refused by the database, in public requests only."""

import sqlite3
import threading

import pytest
from django.db import DatabaseError, connection, transaction
from django.test import Client

from bibia.fiches.guard import RestrictedAccess, public_request, trusted
from bibia.fiches.models import Change, Fiche, Reserved, Version
from tests import factories

pytestmark = pytest.mark.django_db(transaction=True)

SECRET = "Âge de la conduite 40 %"
SQLITE = connection.vendor == "sqlite"
sqlite_only = pytest.mark.skipif(not SQLITE, reason="SQLite")
postgresql_only = pytest.mark.skipif(SQLITE, reason="PostgreSQL")


def sql(statement, *parameters):
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters or None)
        return cursor.fetchall() if cursor.description else []


@pytest.fixture(autouse=True)
def record():
    return factories.fiche(parametres=SECRET)


@pytest.fixture
def view():
    """A name that says nothing to the tripwire, as an operator could make one."""
    with trusted():
        sql("CREATE VIEW innocent_view AS SELECT id, parametres AS p FROM rsv_fiche")
        sql("CREATE VIEW pub_innocent AS SELECT id, parametres AS p FROM rsv_fiche")
    yield "SELECT p FROM innocent_view"
    sql("DROP VIEW innocent_view")
    sql("DROP VIEW pub_innocent")


def writes_and_reads(record):
    """What any process must be able to do once the public request is over."""
    with trusted():
        assert Reserved.objects.get(pk=record.pk).parametres == SECRET
    factories.update(record, budget="plus-100k")
    with transaction.atomic():
        Fiche.objects.filter(pk=record.pk).update(version=7)
    assert Fiche.objects.get(pk=record.pk).version == 7


def refused(statement):
    """Whether the engine itself refuses, asked by the driver: nothing of ours reads the statement."""
    with public_request():
        try:
            connection.connection.execute(statement)
        except connection.Database.Error:
            return True
    return False


SHAPES = (
    "SELECT p FROM innocent_view",
    "SELECT max(p) FROM innocent_view",
    "SELECT count(*) FROM innocent_view",
    "SELECT f.id FROM pub_fiche f ORDER BY (SELECT p FROM innocent_view i WHERE i.id = f.id)",
    "WITH x AS (SELECT p FROM innocent_view) SELECT * FROM x",
    "SELECT id FROM pub_fiche WHERE EXISTS (SELECT 1 FROM innocent_view WHERE p LIKE '%40%')",
    "SELECT p FROM pub_innocent",
    "SELECT parametres FROM rsv_fiche",
    "SELECT handle FROM trv_account",
    "SELECT * FROM django_migrations",
)
WRITES = (
    "UPDATE pub_fiche SET nom_projet = 'x'",
    "DELETE FROM pub_version",
    "INSERT INTO pub_change (seq, fiche_id, kind, at) VALUES (9, 'x', 'updated', '2026-01-01')",
    "CREATE TABLE pub_new (id integer)",
    "CREATE VIEW pub_other AS SELECT 1 AS one",
    "DROP TABLE pub_version",
    "DROP VIEW innocent_view",
)
OF_SQLITE = (
    "SELECT sql FROM sqlite_master",
    "SELECT * FROM pragma_table_info('pub_fiche')",
    "PRAGMA writable_schema = 1",
    "PRAGMA database_list",
    "PRAGMA data_version = 1",
    "ATTACH DATABASE ':memory:' AS other",
    "CREATE TEMP TABLE pub_copy AS SELECT 1 AS one",
    "BEGIN IMMEDIATE",
)
OF_POSTGRESQL = (
    'SELECT parametres FROM U&"r\\0073v_fiche"',
    "DO $$ BEGIN EXECUTE 'CREATE TEMP TABLE loot AS SELECT * FROM rs' || 'v_fiche'; END $$",
    "SELECT query_to_xml('SELECT parametres FROM rs' || 'v_fiche', true, true, '')",
    "COPY (SELECT p FROM innocent_view) TO STDOUT",
    "SELECT rolpassword FROM pg_authid",
)


def test_the_engine_lets_public_tables_be_read_then_everything_again(view, record):
    for table in ("pub_fiche", "pub_collectivite", "pub_version", "pub_change", "pub_withdrawn"):
        assert not refused(f"SELECT count(*) FROM {table}"), table
        writes_and_reads(record)


@pytest.mark.parametrize("statements", [SHAPES, WRITES, OF_SQLITE if SQLITE else OF_POSTGRESQL])
def test_the_engine_refuses_all_the_rest(view, record, statements):
    for statement in statements:
        assert refused(statement), statement
    with trusted():
        assert sql("SELECT p FROM innocent_view") == [(SECRET,)]
    assert Fiche.objects.get().nom_projet == record.nom_projet
    assert Version.objects.count() == Change.objects.count() == 1
    writes_and_reads(record)


def test_a_view_is_refused_to_the_orm_too(view):
    assert sql(view) == [(SECRET,)]  # the tripwire alone does not see it
    with public_request(), pytest.raises(DatabaseError):
        sql(view)
    with public_request(), pytest.raises(DatabaseError):
        list(Fiche.objects.raw("SELECT f.*, p FROM pub_fiche f JOIN innocent_view v ON v.id = f.id"))


@postgresql_only
def test_no_statement_takes_the_role_off(view):
    for statement in (
        "RESET ROLE",
        "SET ROLE NONE",
        "SET SESSION AUTHORIZATION DEFAULT",
        "RESET SESSION AUTHORIZATION",
        "RESET ALL",
        "DISCARD ALL",
        "SELECT set_config('role', 'none', false)",
        "SELECT pg_catalog . Set_Config('role', 'none', false)",
        "SELECT 1; RESET ROLE",
        "DO $$ BEGIN EXECUTE 'RESET RO' || 'LE'; END $$",
        "SELECT query_to_xml('SELECT set_conf' || 'ig(''role'', ''none'', false)', true, true, '')",
        "SELECT * FROM ts_stat('SELECT set_conf' || 'ig(''role'', ''none'', false)::tsvector')",
    ):
        with public_request():
            with pytest.raises((DatabaseError, RestrictedAccess)):
                sql(statement)
            with pytest.raises(DatabaseError):
                sql(view)


def test_the_driver_itself_is_locked_before_the_first_statement(view):
    """Raw cursors escape the tripwire: the engine must not wait for a statement of Django's to lock."""
    with public_request(), pytest.raises(connection.Database.Error):
        connection.connection.execute(view).fetchall()


def test_a_connection_made_during_the_request_is_locked_too(view):
    if SQLITE:
        pytest.skip("the memory database of the tests is one connection")
    with public_request():
        connection.close()
        connection.ensure_connection()
        with pytest.raises(connection.Database.Error):
            connection.connection.execute(view).fetchall()


@postgresql_only
def test_a_transaction_that_is_undone_does_not_undo_the_lock(view):
    connection.close()
    with public_request():
        with pytest.raises(ZeroDivisionError), transaction.atomic():
            assert Fiche.objects.count() == 1
            with pytest.raises(ZeroDivisionError), transaction.atomic():
                assert Fiche.objects.count() == 1
                raise ZeroDivisionError
            raise ZeroDivisionError
        with pytest.raises(DatabaseError):
            sql(view)


def test_a_statement_prepared_in_trust_does_not_escape(view, record):
    statement = "SELECT p FROM innocent_view WHERE id = %s"
    for _ in range(20):  # psycopg prepares after five runs; sqlite3 keeps every statement
        assert sql(statement, record.pk) == [(SECRET,)]
    with public_request(), pytest.raises(DatabaseError):
        sql(statement, record.pk)
    assert sql(statement, record.pk) == [(SECRET,)]
    with public_request(), pytest.raises(DatabaseError):
        sql(statement, record.pk)


def test_everything_works_again_after_an_error_in_the_request(view, record):
    with pytest.raises(ZeroDivisionError), public_request():
        assert Fiche.objects.count() == 1
        raise ZeroDivisionError
    with pytest.raises(DatabaseError), public_request():
        sql(view)
    writes_and_reads(record)


@sqlite_only
def test_between_two_public_requests_the_engine_stays_locked(view, record):
    with public_request():
        assert Fiche.objects.count() == 1
    with pytest.raises(connection.Database.Error):
        connection.connection.execute(view)
    writes_and_reads(record)
    assert connection.connection.execute(view).fetchall() == [(SECRET,)]


@sqlite_only
def test_a_connection_that_took_the_place_of_a_locked_one_is_locked_too(record):
    with public_request():
        assert Fiche.objects.count() == 1
    usual, connection.connection = connection.connection, sqlite3.connect(":memory:")
    try:
        connection.connection.execute("CREATE TABLE rsv_other (id)")
        assert refused("SELECT * FROM rsv_other")
    finally:
        connection.connection.close()
        connection.connection = usual
        usual.set_authorizer(None)
    writes_and_reads(record)


def test_a_transaction_opened_by_hand_ends_after_a_request_inside_it(record):
    transaction.set_autocommit(False)
    try:
        Fiche.objects.update(version=7)
        with public_request():
            assert Fiche.objects.get().version == 7
    finally:
        transaction.commit()
        transaction.set_autocommit(True)
    assert Fiche.objects.get().version == 7


@pytest.mark.parametrize("undone", [False, True])
def test_the_transaction_that_follows_a_request_ends_as_it_should(record, undone):
    with public_request():
        assert Fiche.objects.count() == 1
    with transaction.atomic():
        Fiche.objects.update(version=7)
        transaction.set_rollback(undone)
    assert Fiche.objects.get().version == (1 if undone else 7)


def test_everything_works_again_after_a_request_inside_a_transaction(record):
    with transaction.atomic():
        with public_request():
            assert Fiche.objects.count() == 1
        with trusted():
            assert Reserved.objects.count() == 1
    writes_and_reads(record)


def test_everything_works_again_after_a_request_that_broke_its_transaction(view, record):
    with pytest.raises(DatabaseError), transaction.atomic(), public_request():
        sql(view)
    writes_and_reads(record)


def test_a_request_inside_another_leaves_the_lock_to_it(view, record):
    with public_request():
        with public_request():
            assert Fiche.objects.count() == 1
        with pytest.raises(DatabaseError):
            sql(view)
    writes_and_reads(record)


def test_pages_leave_the_connection_free(record):
    client = Client()
    for path in ("/", f"/cas-usage/{record.pk}.json", "/cas-usage/00000000.json", "/nulle-part/"):
        client.get(path)
        writes_and_reads(record)


def test_the_lock_of_a_thread_is_not_the_lock_of_another(record):
    locked, done = threading.Event(), threading.Event()
    seen = {}

    def public():
        with public_request():
            seen["public"] = Fiche.objects.count()
            locked.set()
            done.wait(10)
        connection.close()

    thread = threading.Thread(target=public)
    thread.start()
    assert locked.wait(10)
    try:
        writes_and_reads(record)
    finally:
        done.set()
        thread.join()
    assert seen == {"public": 1}
