"""Writing to a service: confirmed before it leaves, handed over without its address, the same page for all."""

import re
from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from bibia.accounts.roles import Role
from bibia.echanges import actions
from bibia.echanges.models import Exchange, Kind, State
from bibia.fiches.guard import trusted
from bibia.fiches.models import Internal
from tests import factories
from tests.echanges.conftest import READER, link, signed_in

pytestmark = pytest.mark.django_db
SERVICE = "service@collectivite.example"
TEXT = "Bonjour, comment avez-vous fait pour les compteurs anciens ?"


def sent(client, fiche, page="contact", **changes):
    values = {"address": READER, "text": TEXT, "author": "habitante", **changes}
    return client.post(f"/espace/fiches/{fiche.pk}/{page}/", values)


def confirm(client, mails):
    return client.post(link(mails(kind="confirmer-message")[-1].text, "/espace/messages/"))


@pytest.mark.django_db(transaction=True)
def test_a_message_reaches_the_service_once_its_address_is_confirmed(fiche, deliver, mailbox):
    client = Client()
    answer = sent(client, fiche)
    assert answer["Location"] == f"/espace/fiches/{fiche.pk}/contact/a-confirmer/"
    (asked,) = deliver()
    assert asked.to == READER and TEXT not in asked.text and SERVICE not in asked.raw.decode()
    address = link(asked.text, "/espace/messages/")
    page = client.get(address)
    assert page.status_code == 200 and TEXT in page.content.decode().replace("\u202f", " ")
    assert client.post(address)["Location"] == f"/espace/fiches/{fiche.pk}/contact/recu/"
    _asked, relayed = deliver()
    assert relayed.to == SERVICE and relayed.mail["Reply-To"] == READER
    assert "habitante" in relayed.text and "compteurs anciens" in relayed.text
    with trusted():
        kept = Exchange.objects.get()
    assert (kept.state, kept.text, kept.address) == (State.RELAYED, "", "")


def test_the_link_serves_once_and_not_for_ever(fiche, mails, monkeypatch):
    client = Client()
    sent(client, fiche)
    address = link(mails()[0].text, "/espace/messages/")
    assert client.post(address).status_code == 302
    again = client.post(address)
    assert again.status_code == 410 and "déjà été envoyé" in again.content.decode()
    assert len(mails(kind="message-au-service")) == 1
    sent(client, fiche, text="Autre message.")
    late = timezone.now() + actions.CONFIRM_WITHIN + timedelta(minutes=1)
    monkeypatch.setattr(timezone, "now", lambda: late)
    address = link(mails(kind="confirmer-message")[1].text, "/espace/messages/")
    assert client.get(address).status_code == client.post(address).status_code == 410
    assert len(mails(kind="message-au-service")) == 1


def test_opening_the_link_confirms_nothing(fiche, mails):
    sent(Client(), fiche)
    Client().get(link(mails()[0].text, "/espace/messages/"))
    assert len(mails()) == 1


def test_a_link_that_we_did_not_make_leads_nowhere(fiche, mails):
    sent(Client(), fiche)
    with trusted():
        key = Exchange.objects.get().pk
    for forged in (key, f"{key}:x", f"zzzzzzzz:{'a' * 43}"):
        assert Client().post(f"/espace/messages/{forged}/").status_code == 404
    assert len(mails()) == 1


def test_without_an_address_of_the_service_its_people_then_the_animators(mails):
    bare = factories.fiche(coll_siret=factories.siret(2))
    client = Client()
    sent(client, bare)
    confirm(client, mails)
    with trusted():
        assert Exchange.objects.get().state == State.WAITING
    animator = factories.account(Role.ANIMATEUR, email="animation@exemple.test")
    sent(client, bare)
    confirm(client, mails)
    assert [mail.to for mail in mails(kind="message-au-service")] == [animator.email]
    writer = factories.account(
        Role.CONTRIBUTEUR, siren=factories.siren(2), email="agent@collectivite.example"
    )
    factories.account(Role.MEMBRE, siren=factories.siren(2), email="membre@collectivite.example")
    factories.account(Role.CONTRIBUTEUR, siren=factories.siren(3), email="ailleurs@collectivite.example")
    sent(client, bare)
    confirm(client, mails)
    assert [mail.to for mail in mails(kind="message-au-service")] == [animator.email, writer.email]


def _same(body: bytes) -> bytes:
    """Without what is drawn at random in each form."""
    return re.sub(rb'(name="(?:csrfmiddlewaretoken|cle)" value=)"[^"]*"', rb"\1", body)


def test_the_pages_are_the_same_whether_or_not_an_address_is_known(mails):
    fiche = factories.fiche(coll_siret=factories.siret(4), projet_contact=SERVICE)
    found = {}
    for known in (True, False):
        if not known:
            with trusted():
                Internal.objects.all().delete()
        answers = []
        for page in ("contact", "question", "signaler", "droit-de-reponse"):
            client = Client()
            answers.append(_same(client.get(f"/espace/fiches/{fiche.pk}/{page}/").content))
            answer = sent(client, fiche, page, address=f"lectrice-{known}-{page}@exemple.test")
            answers.append((answer.status_code, answer.headers.get("Location", "")))
            client.get(f"/espace/fiches/{fiche.pk}/contact/a-confirmer/")
        answer = confirm(client, mails)
        answers += [answer.status_code, _same(client.get(answer["Location"]).content)]
        found[known] = answers
    assert found[True] == found[False]


