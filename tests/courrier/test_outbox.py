"""What is written, when, and what is refused."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from bibia.courrier import delivery, outbox
from bibia.courrier.envelope import letter
from bibia.courrier.models import Message
from bibia.courrier.postman import postman
from bibia.fiches.guard import trusted
from tests.courrier.written import everything_written

pytestmark = pytest.mark.django_db
State = Message.State


@pytest.fixture
def kicks(monkeypatch):
    kicks = []
    monkeypatch.setattr(postman, "kick", lambda: kicks.append("kick"))
    return kicks


def test_one_row_and_one_kick_after_the_commit(write, rows, kicks, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        message = write()
        assert kicks == []
    assert kicks == ["kick"]
    assert [one.pk for one in rows()] == [message.pk]


@pytest.mark.django_db(transaction=True)
def test_a_transaction_that_fails_sends_nothing(mailbox, write, rows, kicks):
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        write()
        raise ZeroDivisionError
    assert rows() == [] and kicks == []
    assert delivery.deliver() == {} and mailbox.received == []
    with transaction.atomic():
        write()
        # Another connection would not see it yet, and nobody was told.
        assert kicks == []
    assert kicks == ["kick"]
    assert delivery.deliver() == {State.SENT: 1}


def test_the_same_event_writes_one_message(write, rows, kicks, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        first = write(key="accept:42")
        again = write(key="accept:42", subject="Autre objet")
        other = write(key="accept:43")
    assert again.pk == first.pk and again.subject == first.subject
    assert [one.pk for one in rows()] == [first.pk, other.pk]
    assert len(kicks) == 2
    assert [write().pk, write().pk] == [one.pk for one in rows()[2:]]  # no key, no rule


@pytest.mark.parametrize("break_", ["\n", "\r\n", "\r", "\x00", "\x0b", "\x85", "\u2028", "\u2029"])
def test_nothing_is_injected_into_the_headers(write, rows, break_):
    injected = f"{break_}Bcc: voleur@exemple.test"
    for changes in ({"subject": "Objet" + injected}, {"to": "a@exemple.test" + injected}):
        with pytest.raises((ValueError, ValidationError)):
            write(**changes)
    with pytest.raises(ValueError):
        write(unsubscribe=f"http://127.0.0.1:8000/stop/{injected}")
    assert rows() == []


@pytest.mark.parametrize(
    "to",
    [
        *("", "agent", "agent@", "@collectivite.example", "a@b@collectivite.example", "a b@exemple.test"),
        *("a@exemple.test, b@exemple.test", "Agent <a@exemple.test>", '"a b"@exemple.test', "é@exemple.test"),
        "a@exemple.test>\r\nRCPT TO:<b@exemple.test",
    ],
)
def test_one_plain_address_and_nothing_else(write, to):
    with pytest.raises(ValidationError):
        write(to=to)


def test_an_accented_domain_is_written_in_ascii(mailbox, write):
    assert write(to=" agent@mairie-été.example ").to == "agent@xn--mairie-t-h1ab.example"
    delivery.deliver()
    assert mailbox.received[0].to == "agent@xn--mairie-t-h1ab.example"


@pytest.mark.parametrize("subject", ["", "   "])
def test_a_subject_is_needed(write, subject):
    with pytest.raises(ValueError, match="objet"):
        write(subject=subject)


@pytest.mark.parametrize("kind", ["", "Code", "un code", "../code", "code\n"])
def test_a_kind_is_a_word(write, kind):
    with pytest.raises(ValueError, match="Nature"):
        write(kind=kind)


@pytest.mark.parametrize(
    "url", ["https://tiers.exemple.test/stop", "http://127.0.0.1:8000.voleur.test/", "/stop"]
)
def test_only_our_own_site_stops_a_message(write, url):
    with pytest.raises(ValueError, match="désinscription"):
        write(unsubscribe=url)


def test_a_long_subject_is_cut_and_accents_survive(mailbox, write):
    write(subject="Décision : « " + "été " * 60 + "»")
    delivery.deliver()
    subject = mailbox.received[0].subject
    assert subject.startswith("Décision\u00a0: «\u00a0été été") and subject.endswith("été…")
    assert len(subject) <= 150


def test_the_database_refuses_what_makes_no_sense(write, age):
    wrong = [
        {"state": "perdu"},
        {"kind": ""},
        {"to": ""},
        {"text": ""},
        {"state": State.SENT},
        {"sent_at": timezone.now()},
        {"state": State.SENDING},
        {"state": State.UNCERTAIN},
    ]
    message = write()
    for values in wrong:
        with pytest.raises(IntegrityError), transaction.atomic():
            age(message, **values)
    write(key="une")
    with pytest.raises(IntegrityError), transaction.atomic():
        age(message, key="une")


def test_forgetting_erases_words_and_addresses_and_keeps_the_count(mailbox, write, rows, age):
    sent, uncertain, waiting, recent = (write(key=f"un:{rank}") for rank in range(4))
    long_ago = timezone.now() - timedelta(days=40)
    age(sent, state=State.SENT, sent_at=long_ago, made_at=long_ago)
    age(uncertain, state=State.UNCERTAIN, claimed_at=long_ago, made_at=long_ago, error="550 non")
    age(waiting, made_at=long_ago)
    age(recent, state=State.FAILED)
    with trusted():
        assert outbox.forget(before=timezone.now() - timedelta(days=30)) == 2
        assert outbox.forget(before=timezone.now() - timedelta(days=30)) == 0
        assert not outbox.resume(pk=uncertain.pk)
        assert outbox.counts() == {"waiting": 1, "sending": 0, "sent": 1, "failed": 1, "uncertain": 1}
    for message in rows()[:2]:
        assert (message.to, message.subject, message.text, message.html, message.error) == ("",) * 5
    assert [one.to != "" for one in rows()] == [False, False, True, True]
    assert write(key="un:0").pk == sent.pk  # the event is remembered


def test_a_message_on_its_way_is_not_resumed(write, rows, age):
    message = write()
    with trusted():
        assert not outbox.resume(pk=message.pk)
    age(message, state=State.FAILED, attempts=22)
    with trusted():
        assert outbox.resume(pk=message.pk)
    assert (rows()[0].state, rows()[0].attempts) == (State.WAITING, 0)


def test_canaries_are_looked_for_in_all_that_was_written(mailbox, write):
    write(context={"code": "kanari001", "name": "kanari002", "words": "kanari003"}, subject="kanari004")
    delivery.deliver()
    for canary in ("kanari001", "kanari002", "kanari003", "kanari004"):
        assert canary in everything_written()
        assert canary in mailbox.received[0].everything


def test_the_answer_goes_to_who_asked_and_to_nobody_else(write):
    message = write(reply_to=" habitant@exemple.test ")
    mail = letter(message)
    assert mail["Reply-To"] == "habitant@exemple.test" and mail["From"] != mail["Reply-To"]
    assert letter(write())["Reply-To"] is None
    with pytest.raises(ValidationError):
        write(reply_to="habitant@exemple.test\nBcc: autre@exemple.test")
    with trusted():
        Message.objects.update(state=State.FAILED)
        assert outbox.forget(before=timezone.now() + timedelta(days=1)) == 2
        assert set(Message.objects.values_list("reply_to", flat=True)) == {""}
