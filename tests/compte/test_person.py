"""One's own account: address, sessions, what is kept, closing it."""

import json
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from bibia.accounts.models import Account, Membership, Session
from bibia.accounts.roles import Role
from bibia.compte import codes, person
from bibia.compte.models import Code
from bibia.courrier.models import Message
from bibia.fiches.guard import trusted
from bibia.fiches.models import Fiche, Journal
from bibia.fiches.verbs import Refusal
from bibia.web import personal
from tests import factories
from tests.compte.browsing import ask, fresh, give, is_signed_in, last_code, mails, page

pytestmark = pytest.mark.django_db

ADDRESS, NEW = "agent@commune.example", "agent@nouvelle.example"
ACCOUNT = "/espace/compte/"


@pytest.fixture
def account():
    return factories.account(Role.CONTRIBUTEUR, siren=factories.siren(1), email=ADDRESS)


def test_the_address_changes_once_the_new_one_is_proved(account):
    client = fresh(account)
    assert client.post(f"{ACCOUNT}adresse/", {"address": NEW}).url == f"{ACCOUNT}adresse/code/"
    with trusted():
        assert Message.objects.latest("pk").to == NEW and Account.objects.get(pk=account.pk).email == ADDRESS
    assert client.post(f"{ACCOUNT}adresse/code/", {"code": last_code()}).url == ACCOUNT
    with trusted():
        assert Account.objects.get(pk=account.pk).email == NEW
    assert "a changé" in mails(ADDRESS)[-1].text


def test_a_code_for_another_use_changes_nothing(account):
    client = fresh(account)
    client.post(f"{ACCOUNT}adresse/", {"address": NEW})
    with trusted():
        sign_in = codes.send(address=NEW, purpose=Code.Purpose.SIGN_IN)
        session = client.session
        session["adresse"] = {"code": sign_in, "adresse": NEW}
        session.save()
    assert client.post(f"{ACCOUNT}adresse/code/", {"code": last_code()}).status_code == 200
    with trusted():
        assert Account.objects.get(pk=account.pk).email == ADDRESS


def test_an_address_of_another_account_is_refused(account):
    factories.account(Role.PUBLIC, email=NEW)
    client = fresh(account)
    client.post(f"{ACCOUNT}adresse/", {"address": NEW})
    client.post(f"{ACCOUNT}adresse/code/", {"code": last_code()})
    assert "Un autre compte utilise déjà" in page(client.get(ACCOUNT))


def test_sensitive_pages_ask_again_who_one_is(account):
    client = factories.sign_in(Client(), account)
    for path in ("adresse/", "adresse/code/", "mes-donnees.json", "supprimer/"):
        assert client.get(ACCOUNT + path).url.startswith("/espace/confirmer/?next="), path
    client.post("/espace/confirmer/", {"next": f"{ACCOUNT}adresse/"})
    assert "faux" not in page(client.post("/espace/confirmer/", {"code": "BBBB-BBBB"}))
    assert client.get(f"{ACCOUNT}adresse/").status_code == 302
    answer = client.post("/espace/confirmer/", {"code": last_code(), "next": f"{ACCOUNT}adresse/"})
    assert answer.url == f"{ACCOUNT}adresse/" and client.get(answer.url).status_code == 200


def test_an_old_proof_is_no_proof_any_more(account):
    client = fresh(account)
    with trusted():
        session = client.session
        session["account_authentication_methods"] = [{"method": "code", "at": 1.0}]
        session.save()
    assert client.get(f"{ACCOUNT}supprimer/").status_code == 302


def signed_in_with_a_code(agent: str) -> Client:
    client = Client(headers={"user-agent": agent})
    ask(client, ADDRESS)
    give(client, last_code())
    return client


def test_sessions_are_listed_without_a_way_to_steal_them_and_closed_one_by_one(account):
    office = signed_in_with_a_code("Mozilla/5.0 (Windows NT 10.0) Gecko/20100101 Firefox/130.0")
    phone = signed_in_with_a_code(
        "Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 Chrome/129.0 Safari/537.36"
    )
    shown = page(office.get(ACCOUNT))
    assert "Firefox, Windows (celui-ci)" in shown and "Chrome, Android" in shown
    for client in (office, phone):
        assert client.cookies["espace"].value not in shown
    office.post(f"{ACCOUNT}sessions/", {"session": person.session_name(phone.cookies["espace"].value)})
    assert is_signed_in(office) and not is_signed_in(phone)