def test_as_many_statements_whether_or_not_an_address_is_known():
    fiche = factories.fiche(coll_siret=factories.siret(4), projet_contact=SERVICE)
    sent(Client(), fiche, address="premiere@exemple.test")  # makes the rows that are made once
    counts = []
    for known in (True, False):
        if not known:
            with trusted():
                Internal.objects.all().delete()
        with CaptureQueriesContext(connection) as asked:
            Client().get(f"/espace/fiches/{fiche.pk}/contact/")
            sent(Client(), fiche, address=f"lectrice-{known}@exemple.test")
        assert not any("trv_internal" in one["sql"] for one in asked)
        counts.append(len(asked))
    assert counts[0] == counts[1]


def test_sent_twice_it_is_one_message(fiche, mails):
    client = Client()
    key = re.search(
        r'name="cle" value="([^"]+)"', client.get(f"/espace/fiches/{fiche.pk}/contact/").content.decode()
    )[1]
    first, again = (sent(client, fiche, cle=key) for _ in range(2))
    assert first["Location"] == again["Location"]
    assert len(mails()) == 1


def test_a_robot_is_told_what_a_person_is_told_and_nothing_is_kept(fiche, mails):
    assert sent(Client(), fiche, site="https://spam.example")["Location"] == sent(Client(), fiche)["Location"]
    assert len(mails()) == 1


def test_too_many_messages_are_refused_and_the_text_is_kept(fiche, mails):
    answers = [sent(Client(), fiche, address=f"lectrice-{rank}@exemple.test") for rank in range(9)]
    assert [answer.status_code for answer in answers] == [302] * 8 + [429]
    assert "compteurs anciens" in answers[-1].content.decode()
    # Another origin is not held back by it.
    values = {"address": READER, "text": TEXT}
    address = f"/espace/fiches/{fiche.pk}/contact/"
    assert Client(REMOTE_ADDR="192.0.2.7").post(address, values).status_code == 302


def test_one_address_is_not_buried_under_confirmations(fiche, mails):
    for _rank in range(9):
        visitor = Client(REMOTE_ADDR="192.0.2.1")
        visitor.post(f"/espace/fiches/{fiche.pk}/contact/", {"address": READER, "text": TEXT})
    assert len(mails(to=READER)) == 5


def test_whoever_is_signed_in_has_nothing_to_confirm(fiche, mails):
    account = factories.account(Role.MEMBRE, siren=factories.siren(5), email="membre@collectivite.example")
    client = signed_in(account)
    assert account.email in client.get(f"/espace/fiches/{fiche.pk}/contact/").content.decode()
    assert sent(client, fiche, address=account.email)["Location"].endswith("/contact/recu/")
    assert [mail.to for mail in mails()] == [SERVICE]
    # Another address than one's own is confirmed like any other.
    assert sent(client, fiche, address=READER)["Location"].endswith("/a-confirmer/")


def test_what_is_not_published_has_no_page(mails):
    gone = factories.withdrawn()
    for page in (
        "contact",
        "question",
        "signaler",
        "droit-de-reponse",
        "contact/recu",
        "contact/a-confirmer",
    ):
        for key in (gone, "zzzzzzzz"):
            assert Client().get(f"/espace/fiches/{key}/{page}/").status_code == 404


def test_a_forged_form_and_a_bad_address_are_refused(fiche, mails):
    client = Client(enforce_csrf_checks=True)
    assert sent(client, fiche).status_code == 403
    for wrong in ("", "personne", "a@b", f"{READER}\nBcc: x@exemple.test"):
        answer = sent(Client(), fiche, address=wrong)
        assert answer.status_code == 200 and "aria-invalid" in answer.content.decode()
    assert mails() == []


def test_an_employee_of_the_company_replies_and_a_consumer_address_does_not(mails):
    fiche = factories.fiche(fournisseurs=[{"nom": "Société Exemple", "produit": "Hydrosonde"}])
    page = Client().get(f"/espace/fiches/{fiche.pk}/droit-de-reponse/").content.decode()
    assert "Société Exemple" in page
    for address in ("moi@gmail.com", "Moi@Perso.Orange.fr"):
        refused = sent(Client(), fiche, "droit-de-reponse", author="Société Exemple", address=address)
        assert refused.status_code == 200 and "particulier" in refused.content.decode()
    assert (
        sent(Client(), fiche, "droit-de-reponse", author="Autre", address="a@exemple.test").status_code == 200
    )
    assert mails() == []
    assert sent(Client(), fiche, "droit-de-reponse", author="Société Exemple").status_code == 302
    # A company that also gives mailboxes to everybody has its own domain.
    own = {"author": "Société Exemple", "address": "service@orange.com"}
    assert sent(Client(), fiche, "droit-de-reponse", **own).status_code == 302
    bare = factories.fiche()
    assert (
        "ne cite aucune entreprise"
        in Client().get(f"/espace/fiches/{bare.pk}/droit-de-reponse/").content.decode()
    )


def test_the_database_refuses_what_cannot_be(fiche):
    made = {"fiche_id": fiche.pk, "text": "Un texte", "made_at": timezone.now()}
    wrong = [
        {"kind": "autre"},
        {"kind": Kind.QUESTION, "state": State.RELAYED, "publishable": True, "confirmed_at": timezone.now()},
        {"kind": Kind.CONTACT, "state": State.RELAYED},
        {"kind": Kind.QUESTION, "publishable": False},
        {"kind": Kind.CONTACT, "answer": "Oui"},
    ]
    for values in wrong:
        with trusted(), pytest.raises(IntegrityError), transaction.atomic():
            Exchange.objects.create(**made, **values)
