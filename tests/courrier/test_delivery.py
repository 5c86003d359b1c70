"""What a message becomes, with a real mail server that is up, down, or in a bad mood."""

import socket
from datetime import timedelta

import pytest
from django.db import transaction
from django.utils import timezone

from bibia.courrier import delivery, outbox
from bibia.courrier.models import Message
from bibia.fiches.guard import RestrictedAccess, trusted
from tests.courrier.smtp import Mailbox, mailbox_for

pytestmark = pytest.mark.django_db
State = Message.State


def states(rows) -> list[str]:
    return [message.state for message in rows()]


def test_a_message_leaves_with_its_text_and_its_html(mailbox, write, rows):
    write()
    assert delivery.deliver() == {State.SENT: 1}
    (received,) = mailbox.received
    assert received.to == "agent@collectivite.example"
    assert received.sender == "ne-pas-repondre@localhost"
    assert received.subject == "Votre code de connexion"
    assert "BXQ-742" in received.text and "BXQ-742" in received.html
    assert "<Ville & fils> et compagnie" in received.text
    assert "&lt;Ville &amp; fils&gt; et compagnie" in received.html
    (message,) = rows()
    assert (message.state, message.attempts, message.error) == (State.SENT, 1, "")
    assert message.sent_at is not None
    assert delivery.deliver() == {}
    assert len(mailbox.received) == 1


def test_no_header_names_the_machine(mailbox, write, settings):
    settings.BASE_URL = "https://ia.exemple.test"
    message = write(unsubscribe="https://ia.exemple.test/alertes/arret/abc/")
    delivery.deliver()
    (received,) = mailbox.received
    assert received.greeted == "ia.exemple.test"
    assert socket.gethostname() not in received.everything
    assert received.mail["Message-ID"] == f"<{message.uid}@ia.exemple.test>"
    assert received.mail["Auto-Submitted"] == "auto-generated"
    assert received.mail["Date"].datetime == message.made_at.replace(microsecond=0)
    assert received.mail["List-Unsubscribe"] == "<https://ia.exemple.test/alertes/arret/abc/>"
    assert received.mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert "https://ia.exemple.test/alertes/arret/abc/" in received.text


def test_a_dead_server_loses_nothing(mailbox, write, rows, age):
    mailbox.die()
    write()
    write(to="autre@collectivite.example")
    assert delivery.deliver() == {State.WAITING: 1}  # the second would fare no better: not tried
    first, second = rows()
    assert (first.attempts, second.attempts) == (1, 0)
    assert "ConnectionRefusedError" in first.error
    assert first.next_try_at > timezone.now() + timedelta(seconds=50)
    mailbox.revive()
    assert delivery.deliver() == {State.SENT: 1}
    age(first, next_try_at=timezone.now())
    assert delivery.deliver() == {State.SENT: 1}
    assert sorted(one.to for one in mailbox.received) == [
        "agent@collectivite.example",
        "autre@collectivite.example",
    ]


def test_delays_grow_then_the_message_is_given_up(mailbox, write, rows, age):
    mailbox.refuse("rcpt", 450)
    message, waited = write(), []
    for _ in range(delivery.ATTEMPTS):
        before = timezone.now()
        age(message, next_try_at=before)
        delivery.deliver()
        waited.append(round((rows()[0].next_try_at - before).total_seconds() / 60))
    assert waited[:7] == [1, 5, 15, 60, 240, 240, 240]
    assert sum(waited) / 60 == pytest.approx(72, abs=4)
    assert waited[-1] == 0 and states(rows) == [State.FAILED]
    assert rows()[0].error == "450 refus (adresse)"
    assert mailbox.received == []


REFUSALS = {
    ("connect", 421): State.WAITING,
    ("connect", 554): State.WAITING,
    ("ehlo", 550): State.WAITING,
    ("mail", 451): State.WAITING,
    ("mail", 550): State.WAITING,  # about our sender: the operator's to correct, nothing is lost
    ("rcpt", 450): State.WAITING,
    ("rcpt", 421): State.WAITING,
    ("rcpt", 550): State.FAILED,
    ("data", 451): State.WAITING,
    ("data", 554): State.FAILED,
    ("body", 452): State.WAITING,
    ("body", 552): State.FAILED,
}


@pytest.mark.parametrize(("step", "code"), REFUSALS)
def test_a_refusal_passes_or_stays(mailbox, write, rows, step, code):
    mailbox.refuse(step, code)
    write()
    delivery.deliver()
    assert states(rows) == [REFUSALS[step, code]]
    assert mailbox.received == []
    assert "@" not in rows()[0].error


def test_a_refused_message_does_not_stop_the_next(mailbox, write, rows):
    mailbox.refuse("rcpt", 550, times=1)
    write()
    write()
    assert delivery.deliver() == {State.FAILED: 1, State.SENT: 1}


@pytest.mark.parametrize("step", ["connect", "ehlo", "mail", "rcpt", "data"])
def test_a_line_that_breaks_before_the_message_is_given_costs_nothing(mailbox, write, rows, age, step):
    mailbox.drop(step)
    message = write()
    delivery.deliver()
    assert states(rows) == [State.WAITING]
    mailbox.accept()
    age(message, next_try_at=timezone.now())
    delivery.deliver()
    assert states(rows) == [State.SENT] and len(mailbox.received) == 1


