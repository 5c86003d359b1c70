import pytest
from django.core.exceptions import ImproperlyConfigured

from bibia import serve
from bibia.courrier.configuration import Server, domain_of, mail_server, sender

SITE = "https://ia.exemple.test"
SERVERS = {
    "": Server("", 0, "", "", False, False),
    "smtp://127.0.0.1": Server("127.0.0.1", 25, "", "", False, False),
    "smtp+tls://compte:p%40ss%3A@smtp.exemple.test": Server(
        "smtp.exemple.test", 587, "compte", "p@ss:", True, False
    ),
    "smtps://ia%40exemple.test:m@smtp.exemple.test:2465": Server(
        "smtp.exemple.test", 2465, "ia@exemple.test", "m", False, True
    ),
}


@pytest.mark.parametrize("url", SERVERS)
def test_a_server_is_one_address(url):
    assert mail_server(url) == SERVERS[url]


@pytest.mark.parametrize(
    "url", ["smtp.exemple.test", "http://smtp.exemple.test", "smtp://", "smtp://u:secret@h:port", "smtp://["]
)
def test_a_wrong_address_is_said_without_its_password(url):
    with pytest.raises(ImproperlyConfigured) as refusal:
        mail_server(url)
    assert "EMAIL_URL" in str(refusal.value) and "secret" not in str(refusal.value)


def test_the_sender_comes_from_the_site():
    assert sender("", SITE).endswith("<ne-pas-repondre@ia.exemple.test>")
    assert sender("ia@exemple.test", SITE) == "Bibliothèque d’IA territoriale <ia@exemple.test>"
    assert sender("Salle de lecture <ia@exemple.test>", SITE) == "Salle de lecture <ia@exemple.test>"


@pytest.mark.parametrize(
    "written", ["personne", "a@", "Nom <>", "é@exemple.test", "a@exemple.test\nBcc: b@c.test"]
)
def test_a_wrong_sender_stops_the_site(written):
    with pytest.raises(ImproperlyConfigured, match="EMAIL_FROM"):
        sender(written, SITE)


def test_an_address_of_the_machine_is_no_domain():
    assert domain_of("http://127.0.0.1:8000") == domain_of("http://[::1]:8000") == "localhost"
    assert domain_of(SITE + "/") == "ia.exemple.test"


@pytest.mark.parametrize("url", ["", "smtp://127.0.0.1"])
def test_the_server_says_at_its_start_where_messages_go_when_none_leaves(monkeypatch, capsys, url):
    monkeypatch.setenv("EMAIL_URL", url)
    monkeypatch.setenv("BIBIA_DATA", "ailleurs")
    monkeypatch.setattr(serve, "answers", lambda: True)
    serve.announce()
    assert ("ailleurs/courriels/" in capsys.readouterr().out) == (not url)
