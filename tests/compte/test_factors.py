"""The second factor: an application of codes, recovery codes; required of the association, kept encrypted."""

import time

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from allauth.mfa.utils import decrypt
from django.core.cache import cache
from django.test import Client

from bibia.accounts.models import Account
from bibia.accounts.roles import Role
from bibia.compte import security
from bibia.fiches.guard import trusted
from tests import factories
from tests.compte.browsing import ask, fresh, give, is_signed_in, last_code, mails, page

pytestmark = pytest.mark.django_db

ADDRESS = "anim@asso.example"
SECOND = "/espace/second-facteur/"
CHECK = "/espace/connexion/verification/"
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


@pytest.fixture(autouse=True)
def no_code_was_used():
    """allauth remembers them for a moment, in the memory of the process."""
    cache.clear()


def now_code(secret: str, shift: int = 0) -> str:
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30 + shift))


@pytest.fixture
def account():
    return factories.account(Role.ADMINISTRATEUR, email=ADDRESS)


@pytest.fixture
def protected(account):
    with trusted():
        security.add_application(by=account, secret=SECRET)
    return account


def after_the_code() -> Client:
    client = Client()
    ask(client, ADDRESS)
    assert give(client, last_code()).status_code == 302
    return client


def recovery_codes(account: Account) -> list[str]:
    with trusted():
        return Authenticator.objects.get(user=account, type="recovery_codes").wrap().get_unused_codes()


def test_an_application_is_linked_and_gives_recovery_codes(account):
    client = after_the_code()  # without a second factor yet, the code lets in, with no right
    assert client.get("/espace/equipe/").url.startswith(SECOND)
    shown = page(client.get(f"{SECOND}application/"))
    assert "<svg" in shown and "style=" not in shown and "otpauth://totp/" in shown
    with trusted():
        secret = client.session["mfa.totp.secret"]
    wrong = client.post(f"{SECOND}application/", {"code": "000000"})
    assert wrong.status_code == 200 and 'role="alert"' in page(wrong)
    assert (
        client.post(f"{SECOND}application/", {"code": now_code(secret)}).url == f"{SECOND}codes-de-secours/"
    )
    assert page(client.get(f"{SECOND}codes-de-secours/")).count("<code>") == 10
    assert client.get("/espace/equipe/").status_code == 200
    assert "application de codes a été ajoutée" in mails(ADDRESS)[-1].text


def test_a_new_administrator_is_led_to_it_from_their_first_page_and_back(account):
    client = Client()
    ask(client, ADDRESS, next="/espace/moderation/?page=1")
    place = give(client, last_code()).url
    assert client.get("/espace/").url == f"{SECOND}?next=%2Fespace%2F"
    place = client.get(place).url
    assert place == f"{SECOND}?next=%2Fespace%2Fmoderation%2F%3Fpage%3D1"
    onward = place.removeprefix(SECOND)
    shown = page(client.get(place))
    assert "Votre rôle la demande" in shown and f"{SECOND}application/{onward}" in shown
    # Whoever came in long ago proves again who they are, and does not lose their way either.
    with trusted():
        session = client.session
        session["account_authentication_methods"] = [{"method": "code", "at": 1.0}]
        session.save()
    again = client.get(f"{SECOND}application/{onward}").url
    client.post(again)
    place = client.post(again, {"code": last_code()}).url
    assert place == f"{SECOND}application/{onward}"
    client.get(place)
    with trusted():
        secret = client.session["mfa.totp.secret"]
    place = client.post(place, {"code": now_code(secret)}).url
    assert place == f"{SECOND}codes-de-secours/{onward}"
    shown = page(client.get(place))
    assert 'href="/espace/moderation/?page=1">Je les ai gardés' in shown
    assert 'href="/espace/moderation/"' in page(client.get("/espace/"))


def test_the_next_page_is_one_of_this_site(account):
    client = after_the_code()
    for walk in ("", "application/", "cle/"):
        assert "ailleurs.test" not in page(client.get(f"{SECOND}{walk}", {"next": "https://ailleurs.test/"}))


def test_secrets_are_not_in_clear_in_the_database(protected):
    with trusted():
        for factor in Authenticator.objects.all():
            stored = factor.data.get("secret") or factor.data["seed"]
            assert SECRET not in stored and decrypt(stored) != stored


