"""Every address is declared, reads only, and answers with the strict policy's headers."""

import gzip
import re
from collections import Counter
from datetime import timedelta

import pytest
from django.conf import settings
from django.http import HttpResponse
from django.test import Client, override_settings
from django.urls import URLPattern, URLResolver, get_resolver, path, resolve

from bibia import urls
from bibia.accounts.roles import Role
from bibia.fiches.models import Change, generation
from bibia.fiches.shelves import put_shelf
from bibia.routes import PRIVATE, PRIVATE_PREFIX, ROUTES
from tests import factories
from tests.confidentiality.library import SHELF
from tests.confidentiality.walker import Asked, ask, fillings, fresh, samples, walk

pytestmark = pytest.mark.django_db

STRICT = {
    "X-Frame-Options": "DENY",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
}
POLICY = {
    "default-src": "'none'",
    "script-src": "'self'",
    "connect-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self'",
    "form-action": "'self'",
    "base-uri": "'none'",
    "frame-ancestors": "'none'",
}


def undeclared(request):
    return HttpResponse("secret")


class Extended:
    """The addresses of the site, and one that nobody declared."""

    urlpatterns = [
        *urls.urlpatterns,
        path("nouvelle/", undeclared, name="nouvelle"),
        path("anonyme/", undeclared),
    ]


@pytest.fixture
def known():
    factories.withdrawn()
    for rank in range(14):
        fiche = factories.fiche(coll_siret=factories.siret(rank) if rank % 2 else "")
    put_shelf(slug="eau", fiches=[fiche.pk], by=factories.system(), **SHELF)
    return fillings(2)


def patterns(resolver=None, prefix=""):
    for one in (resolver or get_resolver()).url_patterns:
        if isinstance(one, URLResolver):
            yield from patterns(one, prefix + str(one.pattern))
        else:
            assert isinstance(one, URLPattern)
            yield one.name, prefix + str(one.pattern)


def test_every_address_is_declared_once_and_every_declaration_has_its_address():
    names = Counter(name for name, _pattern in patterns())
    assert set(names) == {*ROUTES, *PRIVATE}
    assert set(names.values()) == {1}


def test_every_sample_leads_to_its_route(known):
    for asked in samples(known):
        assert resolve(asked.path.split("?")[0]).url_name == asked.route, asked.path
    assert {asked.route for asked in samples(known)} == set(ROUTES)


def test_the_private_space_has_its_own_prefix():
    """Its cookies are sent nowhere else: no public page can depend on them."""
    assert not set(ROUTES) & set(PRIVATE)
    assert all(sample.startswith(PRIVATE_PREFIX) for route in PRIVATE.values() for sample in route.samples)
    assert not any(sample.startswith(PRIVATE_PREFIX) for route in ROUTES.values() for sample in route.samples)
    assert settings.SESSION_COOKIE_PATH == settings.CSRF_COOKIE_PATH == PRIVATE_PREFIX


@pytest.mark.parametrize("address", ["/nouvelle/", "/anonyme/"])
def test_an_undeclared_route_is_refused(address):
    with override_settings(ROOT_URLCONF=Extended):
        answer = Client(raise_request_exception=False).get(address)
    assert answer.status_code == 500 and b"secret" not in answer.content


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE"])
def test_public_routes_only_read(known, method):
    client = fresh()
    for asked in samples(known[:1]):
        answer = client.generic(method, asked.path, b"a=1", content_type="application/x-www-form-urlencoded")
        assert (answer.status_code, answer["Allow"]) == (405, "GET, HEAD"), asked.path


def test_every_answer_has_the_strict_headers_and_knows_nobody(known):
    asking = [*samples(known), Asked("/nulle-part/"), Asked("/cas-usage/00000000-x/"), Asked("/cas-usage")]
    for asked, answer in walk(asking).items():
        headers = dict(answer.headers)
        where = f"{asked} {answer.status}"
        assert STRICT.items() <= headers.items(), where
        policy = dict(part.strip().split(" ", 1) for part in headers["Content-Security-Policy"].split(";"))
        assert policy == POLICY, where
        assert "geolocation=()" in headers["Permissions-Policy"], where
        assert "Set-Cookie" not in headers and "Server" not in headers, where
        assert "cookie" not in headers.get("Vary", "").lower(), where
        assert answer.status in (200, 301, 302, 304, 404, 410), where


