"""The guard of the tests is itself tested."""

import socket

import pytest

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
