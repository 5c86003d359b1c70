"""The tripwire: no way of asking the ORM or the driver's cursor reaches a restricted or working table."""

import pytest
from django.core import serializers
from django.db import DatabaseError, connection, transaction
from django.db.models import Count, Exists, F, FilteredRelation, Max, OuterRef, Q, Subquery
from django.db.models.expressions import RawSQL
from django.db.models.functions import Length

from bibia.accounts.models import Account
from bibia.fiches.guard import RestrictedAccess, public_request, trusted
from bibia.fiches.models import Change, Fiche, Internal, Journal, Proposal, Reserved, Version
from tests import factories

pytestmark = pytest.mark.django_db


def sql(statement, *parameters):
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)
        return cursor.fetchall() if cursor.description else []


def many(statement, rows):
    with connection.cursor() as cursor:
        cursor.executemany(statement, rows)


reserved = Reserved.objects
plain = Fiche.objects.order_by()
same = Reserved.objects.filter(pk=OuterRef("pk"))
by_name = Proposal.objects.filter(proposed_by__handle__startswith="s")

# Every way that leads from Django to a table; the oracles answer by a count, an order or an existence.
READS = {
    "all": lambda: list(reserved.all()),
    "get": lambda: reserved.get(pk="x"),
    "first": lambda: reserved.first(),
    "latest": lambda: reserved.latest("revision"),
    "filter": lambda: list(reserved.filter(budget="plus-100k")),
    "filter oracle": lambda: reserved.filter(parametres__startswith="A").exists(),
    "exclude": lambda: list(reserved.exclude(budget="")),
    "Q": lambda: list(reserved.filter(Q(budget="") | ~Q(erreur=""))),
    "order_by": lambda: list(reserved.order_by("budget").values_list("pk")),
    "values": lambda: list(reserved.values("budget")),
    "values_list": lambda: list(reserved.values_list("budget", flat=True)),
    "annotate": lambda: list(reserved.annotate(x=F("budget")).values("x")),
    "function": lambda: list(reserved.annotate(x=Length("parametres")).values("x")),
    "aggregate": lambda: reserved.aggregate(Max("parametres")),
    "group": lambda: list(reserved.values("budget").annotate(n=Count("pk"))),
    "count": lambda: reserved.count(),
    "distinct": lambda: list(reserved.values("budget").distinct()),
    "defer": lambda: list(reserved.defer("budget")),
    "only": lambda: list(reserved.only("pk")),
    "in_bulk": lambda: reserved.in_bulk(),
    "iterator": lambda: list(reserved.iterator()),
    "select_for_update": lambda: list(reserved.select_for_update()),
    "exists expression": lambda: list(Fiche.objects.filter(Exists(same))),
    "subquery": lambda: list(Fiche.objects.annotate(x=Subquery(same.values("budget")[:1]))),
    "order by subquery": lambda: list(Fiche.objects.order_by(Subquery(same.values("budget")[:1]))),
    "in": lambda: list(Fiche.objects.filter(pk__in=reserved.values("pk"))),
    "union": lambda: list(plain.values_list("pk").union(reserved.values_list("budget"))),
    "difference": lambda: list(plain.values_list("budget").difference(reserved.values_list("budget"))),
    "raw": lambda: list(
        Fiche.objects.raw("SELECT f.*, r.budget AS b FROM pub_fiche f JOIN rsv_fiche r USING (id)")
    ),
    "RawSQL": lambda: list(Fiche.objects.annotate(x=RawSQL("SELECT max(budget) FROM rsv_fiche", []))),
    "extra": lambda: list(Fiche.objects.extra(select={"x": "SELECT max(budget) FROM rsv_fiche"})),
    "extra where": lambda: list(Fiche.objects.extra(where=["id IN (SELECT id FROM rsv_fiche)"])),
    "extra tables": lambda: list(Fiche.objects.extra(tables=["rsv_fiche"])),
    "cursor": lambda: sql("SELECT budget FROM rsv_fiche"),
    "cursor, quoted": lambda: sql('SELECT budget FROM "rsv_fiche"'),
    "cursor, upper case": lambda: sql("SELECT budget FROM RSV_FICHE"),
    "cursor, comment": lambda: sql("SELECT budget FROM/**/rsv_fiche"),
    "cursor, new line": lambda: sql("SELECT budget FROM\nrsv_fiche"),
    "cursor, after a point": lambda: sql(
        f"SELECT budget FROM {'main' if connection.vendor == 'sqlite' else 'public'}.rsv_fiche"
    ),
    "cursor, parameters": lambda: sql("SELECT budget FROM rsv_fiche WHERE id = %s", "x"),
    "with": lambda: sql("WITH w AS (SELECT budget FROM rsv_fiche) SELECT * FROM w"),
    "explain": lambda: Reserved.objects.filter(budget="").explain(),
    "serializer": lambda: serializers.serialize("json", reserved.all()),
    "refresh": lambda: Reserved(pk="x").refresh_from_db(),
    "internal values": lambda: list(Internal.objects.all()),
    "proposals": lambda: list(Proposal.objects.all()),
    "journal": lambda: list(Journal.objects.all()),
    "accounts": lambda: list(Account.objects.all()),
    "through a relation": lambda: list(by_name),
    "filtered relation": lambda: list(
        Proposal.objects.annotate(x=FilteredRelation("proposed_by")).values("x__handle")
    ),
    "select_related": lambda: list(Proposal.objects.select_related("proposed_by")),
    "prefetch_related": lambda: list(Proposal.objects.prefetch_related("proposed_by")),
    "lazy attribute": lambda: Proposal(proposed_by_id=1).proposed_by,
}
WRITES = {
    "create": lambda: reserved.create(pk="00000000"),
    "save": lambda: Reserved(pk="00000000").save(),
    "update": lambda: reserved.update(budget=""),
    "delete": lambda: reserved.all().delete(),
    "raw delete": lambda: reserved.all()._raw_delete("default"),
    "get_or_create": lambda: reserved.get_or_create(pk="00000000"),
    "update_or_create": lambda: reserved.update_or_create(pk="00000000", defaults={"budget": ""}),
    "bulk_create": lambda: reserved.bulk_create([Reserved(pk="00000000")]),
    "bulk_update": lambda: reserved.bulk_update([Reserved(pk="00000000")], ["budget"]),
    "cursor": lambda: sql("DELETE FROM rsv_fiche"),
    "cursor, many": lambda: many("UPDATE rsv_fiche SET budget = %s", [("a",), ("b",)]),
    "insert from select": lambda: sql("INSERT INTO pub_version (changes) SELECT budget FROM rsv_fiche"),
    "account": lambda: Account.objects.create(handle="nouveau", role="animateur"),
}
CHANNELS = {f"read: {name}": way for name, way in READS.items()} | {
    f"write: {name}": way for name, way in WRITES.items()
}


