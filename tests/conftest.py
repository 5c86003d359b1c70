"""What every test relies on: no network beyond this machine, plain static files, nothing written in var/."""

import os
import shutil
import socket
import tempfile
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.db import connection

from tests.courrier.smtp import mailbox_for

LOOPBACK = ("127.", "::1", "localhost")
# Without one of these or the mark of pytest-django, a test is refused every database: one engine says enough.
DATABASE = {"db", "transactional_db", "django_db_setup", "engine"}


class OutboundConnection(AssertionError):
    """A test tried to leave the machine."""


def pytest_configure(config):
    # The manifest storage needs collectstatic; the templates under test need only names.
    settings.STORAGES["staticfiles"]["BACKEND"] = "django.contrib.staticfiles.storage.StaticFilesStorage"
    settings.STATIC_ROOT = tempfile.mkdtemp(prefix="bibia-static-")
    settings.OUTBOX_DIR = Path(tempfile.mkdtemp(prefix="bibia-courriels-"))
    settings.DATA_DIR = Path(tempfile.mkdtemp(prefix="bibia-donnees-"))
    if not hasattr(config, "workerinput"):
        # Libraries of the browser, that the processes of the tests copy: tests/browser/server.py.
        os.environ["BIBIA_MODELS"] = tempfile.mkdtemp(prefix="bibia-modeles-")


def pytest_unconfigure(config):
    shutil.rmtree(settings.STATIC_ROOT, ignore_errors=True)
    shutil.rmtree(settings.OUTBOX_DIR, ignore_errors=True)
    shutil.rmtree(settings.DATA_DIR, ignore_errors=True)
    if not hasattr(config, "workerinput"):
        shutil.rmtree(os.environ["BIBIA_MODELS"], ignore_errors=True)


def pytest_collection_modifyitems(items):
    for item in items:
        if item.get_closest_marker("django_db") or DATABASE & set(item.fixturenames):
            item.add_marker(pytest.mark.database)


def pytest_report_header(config):
    return f"moteur : {connection.vendor}"


@pytest.fixture(scope="session", autouse=True)
def no_outbound_connection():
    """Refuse every address that is not this machine, and every name to resolve."""
    real_connect, real_resolve = socket.socket.connect, socket.getaddrinfo
    # The contract tests of Grist speak to a real server when someone gives one, and to no other.
    given = urlsplit(os.environ.get("GRIST_URL", "")).hostname
    allowed = LOOPBACK + tuple({given, *(one[4][0] for one in real_resolve(given, None))} if given else ())

    def connect(self, address):
        if self.family in (socket.AF_INET, socket.AF_INET6) and not str(address[0]).startswith(allowed):
            raise OutboundConnection(f"connexion sortante vers {address}")
        return real_connect(self, address)

    def resolve(host, *args, **kwargs):
        if host and not str(host).startswith(allowed):
            raise OutboundConnection(f"résolution du nom {host}")
        return real_resolve(host, *args, **kwargs)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(socket.socket, "connect", connect)
        patch.setattr(socket, "getaddrinfo", resolve)
        yield


@pytest.fixture(scope="session")
def engine() -> str:
    """Say "sqlite" or "postgresql": the whole suite runs once on each."""
    return connection.vendor


@pytest.fixture
def mailbox(settings):
    """A real mail server on loopback, that the outbox delivers to (tests/courrier/smtp.py)."""
    with mailbox_for(settings) as box:
        yield box
