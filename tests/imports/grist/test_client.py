"""What the client believes of an answer, and what it says when it does not."""

import pytest

from bibia.imports.grist.client import Client
from bibia.imports.grist.config import Config
from bibia.imports.grist.errors import KINDS, GristError
from tests.imports.grist.fake import DOC, GATEWAY, KEY, TABLE, FakeGrist


@pytest.fixture
def client(config, no_pause) -> Client:
    return Client(config)


def refusal(call, *args) -> GristError:
    with pytest.raises(GristError) as caught:
        call(*args)
    return caught.value


def test_a_wrong_key_and_a_missing_right_are_told_apart(grist, client):
    wrong = Client(Config(grist.url, "autre", DOC, TABLE))
    assert refusal(wrong.records).kind == "cle-refusee"
    grist.writable = False
    error = refusal(client.update, [{"id": 1, "fields": {"uid": "x"}}])
    assert error.kind == "droits-manquants" and "No write access" in error.sentence


@pytest.mark.parametrize(("doc", "table"), [("autreDocument", TABLE), (DOC, "Autre")])
def test_an_unknown_document_or_table(grist, doc, table):
    assert refusal(Client(Config(grist.url, KEY, doc, table)).records).kind == "introuvable"


@pytest.mark.parametrize(
    ("answer", "kind"),
    [
        ((504, "text/html", GATEWAY), "pas-la-table"),
        ((200, "text/html", GATEWAY), "pas-la-table"),
        ((200, "text/csv", b"a,b\n1,2\n"), "pas-la-table"),
        ((200, "application/json", b""), "pas-la-table"),
        ((200, "application/json", b'{"records": ['), "pas-la-table"),
        ((200, "application/json", b"[" * 100_000), "pas-la-table"),
        ((200, "application/json", b"\xff\xfe"), "pas-la-table"),
        ((200, "application/json", b"null"), "pas-la-table"),
        ((200, "application/json", b"[]"), "pas-la-table"),
        ((200, "application/json", b'{"records": {}}'), "pas-la-table"),
        ((200, "application/json", b'{"records": [1]}'), "pas-la-table"),
        ((200, "application/json", b'{"records": [{"id": "1", "fields": {}}]}'), "pas-la-table"),
        ((200, "application/json", b'{"records": [{"id": true, "fields": {}}]}'), "pas-la-table"),
        ((200, "application/json", b'{"records": [{"id": 1, "fields": []}]}'), "pas-la-table"),
        (
            (200, "application/json", b'{"records": [{"id": 1, "fields": {}}, {"id": 1, "fields": {}}]}'),
            "pas-la-table",
        ),
        ((500, "application/json", b'{"error": "boom"}'), "panne"),
        ((503, "application/json", b"[]"), "panne"),
        ((302, "text/html", b""), "redirection"),
        ((307, "text/html", b""), "redirection"),
    ],
)
def test_an_answer_that_is_not_the_table_is_refused(grist, client, answer, kind):
    grist.answers = [answer]
    error = refusal(client.records)
    assert error.kind == kind
    assert error.sentence.startswith(KINDS[kind].split()[0])
    assert len(grist.calls) == 1, "the key follows no redirection, and an error is not insisted upon"


def test_an_answer_that_stops_before_its_end_is_refused(grist, client, monkeypatch):
    monkeypatch.setattr("bibia.imports.grist.client.MOST", 1000)
    grist.answers = [(200, "application/json", b" " * 1001)]
    assert refusal(client.records).kind == "trop-gros"


def test_bursts_are_waited_for_longer_and_longer(grist, client, no_pause):
    grist.busy = 3
    assert client.records() == []
    assert no_pause == [1, 2, 4]


def test_the_server_may_ask_for_a_longer_pause_within_reason(grist, client, no_pause):
    grist.busy, grist.retry_after = 2, "30"
    client.records()
    grist.busy, grist.retry_after = 1, "86400"
    client.records()
    assert no_pause == [30, 30, 60]


def test_a_storm_ends_with_a_sentence(grist, client, no_pause):
    grist.busy = 1000
    assert refusal(client.records).kind == "trop-de-demandes"
    assert len(grist.calls) == 7 and len(no_pause) == 6


def test_a_server_that_is_not_there_or_has_no_known_certificate(grist, no_pause):
    gone = FakeGrist()
    gone.close()
    assert refusal(Client(Config(gone.url, KEY, DOC, TABLE)).records).kind == "injoignable"
    plain = grist.url.replace("http://", "https://")
    assert refusal(Client(Config(plain, KEY, DOC, TABLE)).records).kind in ("certificat", "injoignable")


def test_the_key_is_in_no_sentence_and_no_trace(grist, config, client):
    grist.answers = [(400, "application/json", b'{"error": "refused"}')]
    error = refusal(client.update, [])
    assert error.kind == "ecriture-refusee"
    assert KEY not in error.sentence + repr(config) + repr(error)


def test_each_kind_has_a_sentence_in_french():
    assert all(sentence.endswith(".") and sentence[0].isupper() for sentence in KINDS.values())