def test_all_the_other_sessions_are_closed_at_once_and_nobody_elses(account):
    office, phone, tablet = (signed_in_with_a_code("Firefox/1 Windows") for _ in range(3))
    other = factories.sign_in(Client(), factories.account(Role.PUBLIC, email=NEW))
    # Somebody else's session has no name here.
    name = person.session_name(other.cookies["espace"].value)
    office.post(f"{ACCOUNT}sessions/", {"session": name})
    assert is_signed_in(other) and is_signed_in(phone)
    office.post(f"{ACCOUNT}sessions/")
    assert [is_signed_in(one) for one in (office, phone, tablet, other)] == [True, False, False, True]


def test_a_session_keeps_no_address_of_a_computer(account):
    client = signed_in_with_a_code("Firefox/1 Windows")
    with trusted():
        kept = Session.objects.get(pk=client.cookies["espace"].value).get_decoded()
    assert "127.0.0.1" not in json.dumps(kept) and kept["navigateur"] == "Firefox, Windows"


def test_one_takes_away_all_that_is_kept(account):
    with trusted():
        factories.proposal(by=account, coll_siret=factories.siret(1))
    file = fresh(account).get(f"{ACCOUNT}mes-donnees.json")
    assert "attachment" in file["Content-Disposition"]
    content = json.loads(file.content)
    assert content["compte"]["adresse"] == ADDRESS
    assert content["organisations"][0]["organisation__siren"] == factories.siren(1)
    (proposed,) = content["propositions"]
    assert proposed["values"]["nom_projet"] and [line["verb"] for line in content["journal"]] == ["propose"]


def test_closing_leaves_what_is_published_and_nobody_behind(account):
    with trusted():
        fiche = factories.fiche(by=account, coll_siret=factories.siret(1))
    client, elsewhere = fresh(account), factories.sign_in(Client(), account)
    assert client.post(f"{ACCOUNT}supprimer/").status_code == 200  # the box is not ticked
    assert client.post(f"{ACCOUNT}supprimer/", {"sure": "on"}).url == "/espace/connexion/"
    assert not is_signed_in(client) and not is_signed_in(elsewhere)
    with trusted():
        left = Account.objects.get(pk=account.pk)
        assert (left.email, left.role, left.is_active) == ("", "", False) and left.handle != account.handle
        assert not Membership.objects.filter(account=left).exists()
        assert Journal.objects.filter(by=left).exists()
    assert Fiche.objects.filter(pk=fiche.pk).exists()
    again = Client()
    ask(again, ADDRESS)
    give(again, last_code())
    with trusted():
        assert Account.objects.get(email=ADDRESS).pk != account.pk


def test_the_parts_of_other_capabilities_are_taken_away_and_erased(account, monkeypatch):
    erased = []
    part = personal.Part("essai", lambda one: {"vu": one.handle}, lambda one: erased.append(one.pk))
    monkeypatch.setattr(personal, "_parts", {"essai": part})
    client = fresh(account)
    assert json.loads(client.get(f"{ACCOUNT}mes-donnees.json").content)["essai"] == {"vu": account.handle}
    client.post(f"{ACCOUNT}supprimer/", {"sure": "on"})
    assert erased == [account.pk]


def test_the_last_administrator_stays():
    admin = factories.account(Role.ADMINISTRATEUR, email=ADDRESS)
    with trusted():
        with pytest.raises(Refusal):
            person.close(by=admin)
        factories.account(Role.ADMINISTRATEUR)
        person.close(by=admin)


def test_codes_are_forgotten_after_their_end():
    with trusted():
        codes.send(address=ADDRESS, purpose=Code.Purpose.SIGN_IN)
        assert codes.forget(before=timezone.now()) == 0
        assert codes.forget(before=timezone.now() + timedelta(minutes=11)) == 1