def test_answers_do_not_depend_on_who_asks(known):
    """No cookie, no credential, no address, no language changes a byte."""
    visitor, other = fresh(), Client(raise_request_exception=False)
    factories.sign_in(other, factories.account(Role.ADMINISTRATEUR))
    for name in ("sessionid", settings.CSRF_COOKIE_NAME, "messages"):
        other.cookies[name] = "abc"
    curious = (
        ("Authorization", "Bearer x"),
        ("X-Forwarded-For", "192.0.2.7"),
        ("X-Forwarded-Host", "voleur.test"),
        ("Accept-Language", "en"),
        ("User-Agent", "autre"),
        ("Referer", "https://autre.test/"),
        ("X-HTTP-Method-Override", "DELETE"),
    )
    for asked in samples(known[:1]):
        assert ask(visitor, asked) == ask(other, Asked(asked.path, headers=curious)), asked.path


@override_settings(ALLOWED_HOSTS=["etrange.test"])
def test_the_host_header_is_never_answered(known):
    client = fresh()
    for asked in [*samples(known), Asked("/cas-usage"), Asked("/nulle-part/")]:
        for host in ("etrange.test", "etrange.test:8123"):
            answer = ask(client, Asked(asked.path, headers=(("Host", host),)))
            assert answer.status < 500
            assert b"etrange" not in answer.body and "etrange" not in str(answer.headers), asked.path


def test_an_unknown_host_is_refused_with_the_strict_headers():
    answer = Client(raise_request_exception=False).get("/", headers={"Host": "voleur.test"})
    assert answer.status_code == 400 and b"voleur" not in answer.content
    assert "Content-Security-Policy" in answer.headers


def test_head_is_get_without_its_body(known):
    client = fresh()
    for asked in samples(known):
        head, get = ask(client, Asked(asked.path, "HEAD")), ask(client, asked)
        assert (head.status, head.headers, head.body) == (get.status, get.headers, b""), asked.path


def test_an_etag_is_the_page_and_saves_it(known):
    tags = {}
    for asked, answer in walk(samples(known)).items():
        if asked.headers:
            assert (answer.status, answer.body) == (304, b""), asked.path
        elif answer.status == 200:
            assert re.fullmatch(r'"[0-9a-f]{32}"', answer.header("ETag")), asked.path
            assert answer.header("Cache-Control") == "public, no-cache", asked.path
            assert tags.setdefault(answer.header("ETag"), asked.path) == asked.path
        else:
            assert not answer.header("ETag"), asked.path


def test_gzip_has_its_own_etag_and_the_same_page(known):
    client = fresh()
    for asked in samples(known):
        plain = ask(client, asked)
        packed = ask(client, Asked(asked.path, headers=(("Accept-Encoding", "gzip, br"),)))
        if not packed.header("Content-Encoding"):
            assert packed == plain
            continue
        assert gzip.decompress(packed.body) == plain.body, asked.path
        assert packed.header("ETag") == plain.header("ETag")[:-1] + '-gz"'
        assert "Accept-Encoding" in plain.header("Vary") and "Accept-Encoding" in packed.header("Vary")
        assert int(packed.header("Content-Length")) == len(packed.body)
        kept = Asked(asked.path, headers=(("If-None-Match", packed.header("ETag")),))
        assert ask(client, kept).header("ETag") == packed.header("ETag")


def test_a_change_that_the_public_sees_changes_every_etag(known):
    before = walk(samples(known[:1]))
    factories.fiche()
    after = walk(samples(known[:1]))
    for asked, answer in before.items():
        if answer.status == 200:
            assert after[asked].header("ETag") != answer.header("ETag"), asked.path


def test_another_library_of_as_many_changes_has_other_etags(known):
    """A library restored, or made again, at the same address: what a browser kept is not of this one."""
    before = walk(samples(known[:1]))
    last = Change.objects.filter(seq=generation())
    last.update(at=last.get().at + timedelta(microseconds=1))
    after = walk(samples(known[:1]))
    for asked, answer in before.items():
        if answer.status == 200:
            assert after[asked].header("ETag") != answer.header("ETag"), asked.path


def test_a_kept_page_is_never_given_for_another_address(known):
    """Two addresses that are written alike once cleaned are still two addresses."""
    for first, second in [
        ("q=é".encode().decode("latin-1"), "q=%C3%83%C2%A9"),
        ("q=a+b", "q=a%2Bb"),
        ("q=a&q=b", "q=b&q=a"),
        ("theme=mobilites", "theme=Mobilites"),
    ]:
        alone, client = fresh(), fresh()
        get = lambda visitor, query: visitor.generic("GET", "/cas-usage/", QUERY_STRING=query).content
        expected = get(alone, second)
        get(client, first)
        assert get(client, second) == expected, second


def test_the_page_kept_is_not_the_one_of_a_failed_request(known, monkeypatch):
    client = fresh()
    monkeypatch.setattr("bibia.catalogue.views.front_page", lambda: 1 / 0)
    broken = client.get("/")
    assert broken.status_code == 500 and "ETag" not in broken.headers
    assert "Content-Security-Policy" in broken.headers
    monkeypatch.undo()
    assert client.get("/").status_code == 200
