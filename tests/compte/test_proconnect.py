"""The whole way to a strict ProConnect and back, and every answer that must be refused."""

from urllib.parse import parse_qs, urlsplit

import pytest
import requests
from django.test import Client
from django.urls import reverse

from bibia.accounts.models import Account, Identity, Membership
from bibia.fiches.guard import trusted
from bibia.territoires.siret import siren_of
from scripts import proconnect
from tests import factories
from tests.compte.browsing import fresh, mails

pytestmark = pytest.mark.django_db

START, BACK = "/espace/proconnect/", "/espace/proconnect/retour/"


@pytest.fixture
def provider(settings):
    with proconnect.served() as served:
        settings.PROCONNECT_URL = served.url
        settings.OIDC_RP_CLIENT_ID = proconnect.CLIENT_ID
        settings.OIDC_RP_CLIENT_SECRET = proconnect.CLIENT_SECRET
        for name, page in (
            ("AUTHORIZATION_ENDPOINT", "authorize"),
            ("TOKEN_ENDPOINT", "token"),
            ("USER_ENDPOINT", "userinfo"),
            ("JWKS_ENDPOINT", "jwks"),
        ):
            setattr(settings, f"OIDC_OP_{name}", f"{served.url}/{page}")
        served.redirect_uri = settings.BASE_URL + BACK
        yield served


def asked(client):
    """Where the browser is sent by us, then where ProConnect sends it back."""
    answer = client.get(START)
    assert answer.status_code == 302
    return answer["Location"]


def back(address):
    answer = requests.get(address, allow_redirects=False, timeout=5)
    assert answer.status_code == 303, answer.text
    split = urlsplit(answer.headers["Location"])
    return f"{split.path}?{split.query}"


def signed_in(client) -> str:
    with trusted():
        return client.session.get("_auth_user_id", "")


def account_of(client) -> Account:
    with trusted():
        return Account.objects.get(pk=signed_in(client))


def told(client) -> str:
    return client.get(reverse("account_login")).content.decode()


def test_an_agent_signs_in_and_reads_for_their_organisation(provider, client):
    answer = client.get(back(asked(client)))
    assert answer.status_code == 302 and answer["Location"] == "/espace/"
    account = account_of(client)
    with trusted():
        assert account.email == proconnect.AGENT["email"]
        identity = Identity.objects.get()
        assert (identity.idp_id, identity.sub) == (proconnect.AGENT["idp_id"], proconnect.AGENT["sub"])
        membership = Membership.objects.get()
        assert (membership.role, membership.state, membership.proof) == ("membre", "confirmed", "proconnect")
        assert membership.organisation_id == siren_of(proconnect.AGENT["siret"])
    # Nothing that we do not need: neither the name nor the identifier of the agent there.
    assert not any(proconnect.AGENT[name] in str(vars(account)) for name in ("given_name", "usual_name"))


def test_what_is_asked_is_what_was_agreed(provider, client):
    query = {name: values[0] for name, values in parse_qs(urlsplit(asked(client)).query).items()}
    assert query["scope"] == "openid given_name usual_name email uid siret idp_id"
    assert len(query["state"]) >= 32 and len(query["nonce"]) >= 32
    assert query["acr_values"] == "eidas1" and query["redirect_uri"] == provider.redirect_uri
    other = Client(headers={"host": "localhost"})
    assert parse_qs(urlsplit(asked(other)).query)["redirect_uri"] == [provider.redirect_uri]


def test_the_same_person_comes_back_even_with_another_address(provider, client):
    client.get(back(asked(client)))
    first = account_of(client)
    provider.agent |= {"email": "nouvelle@bourg-essai.example", "siret": factories.siret(5)}
    other = Client()
    other.get(back(asked(other)))
    assert account_of(other) == first
    with trusted():
        assert Account.objects.exclude(handle="système").count() == 1


def test_another_person_of_another_provider_with_the_same_subject_is_somebody_else(provider, client):
    client.get(back(asked(client)))
    provider.agent |= {"idp_id": "autre", "email": "autre@bourg-essai.example"}
    other = Client()
    other.get(back(asked(other)))
    assert account_of(other) != account_of(client)


def test_an_address_that_has_an_account_is_not_taken_over(provider, client):
    owner = factories.account("animateur", email=proconnect.AGENT["email"])
    answer = client.get(back(asked(client)))
    assert answer["Location"] == reverse("account_login") and signed_in(client) == ""
    with trusted():
        assert not Identity.objects.exists() and not owner.memberships.exists()