def test_a_line_that_breaks_after_is_uncertain_and_never_sent_again_by_itself(mailbox, write, rows, age):
    mailbox.drop("body")
    message = write()
    delivery.deliver()
    mailbox.accept()
    assert states(rows) == [State.UNCERTAIN] and len(mailbox.received) == 1
    age(message, next_try_at=timezone.now(), claimed_at=timezone.now() - timedelta(days=1))
    assert delivery.deliver() == {}
    assert len(mailbox.received) == 1
    with trusted():
        assert outbox.resume(pk=message.pk)
    delivery.deliver()
    assert states(rows) == [State.SENT]
    # The operator's choice, and a copy that mail systems recognise.
    first, second = mailbox.received
    assert first.raw == second.raw


def test_a_line_that_breaks_after_the_answer_changes_nothing(mailbox, write, rows):
    mailbox.drop("quit")
    write()
    delivery.deliver()
    assert states(rows) == [State.SENT]


def test_a_silent_server_is_left(mailbox, write, rows, settings):
    settings.EMAIL_TIMEOUT = 0.2
    mailbox.hold("rcpt")
    write()
    delivery.deliver()
    assert states(rows) == [State.WAITING]
    mailbox.accept()


def test_a_code_too_old_is_never_sent_and_a_code_goes_first(mailbox, write, rows, age):
    write(to="lettre@collectivite.example")
    code = write(expires_at=timezone.now() + timedelta(minutes=10))
    delivery.deliver()
    assert [one.to for one in mailbox.received] == [code.to, "lettre@collectivite.example"]
    write(expires_at=timezone.now() - timedelta(seconds=1))
    assert delivery.deliver() == {}
    assert states(rows)[-1] == State.FAILED and "Périmé" in rows()[-1].error
    with trusted():
        assert not outbox.resume(pk=rows()[-1].pk)


def test_a_claim_that_never_ended_becomes_uncertain(mailbox, write, rows, age):
    message = write()
    age(message, state=State.SENDING, claimed_at=timezone.now() - timedelta(minutes=14))
    delivery.deliver()
    assert states(rows) == [State.SENDING]
    age(message, claimed_at=timezone.now() - timedelta(minutes=16))
    delivery.deliver()
    assert states(rows) == [State.UNCERTAIN] and mailbox.received == []


def test_a_late_result_is_recorded_unless_the_message_was_taken_again(write, rows, age):
    message = write()
    message.claimed_at = timezone.now()
    message.attempts = 1
    age(message, state=State.UNCERTAIN, claimed_at=message.claimed_at)
    sent = delivery.Outcome(State.SENT)
    delivery._record(message, sent)
    assert states(rows) == [State.SENT]
    age(message, state=State.SENDING, sent_at=None, claimed_at=timezone.now())
    delivery._record(message, sent)
    assert states(rows) == [State.SENDING]


def test_a_server_that_asks_for_an_account_is_given_it(settings, write, rows, age):
    with mailbox_for(settings, account=("bibia", "p@ss:mot")) as box:
        write()
        delivery.deliver()
        assert len(box.received) == 1
        settings.EMAIL_HOST_PASSWORD = "faux"
        write()
        delivery.deliver()
        assert rows()[-1].state == State.WAITING and rows()[-1].error.startswith("535")


def test_nothing_is_said_in_clear_where_tls_is_required(mailbox, write, rows, settings):
    settings.EMAIL_USE_TLS = True
    write()
    delivery.deliver()
    assert states(rows) == [State.WAITING] and mailbox.received == []


def test_without_a_server_messages_are_files_that_a_person_can_read(settings, write, rows, tmp_path):
    settings.EMAIL_HOST, settings.OUTBOX_DIR = "", tmp_path / "courriels"
    message = write(subject="Été à la bibliothèque")
    assert delivery.deliver() == {State.SENT: 1}
    (path,) = settings.OUTBOX_DIR.iterdir()
    assert path.name == f"{message.made_at:%Y-%m-%d-%H%M%S}-code-{message.pk}.eml"
    content = path.read_text(encoding="utf-8")
    assert "Bonjour, voici votre code\u00a0: il vaut 10 minutes." in content and "BXQ-742" in content
    assert (path.stat().st_mode & 0o777, path.parent.stat().st_mode & 0o777) == (0o600, 0o700)
    with trusted():
        assert outbox.forget(before=timezone.now()) == 1
    assert list(settings.OUTBOX_DIR.iterdir()) == []


def test_a_folder_that_cannot_be_written_loses_nothing(settings, write, rows, tmp_path):
    (tmp_path / "fichier").touch()
    settings.EMAIL_HOST, settings.OUTBOX_DIR = "", tmp_path / "fichier"
    write()
    delivery.deliver()
    assert states(rows) == [State.WAITING]


@pytest.mark.django_db(transaction=True)
def test_a_claim_inside_a_transaction_is_refused(write):
    """It would not be committed before the server is spoken to."""
    with pytest.raises(RuntimeError, match="durable"), transaction.atomic():
        delivery.deliver()


def test_the_tripwire_guards_the_outbox():
    with pytest.raises(RestrictedAccess):
        Message.objects.count()


def test_the_mail_server_of_the_tests_refuses_what_is_wrong():
    with Mailbox() as box, socket.create_connection(("127.0.0.1", box.port)) as line:
        talk = line.makefile("rwb", buffering=0)
        assert talk.readline().startswith(b"220")
        for said, code in [(b"MAIL FROM:<a@b>\r\n", b"501"), (b"DATA\r\n", b"503"), (b"NOOP\n", b"502")]:
            talk.write(said)
            assert talk.readline().startswith(code)
        talk.close()
    assert box.wrong == ["ligne mal formée : b'NOOP\\n'"]
