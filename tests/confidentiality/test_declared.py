"""What is stored is declared: a table by its prefix, a public column by its name. What nobody declared fails here."""

import pytest
from django.apps import apps
from django.db import connection

from bibia.fiches.fields import INTERNAL, STORED
from bibia.fiches.guard import PUBLIC_PREFIXES, PUBLIC_ROLE, RestrictedAccess
from bibia.fiches.models import (
    Change,
    Fiche,
    Internal,
    Question,
    Reply,
    Reserved,
    Reuse,
    Shelf,
    Version,
    Withdrawn,
)
from bibia.territoires.models import Collectivite
from tests import factories
from tests.confidentiality.walker import Asked, ask, fresh

pytestmark = pytest.mark.django_db

COLUMNS = {
    Fiche: {"id", "collectivite", "opened", "version", "published_at", "updated_at", *STORED}
    | {"archived_at", "archived_reason"},
    Version: {"id", "fiche", "number", "date", "changes"},
    Withdrawn: {"id", "title", "reason", "version", "withdrawn_at", "merged_into"},
    Change: {"seq", "fiche_id", "kind", "at"},
    Question: {"id", "fiche", "author", "text", "asked_at", "answer", "answerer", "answered_at"},
    Reply: {"id", "fiche", "author", "text", "at"},
    Reuse: {"fiche", "count", "names"},
    Shelf: {"slug", "title", "text", "fiches", "updated_at"},
    Collectivite: {
        *("cle", "siren", "nom", "folded_name", "nom_officiel", "type", "commune", "epci", "ept"),
        *("departement", "region", "rattachement", "population"),
    },
    Reserved: {"id", "revision", "opened", "confirmed", *STORED},
    Internal: {"id", *INTERNAL},
}


def names(model):
    return {column.name for column in model._meta.local_fields}


@pytest.mark.parametrize("model", COLUMNS)
def test_every_column_is_declared(model):
    assert names(model) == COLUMNS[model]


def test_every_public_table_is_in_the_table_above():
    tables = {model for model in apps.get_models() if model._meta.db_table.startswith(PUBLIC_PREFIXES)}
    assert tables <= set(COLUMNS)


# Libraries name these; the tripwire watches them like ours, but the list of models, which names no one.
PACKAGES = {
    *("auth_permission", "auth_group", "auth_group_permissions", "django_content_type"),
    *("account_emailaddress", "account_emailconfirmation", "mfa_authenticator"),
}


def test_every_table_says_by_its_name_who_may_read_it():
    tables = {model._meta.db_table for model in apps.get_models(include_auto_created=True)}
    others = {table for table in tables if not table.startswith(("pub_", "ref_", "rsv_", "trv_"))}
    assert others == PACKAGES
    for table in others - {"django_content_type"}:
        with pytest.raises(RestrictedAccess), connection.cursor() as cursor:
            cursor.execute(f"SELECT * FROM {table}")


def test_a_public_table_never_refers_to_another_kind():
    """No public row leads to a restricted one, not even by a key."""
    for model in COLUMNS:
        if model._meta.db_table.startswith(PUBLIC_PREFIXES):
            for column in model._meta.get_fields():
                other = column.related_model
                assert other is None or other._meta.db_table.startswith(PUBLIC_PREFIXES), column


@pytest.mark.skipif(connection.vendor != "postgresql", reason="PostgreSQL")
def test_the_public_role_reads_public_tables_and_nothing_else():
    query = """
        SELECT table_name, string_agg(privilege_type, ',') FROM information_schema.role_table_grants
        WHERE grantee IN (%s, 'PUBLIC') AND table_schema = 'public' GROUP BY table_name
    """
    with connection.cursor() as cursor:
        cursor.execute(query, [PUBLIC_ROLE])
        granted = dict(cursor.fetchall())
        tables = connection.introspection.table_names(cursor)
    assert granted == {name: "SELECT" for name in tables if name.startswith(PUBLIC_PREFIXES)}


def test_error_pages_ask_the_database_nothing(django_assert_num_queries):
    """They are made after the public request is over: the engine's lock is off."""
    factories.fiche()
    client = fresh()
    with django_assert_num_queries(0):
        assert ask(client, Asked("/nulle-part/")).status == 404
        assert ask(client, Asked("/nulle-part/", headers=(("Host", "voleur.test"),))).status == 400