def test_who_is_signed_in_links_their_identity(provider, client):
    owner = factories.account("membre", siren=factories.siren(1), email=proconnect.AGENT["email"])
    # It is one more way into the account: a session that was left open does not give it.
    assert asked(factories.sign_in(client, owner)) == "/espace/confirmer/?next=%2Fespace%2Fproconnect%2F"
    client = fresh(owner)
    client.get(back(asked(client)))
    with trusted():
        assert Identity.objects.get().account == owner
    assert "relié à votre compte" in mails(owner.email)[-1].text


def test_a_company_gets_no_seat(provider, client):
    provider.agent["siret"] = factories.with_key("5520459990001")
    client.get(back(asked(client)))
    assert signed_in(client)
    with trusted():
        assert not Membership.objects.exists()


def test_an_animator_still_gives_a_second_factor(provider, client):
    from allauth.mfa.models import Authenticator

    client.get(back(asked(client)))
    animator = account_of(client)
    with trusted():
        Account.objects.filter(pk=animator.pk).update(role="animateur")
        Authenticator.objects.create(user=animator, type=Authenticator.Type.TOTP, data={"secret": "x"})
    again = Client()
    answer = again.get(back(asked(again)))
    assert signed_in(again) == "" and answer.status_code == 302


def refused(client, address):
    answer = client.get(address)
    assert answer.status_code == 302 and answer["Location"] == reverse("account_login")
    assert signed_in(client) == ""
    with trusted():
        assert not Identity.objects.exists()


@pytest.mark.parametrize(
    "lie",
    [
        {"nonce": "n" * 40},  # replayed
        {"iss": "http://autre.test"},
        {"aud": "autre-client"},
        {"exp": 1_000_000_000},
        {"sub": "quelqu’un d’autre"},
    ],
    ids=lambda lie: next(iter(lie)),
)
def test_a_false_identity_token_is_refused(lie, provider, client):
    provider.id_token = lie
    refused(client, back(asked(client)))


@pytest.mark.parametrize(
    "lie",
    [{"iss": "http://autre.test"}, {"aud": "autre"}, {"exp": 1}, {"sub": "autre"}, {"siret": "123"}],
    ids=str,
)
def test_a_false_userinfo_is_refused(lie, provider, client):
    provider.userinfo = lie
    refused(client, back(asked(client)))


def test_a_userinfo_without_signature_is_refused(provider, client):
    provider.plain_userinfo = True
    refused(client, back(asked(client)))


def test_another_key_is_refused(provider, client):
    address = back(asked(client))
    right = provider.jwks
    other = proconnect.ProConnect().jwks()
    provider.jwks = lambda: other
    refused(client, address)
    provider.jwks = right


def test_a_state_serves_once_and_in_its_own_browser(provider, client):
    address = back(asked(client))
    refused(Client(), address)  # another browser
    split = urlsplit(address)
    query = {name: values[0] for name, values in parse_qs(split.query).items()}
    refused(client, f"{BACK}?code={query['code']}&state={'x' * 40}")
    client.get(address)
    assert signed_in(client)
    with trusted():
        Identity.objects.all().delete()
    client.post(reverse("account_logout"))
    refused(client, address)


def test_a_provider_that_is_away_is_said(settings, client):
    settings.PROCONNECT_URL = "http://127.0.0.1:9/api/v2"
    settings.OIDC_OP_TOKEN_ENDPOINT = f"{settings.PROCONNECT_URL}/token"
    state = parse_qs(urlsplit(asked(client)).query)["state"][0]
    refused(client, f"{BACK}?code=abc&state={state}")


def test_without_an_agreement_the_pages_do_not_exist(client):
    for address in (START, BACK):
        assert client.get(address).status_code == 404


def test_leaving_ends_the_session_of_proconnect_too(provider, client):
    assert "ProConnect" in client.get(reverse("account_login")).content.decode()
    client.get(back(asked(client)))
    page = client.get("/espace/compte/")
    assert "Votre compte y est relié" in page.content.decode()
    origin = provider.url.removesuffix("/api/v2")
    # Browsers hold a form to this policy even where it is led.
    assert f"form-action 'self' {origin};" in page["Content-Security-Policy"]
    answer = client.post(reverse("account_logout"))
    assert signed_in(client) == "" and answer["Location"].startswith(f"{provider.url}/session/end?")
    requests.get(answer["Location"], allow_redirects=False, timeout=5)
    [ended] = provider.ended
    assert ended["post_logout_redirect_uri"] == f"{settings_base()}/" and ended["id_token_hint"]


def settings_base() -> str:
    from django.conf import settings

    return settings.BASE_URL


def test_without_proconnect_nothing_speaks_of_it(client):
    page = client.get(reverse("account_login"))
    assert "ProConnect" not in page.content.decode()
    assert "form-action 'self';" in page["Content-Security-Policy"]
