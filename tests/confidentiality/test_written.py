"""What is reserved, internal or unfinished is in no mail, no line of log and no file, whatever people do."""

import re
from gzip import decompress
from pathlib import Path

import pytest
from django.conf import settings as configured

from bibia.catalogue import reader, snapshot
from bibia.courrier import delivery, outbox
from bibia.courrier.models import Message
from bibia.fiches.guard import trusted
from bibia.fiches.models import Internal
from tests.confidentiality.canaries import CANARY, PLACES, unique_terms
from tests.confidentiality.mailed import TABLE, Life
from tests.confidentiality.test_canary import found, logs  # noqa: F401
from tests.courrier.written import everything_written

pytestmark = pytest.mark.django_db
# Who is written to at the service is its own address, that only its organisation knows otherwise.
_TO = re.compile(rb"(?im)^to: .*$")


@pytest.fixture
def kept(tmp_path, settings):
    """The directory of the library, for this test."""
    settings.DATA_DIR, settings.OUTBOX_DIR = tmp_path, tmp_path / "courriels"
    return tmp_path


@pytest.fixture
def rendered(monkeypatch):
    """The templates of the mails that were written."""
    names, render = set(), outbox.render
    monkeypatch.setattr(outbox, "render", lambda name, context: names.add(name) or render(name, context))
    return names


def every_mail():
    roots = Path(configured.BASE_DIR, "bibia").glob("*/jinja2/*/courriels/*.html")
    return {"/".join(path.parts[-3:]) for path in roots}


def test_no_mark_is_in_a_mail_a_log_or_a_file(kept, rendered, logs):  # noqa: F811
    with unique_terms(), trusted():
        life = Life()
        life.everything()
        contact = Internal.objects.get(pk=life.fiche.pk).projet_contact
        assert contact.startswith(PLACES["projet_contact"])
        assert every_mail() - rendered == set(), "every mail that exists is written here"
        assert found(everything_written().replace(contact, "").encode(), [CANARY]) == set()
        told = Message.objects.exclude(to=contact)
        assert not any(contact in text for row in told.values_list("subject", "text", "html") for text in row)
        delivery.deliver()
        assert Message.objects.filter(state="sent").count() > 20
    snapshot.save(*reader._whole())
    assert found("\n".join(logs.lines).encode(), [CANARY]) == set()
    files = [path for path in kept.rglob("*") if path.is_file()]
    theirs = [path for path in files if path.parent == kept / "imports"]
    assert [path.read_bytes() for path in theirs] == [TABLE]
    assert {"courriels", kept.name} <= {path.parent.name for path in files}
    for path in set(files) - set(theirs):
        content = path.read_bytes()
        content = decompress(content) if content.startswith(b"\x1f\x8b") else content
        assert found(_TO.sub(b"", content), [CANARY]) == set(), path.name
