"""The guard of the tests is itself tested."""

import socket

import pytest
from django.db import connection

from tests.conftest import OutboundConnection


def test_a_connection_out_of_the_machine_is_refused():
    with socket.socket() as client, pytest.raises(OutboundConnection):
        client.connect(("192.0.2.1", 80))


def test_a_name_is_not_resolved():
    with pytest.raises(OutboundConnection):
        socket.create_connection(("exemple.test", 443), timeout=1)


def test_the_machine_itself_is_reachable():
    with (
        socket.create_server(("127.0.0.1", 0)) as server,
        socket.create_connection(server.getsockname()) as client,
    ):
        assert client.getpeername() == server.getsockname()


def test_what_asks_for_no_database_is_refused_every_one(request):
    """It passes once, on SQLite: it would say nothing more on the other engine."""
    assert not request.node.get_closest_marker("database")
    with pytest.raises(RuntimeError, match="Database access not allowed"):
        connection.cursor()


@pytest.mark.django_db
def test_what_asks_for_a_database_passes_on_both_engines(request):
    assert request.node.get_closest_marker("database")
    connection.cursor().close()