def test_the_second_factor_is_asked_after_the_code(protected):
    client = after_the_code()
    assert not is_signed_in(client)
    assert client.get("/espace/connexion/code/").status_code == 302
    assert client.post(CHECK, {"code": "123"}).status_code == 200 and not is_signed_in(client)
    before = client.cookies["espace"].value
    assert client.post(CHECK, {"code": now_code(SECRET)}).url == "/espace/"
    assert is_signed_in(client) and client.cookies["espace"].value != before


def test_a_code_of_the_application_serves_once(protected):
    code = now_code(SECRET)
    after_the_code().post(CHECK, {"code": code})
    thief = after_the_code()
    assert thief.post(CHECK, {"code": code}).status_code == 200 and not is_signed_in(thief)


def test_sessions_opened_without_the_second_factor_end_when_it_is_chosen(account):
    owner, thief = after_the_code(), after_the_code()
    owner.get(f"{SECOND}application/")
    with trusted():
        secret = owner.session["mfa.totp.secret"]
    owner.post(f"{SECOND}application/", {"code": now_code(secret)})
    assert owner.get("/espace/equipe/").status_code == 200
    assert thief.get("/espace/equipe/").url.startswith("/espace/connexion/")


def test_a_recovery_code_serves_once(protected):
    code = recovery_codes(protected)[0]
    first, second = after_the_code(), after_the_code()
    assert first.post(CHECK, {"code": f" {code[:4]} {code[4:]} "}).url == "/espace/"
    assert second.post(CHECK, {"code": code}).status_code == 200 and not is_signed_in(second)


def test_guessing_is_limited_and_the_owner_is_not_locked_out(protected):
    owner = after_the_code()
    owner.post(CHECK, {"code": recovery_codes(protected)[0]})
    owner.post("/espace/deconnexion/")
    thief = after_the_code()
    for _ in range(10):
        thief.post(CHECK, {"code": "000000"})
    code = recovery_codes(protected)[0]
    assert "Trop d’essais" in page(thief.post(CHECK, {"code": code})) and not is_signed_in(thief)
    ask(owner, ADDRESS)
    give(owner, last_code())
    assert owner.post(CHECK, {"code": code}).url == "/espace/"


def test_the_check_is_nothing_without_the_code(protected):
    client = Client()
    assert client.post(CHECK, {"code": now_code(SECRET)}).url == "/espace/connexion/"
    assert not is_signed_in(client)


def test_the_association_keeps_at_least_one(protected):
    client = fresh(protected)
    with trusted():
        pk = security.factors(protected)[0].pk
    client.post(f"{SECOND}{pk}/retirer/")
    assert "Votre rôle demande" in page(client.get(SECOND))
    with trusted():
        assert security.has_factor(protected)


def test_others_may_remove_it_with_its_recovery_codes():
    member = factories.account(Role.MEMBRE, siren=factories.siren(1), email=ADDRESS)
    stranger = factories.account(Role.MEMBRE, siren=factories.siren(1), email="b@commune.example")
    with trusted():
        security.add_application(by=member, secret=SECRET)
        pk = security.factors(member)[0].pk
    assert fresh(stranger).post(f"{SECOND}{pk}/retirer/").status_code == 404
    assert fresh(member).post(f"{SECOND}{pk}/retirer/").url == SECOND
    with trusted():
        assert not Authenticator.objects.filter(user=member).exists()


def test_new_recovery_codes_replace_the_old_ones(protected):
    before = recovery_codes(protected)
    fresh(protected).post(f"{SECOND}codes-de-secours/")
    assert not set(before) & set(recovery_codes(protected))


def test_changes_ask_again_for_the_second_factor(protected):
    client = factories.sign_in(Client(), protected)
    assert client.get(f"{SECOND}codes-de-secours/").url.startswith("/espace/confirmer/")
    answer = client.post(
        "/espace/confirmer/", {"code": now_code(SECRET), "next": f"{SECOND}codes-de-secours/"}
    )
    assert answer.url == f"{SECOND}codes-de-secours/" and client.get(answer.url).status_code == 200


def test_the_operator_frees_who_lost_everything(protected):
    from django.core.management import call_command

    client = factories.sign_in(Client(), protected)
    call_command("second_facteur", f" {ADDRESS.upper()}")
    assert not is_signed_in(client)
    with trusted():
        assert not security.has_factor(protected)
