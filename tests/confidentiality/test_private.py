"""Every private address: who enters, who is told to sign in, for whom it does not exist; and that nothing is kept."""

import pytest
from django.test import Client
from django.urls import resolve, reverse

from bibia.accounts.roles import Role
from bibia.accounts.viewer import PUBLIC
from bibia.routes import PRIVATE, Access
from tests import factories
from tests.confidentiality.private import private_samples

pytestmark = pytest.mark.django_db

_IN_AN_ORGANISATION = {Role.MEMBRE, Role.CONTRIBUTEUR, Role.RESPONSABLE, Role.DPO}
_ASSOCIATION = {Role.ANIMATEUR, Role.ADMINISTRATEUR}
ENTER = {
    Access.OPEN: {Role.PUBLIC, "visitor", *_IN_AN_ORGANISATION, *_ASSOCIATION},
    Access.SIGNED: {Role.PUBLIC, *_IN_AN_ORGANISATION, *_ASSOCIATION},
    Access.MEMBER: {*_IN_AN_ORGANISATION, *_ASSOCIATION},
    Access.ANIMATOR: _ASSOCIATION,
    Access.ADMINISTRATOR: {Role.ADMINISTRATEUR},
}
# "visitor" is not signed in; Role.PUBLIC is signed in, and of no organisation.
# A mail program stops an alert for its reader, without a cookie (RFC 8058): the signed link is the proof.
ONE_CLICK = {"arreter-alerte", "envois-arreter"}
PEOPLE = ("visitor", Role.PUBLIC, *sorted(_IN_AN_ORGANISATION), *sorted(_ASSOCIATION))


def browser(who: str) -> Client:
    client = Client(raise_request_exception=False)
    if who == "visitor":
        return client
    return factories.sign_in(client, factories.account(who, siren=factories.siren(1)))


@pytest.fixture
def addresses():
    found = private_samples()
    assert {name for name, _address in found} == set(PRIVATE)
    return found


def test_every_sample_leads_to_its_route(addresses):
    for name, address in addresses:
        assert resolve(address.split("?")[0]).url_name == name, address


@pytest.mark.parametrize("who", PEOPLE)
def test_who_enters_and_who_does_not(who, addresses):
    client = browser(who)
    # Leaving comes last: nobody is signed in any more then.
    for name, address in sorted(addresses, key=lambda one: one[0] == "account_logout"):
        route = PRIVATE[name]
        method = "GET" if "GET" in route.methods else route.methods[0]
        answer = client.generic(method, address)
        said = f"{who} {method} {address}"
        assert answer.status_code < 500, said
        assert answer["Cache-Control"] == "private, no-store", said
        assert "Cookie" in answer["Vary"] and "ETag" not in answer, said
        if who in ENTER[route.access]:
            continue
        if who == "visitor":
            assert answer.status_code == 302 and answer["Location"].startswith(reverse("account_login")), said
        elif route.access is Access.MEMBER:
            assert answer.status_code == 302 and answer["Location"].startswith(reverse("rattachement")), said
        else:
            assert answer.status_code == 404, said


def test_what_is_not_declared_of_a_method_is_refused(addresses):
    client = browser(Role.ADMINISTRATEUR)
    for name, address in addresses:
        for method in {"GET", "POST", "PUT", "DELETE"} - set(PRIVATE[name].methods):
            assert client.generic(method, address).status_code == 405, f"{method} {address}"


def test_two_links_alone_need_no_token(addresses):
    """docs/decisions/0015-deux-liens-sans-jeton.md"""
    found = [(name, resolve(address.split("?")[0]).func) for name, address in addresses]
    assert {name for name, view in found if getattr(view, "csrf_exempt", False)} == ONE_CLICK


def test_a_form_from_elsewhere_is_refused(addresses):
    for name, address in addresses:
        if "POST" in PRIVATE[name].methods and name not in ONE_CLICK:
            client = Client(enforce_csrf_checks=True, raise_request_exception=False)
            assert client.post(address, {"a": "1"}).status_code == 403, address


def test_an_animator_without_a_second_factor_is_nobody(addresses):
    from bibia.fiches.guard import trusted

    client = Client(raise_request_exception=False)
    with trusted():
        account = factories.account(Role.ADMINISTRATEUR)
        client.force_login(account)
    for name, address in addresses:
        route = PRIVATE[name]
        answer = client.generic(route.methods[0], address)
        if route.access is not Access.OPEN and not route.unproved:
            assert answer.status_code == 302 and answer["Location"].startswith(reverse("mfa_index")), address
        # Nor by what the views do in the name of the account.
        user = answer.wsgi_request.user
        assert not user.is_authenticated or user.viewer == PUBLIC, address
        if name in ("account_logout", "account_login"):
            with trusted():
                client.force_login(account)


def test_before_the_second_factor_one_sees_to_one_s_account_and_nothing_else():
    free = {name for name, route in PRIVATE.items() if route.unproved}
    assert free == {name for name in free if name.startswith(("mfa_", "compte"))} | {"account_reauthenticate"}
    assert all(PRIVATE[name].access is Access.SIGNED for name in free)
