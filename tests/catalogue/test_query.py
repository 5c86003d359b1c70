"""Addresses: hostile ones are harmless, equivalent ones have one canonical form."""

from urllib.parse import urlencode

import pytest
from django.http import QueryDict
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bibia.catalogue.facets import FACETS
from bibia.catalogue.query import parse

NAMES = [*(facet.name for facet in FACETS), "q", "tri", "page", "tout", "inconnu"]


@pytest.mark.parametrize(
    ("address", "canonical"),
    [
        ("", "/cas-usage/"),
        ("q=&theme=&page=1&tri=", "/cas-usage/"),
        ("tri=recent", "/cas-usage/"),
        ("tri=pertinence", "/cas-usage/"),
        ("q=eau&tri=pertinence", "/cas-usage/?q=eau"),
        ("q=eau&tri=recent", "/cas-usage/?q=eau&tri=recent"),
        ("theme=mobilites&annee=2023&theme=ecologie&theme=mobilites",
         "/cas-usage/?annee=2023&theme=ecologie&theme=mobilites"),
        ("q=++fuite%0Ad%E2%80%99eau+", "/cas-usage/?q=fuite+d%E2%80%99eau"),
        ("page=0003&x=1", "/cas-usage/?page=3"),
        ("tout=theme&theme=mobilites", "/cas-usage/?theme=mobilites&tout=theme"),
        ("region=84&departement=2A", "/cas-usage/?departement=2A&region=84"),
    ],
)  # fmt: skip
def test_one_canonical_address(address, canonical):
    search = parse(QueryDict(address))
    assert search.url == canonical
    again = parse(QueryDict(canonical.partition("?")[2]))
    assert (again.url, again.query()) == (canonical, search.query())


def test_what_is_not_understood_is_ignored_and_said(db, client):
    search = parse(
        QueryDict("theme=tarte&theme=mobilites&annee=20245&tri=budget&page=deux&tout=prix&region=999")
    )
    assert (search.filters, search.sort, search.page, search.whole) == ({"theme": ("mobilites",)}, "", 1, "")
    assert search.ignored == ("tarte", "999", "20245")
    page = client.get("/cas-usage/", {"theme": "<b>tarte"}).content.decode()
    assert "Nous n’avons pas tenu compte de" in page.replace("\u00a0", " ")
    assert "&lt;b&gt;tarte" in page


def test_a_question_is_bounded():
    assert len(parse(QueryDict(urlencode({"q": "eau " * 500}))).text) <= 200


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(
        st.tuples(st.sampled_from(NAMES), st.text(max_size=30) | st.sampled_from(["1", "-1", "9" * 30])),
        max_size=8,
    )
)
def test_no_parameter_breaks_the_page(db, client, pairs):
    answer = client.get("/cas-usage/?" + urlencode(pairs, errors="replace"))
    assert answer.status_code == 200
    search = parse(QueryDict(urlencode(pairs, errors="replace")))
    assert parse(QueryDict(search.url.partition("?")[2])).url == search.url


@pytest.mark.parametrize(
    "address",
    [
        "/cas-usage/?q=%00%01&theme=%00",
        "/cas-usage/?q=%ED%A0%80%FF",
        "/cas-usage/?page=%D9%A3",
        "/cas-usage/?page=" + "9" * 5000,
        "/cas-usage/?" + "theme=ecologie&" * 900,
        "/cas-usage/?q=" + "%CC%81" * 300,
        "/cas-usage/?q=%C4%B0stanbul+%F0%9F%A6%89",
        "/cas-usage/?annee=%D9%A2%D9%A0%D9%A2%D9%A4",
        "/collectivites/?page=-4",
        "/collectivites/?page=" + "9" * 5000,
    ],
)
def test_odd_addresses_are_harmless(db, client, address):
    assert client.get(address).status_code == 200
