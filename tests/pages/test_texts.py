"""robots.txt, security.txt, legal notices and error pages."""

from datetime import UTC, datetime

import pytest
from django.core.exceptions import SuspiciousOperation
from django.db import OperationalError
from django.test import Client, RequestFactory
from django.urls import reverse

from bibia.pages import errors, release
from tests.pages.reading import Page, faults

pytestmark = pytest.mark.django_db


def test_robots(client):
    response = client.get("/robots.txt")
    assert response.headers["Content-Type"].startswith("text/plain")
    assert response.content.decode().splitlines() == [
        "User-agent: *",
        "Disallow: /*?",
        "Sitemap: http://127.0.0.1:8000/sitemap.xml",
    ]


def test_security_txt_follows_rfc_9116(client):
    response = client.get("/.well-known/security.txt")
    assert response.headers["Content-Type"] == "text/plain; charset=utf-8"
    fields = dict(line.split(": ", 1) for line in response.content.decode().splitlines())
    assert fields["Contact"] == "http://127.0.0.1:8000/mentions-legales/"
    assert fields["Canonical"] == "http://127.0.0.1:8000/.well-known/security.txt"
    expires = datetime.fromisoformat(fields["Expires"])
    assert expires == release.SECURITY_TXT_EXPIRES


def test_security_txt_is_not_out_of_date():
    assert datetime.now(UTC) < release.SECURITY_TXT_EXPIRES, "publier une version : RELEASED est trop ancien"
    assert (release.SECURITY_TXT_EXPIRES - release.RELEASED).days < 365


def test_security_txt_takes_the_contact_of_the_operator(client, settings):
    settings.SITE = settings.SITE | {"contact_url": "https://exemple.fr/contact"}
    # Another address: pages are kept by address, and the settings never change under a running server.
    response = client.get("/.well-known/security.txt?contact")
    assert "Contact: https://exemple.fr/contact\n" in response.content.decode()


def test_legal_notice_says_what_the_operator_has_not_filled(client):
    text = "".join(Page(client.get("/mentions-legales/").content.decode()).visible)
    assert "n’a pas encore indiqué son identité" in text
    assert "L’hébergeur de cette installation n’a pas encore été indiqué" in text


def test_legal_notice_prints_what_the_operator_filled(settings):
    from django.template import engines

    site = engines["jinja2"].env.globals["site"] | {
        "editeur": "Clairval & associés",
        "hebergeur": "Serveurs du Val",
    }
    page = engines["jinja2"].get_template("pages/mentions-legales.html").render({"site": site})
    assert "Clairval &amp; associés" in page
    assert "Serveurs du Val" in page
    assert "pas encore" not in page


def test_unknown_address(client):
    response = client.get("/rien-ici/")
    page = Page(response.content.decode())
    assert response.status_code == 404
    assert [text for level, text in page.headings if level == 1] == ["Cette page n’est pas dans nos rayons"]
    assert faults("\n".join(page.visible)) == []
    assert {"name": "robots", "content": "noindex"} in page.all("meta")


@pytest.mark.django_db(databases=[])
@pytest.mark.parametrize(
    ("answer", "status", "title"),
    [
        (errors.broken, 500, "Une panne de notre côté"),
        (lambda request: errors.unreadable(request, SuspiciousOperation()), 400, "Demande illisible"),
    ],
)
def test_pages_that_stand_alone_need_nothing(answer, status, title):
    response = answer(RequestFactory().get("/"))
    page = Page(response.content.decode())
    assert response.status_code == status
    assert title in page.title
    assert page.all("link")[0]["href"].endswith("/ui/bibia.css")
    assert faults("\n".join(page.visible)) == []


def test_a_library_that_is_busy_asks_to_come_back(monkeypatch):
    monkeypatch.setattr(errors.connection, "vendor", "sqlite")
    for said, status in (("database is locked", 503), ("no such table: x", 500)):
        try:
            raise OperationalError(said)
        except OperationalError:
            response = errors.broken(RequestFactory().get("/"))
        assert response.status_code == status
        assert response.get("Retry-After", "") == ("30" if status == 503 else "")
        page = Page(response.content.decode())
        assert ("Un instant" in page.title) == (status == 503) and faults("\n".join(page.visible)) == []


def test_broken_page_lives_without_its_stylesheet(settings, tmp_path):
    settings.STATIC_ROOT = tmp_path  # no manifest there: the storage refuses to name a file
    settings.STORAGES = settings.STORAGES | {
        "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"}
    }
    response = errors.broken(RequestFactory().get("/"))
    assert response.status_code == 500
    assert Page(response.content.decode()).all("link") == []


@pytest.mark.django_db
def test_an_unknown_host_is_told_in_french_under_the_strict_policy():
    response = Client(raise_request_exception=False, headers={"host": "ailleurs.example"}).get("/")
    assert response.status_code == 400
    assert "ALLOWED_HOSTS" in response.content.decode()
    assert "default-src 'none'" in response["Content-Security-Policy"]
    assert response["X-Content-Type-Options"] == "nosniff"


def test_handlers_are_wired():
    from django.urls import get_resolver

    resolver = get_resolver()
    assert resolver.resolve_error_handler(400) is errors.unreadable
    assert resolver.resolve_error_handler(404) is errors.not_found
    assert resolver.resolve_error_handler(500) is errors.broken


def test_withdrawn_page_says_when_and_why(client):
    from django.template import engines

    html = (
        engines["jinja2"]
        .get_template("ui/410.html")
        .render(
            {
                "title": "L'arbre : suivi",
                "reason": "Doublon",
                "date": datetime(2025, 3, 5, tzinfo=UTC),
                "kept": None,
            }
        )
    )
    page = Page(html)
    text = "".join(page.visible)
    assert page.headings[0] == (1, "L’arbre\u00a0: suivi")
    assert "Doublon" in text
    assert "5\u00a0mars\u00a02025" in text
    assert faults("\n".join(page.visible)) == []
    assert reverse("cas-usage") in {a["href"] for a in page.all("a")}
