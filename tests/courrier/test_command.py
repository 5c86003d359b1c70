from io import StringIO

import pytest
from django.core.management import call_command

from bibia.courrier.models import Message

pytestmark = pytest.mark.django_db
State = Message.State


def run(*arguments) -> str:
    output = StringIO()
    call_command("courrier", *arguments, stdout=output, stderr=output)
    return output.getvalue()


def test_what_waits_leaves(mailbox, write):
    write()
    mailbox.refuse("rcpt", 550, times=1)
    write()
    assert run() == "Courriels\u00a0: 1 envoyé, 1 abandonné.\n"
    assert run() == "Courriels\u00a0: rien à envoyer.\n"


def test_the_state_is_told_without_any_address(mailbox, write):
    mailbox.drop("body")
    message = write()
    run()
    told = run("--etat")
    assert f"Serveur\u00a0: 127.0.0.1, port {mailbox.port}." in told
    assert "incertain              1" in told and "envoyé                 0" in told
    assert f"n° {message.pk}, incertain, code, " in told
    assert "@" not in told


def test_the_state_says_where_the_files_are(settings):
    settings.EMAIL_HOST = ""
    assert str(settings.OUTBOX_DIR) in run("--etat")


def test_an_uncertain_message_is_sent_again_on_demand(mailbox, write):
    mailbox.drop("body")
    message = write()
    run()
    mailbox.accept()
    assert run("--reprendre", str(message.pk)) == "Courriels\u00a0: 1 envoyé.\n"
    assert len(mailbox.received) == 2
    with pytest.raises(SystemExit, match="1"):
        run("--reprendre", str(message.pk))
    assert len(mailbox.received) == 2