@pytest.fixture
def record():
    return factories.fiche(budget="plus-100k", parametres="Âge de la conduite")


@pytest.mark.parametrize("channel", CHANNELS)
def test_no_channel_reaches_a_restricted_table(record, channel):
    with pytest.raises(RestrictedAccess), transaction.atomic():
        CHANNELS[channel]()
    with trusted():
        assert Reserved.objects.get().budget == "plus-100k" and Account.objects.count() == 1


@pytest.mark.parametrize("channel", CHANNELS)
def test_no_channel_reaches_a_restricted_table_from_a_public_request(record, channel):
    # A channel that opens a transaction first is stopped there, by the engine.
    with public_request(), pytest.raises((RestrictedAccess, DatabaseError)):
        CHANNELS[channel]()


def test_the_channels_are_real_ones(record):
    """Where they are allowed they do reach the table: the tests above refuse something."""
    with trusted():
        assert READS["subquery"]()[0].x == READS["raw"]()[0].b == "plus-100k"
        assert READS["cursor"]() == READS["cursor, upper case"]() == READS["with"]() == [("plus-100k",)]
        assert READS["filter oracle"]() is False and reserved.filter(parametres__startswith="Â").exists()
        assert READS["accounts"]()[0].handle == "système" and len(READS["journal"]()) == 2


def test_a_public_request_can_never_become_trusted(record):
    with public_request(), pytest.raises(RestrictedAccess), trusted():
        pytest.fail("entered")
    with trusted(), public_request(), pytest.raises(RestrictedAccess), trusted():
        pytest.fail("entered")


def test_trust_does_not_survive_the_entry_of_a_public_request(record):
    with trusted(), public_request(), pytest.raises(RestrictedAccess):
        Reserved.objects.count()
    with trusted(), public_request():
        assert Fiche.objects.count() == 1


def test_trust_ends_with_its_block_even_on_an_error(record):
    with pytest.raises(ZeroDivisionError), trusted():
        raise ZeroDivisionError
    with pytest.raises(RestrictedAccess):
        Reserved.objects.count()
    with trusted():
        with trusted():
            pass
        assert Reserved.objects.count() == 1


def test_public_tables_are_read_without_trust(record):
    assert Fiche.objects.count() == Version.objects.count() == Change.objects.count() == 1


def test_a_refusal_prints_no_value():
    with pytest.raises(RestrictedAccess) as refusal:
        Reserved.objects.filter(parametres="canari-du-journal").exists()
    assert "canari-du-journal" not in str(refusal.value)
