"""Questions, answers, reports and replies: read again, public without a name, never by who has no part in it."""

import re
from datetime import timedelta
from html import unescape
from itertools import product

import pytest
from django.test import Client
from django.utils import timezone

from bibia.accounts.roles import Role
from bibia.accounts.viewer import PUBLIC
from bibia.echanges import actions
from bibia.echanges.models import Exchange, Kind, State
from bibia.fiches.actions import withdraw
from bibia.fiches.guard import trusted
from bibia.fiches.models import Fiche, Question, Reply, generation
from bibia.fiches.verbs import NotAllowed, Refusal
from tests import factories
from tests.echanges.conftest import READER, signed_in

pytestmark = pytest.mark.django_db
NAME = "Marie-Aude Quenneville"
ASKED = "Quel budget annuel faut-il prévoir ?"


def words(page: bytes) -> str:
    text = unescape(re.sub(r"<[^>]+>", " ", page.decode())).replace("\u00a0", " ").replace("\u202f", " ")
    return re.sub(r"\s+", " ", text)


def received(fiche, kind=Kind.QUESTION, **changes) -> Exchange:
    values = {"address": READER, "text": ASKED, "author": "habitante", **changes}
    made = actions.receive(kind=kind, fiche_id=fiche.pk, **values)
    return actions.confirm(made)


def published(fiche, animator, **changes) -> Exchange:
    made = received(fiche, **changes)
    return actions.publish(made, by=animator, text=made.text, author=made.author)


def fresh(made) -> Exchange:
    with trusted():
        return Exchange.objects.get(pk=made.pk)


def test_a_question_is_public_once_it_was_read_again(fiche, animator, mails):
    client = Client()
    made = received(fiche)
    before, etag = generation(), client.get(fiche.get_absolute_url())["ETag"]
    assert ASKED not in words(client.get(fiche.get_absolute_url()).content)
    assert [mail.to for mail in mails(kind="echange-recu")] == [animator.email]
    staff = signed_in(animator)
    assert "Question" in words(staff.get("/espace/echanges/").content)
    page = f"/espace/echanges/{made.pk}/"
    assert ASKED in words(staff.get(page).content)
    kept = {"faire": "publier", "publier-text": ASKED, "publier-author": "une habitante"}
    assert staff.post(page, kept).status_code == 302
    assert generation() == before + 1
    shown = client.get(fiche.get_absolute_url(), headers={"If-None-Match": etag})
    assert shown.status_code == 200 and ASKED in words(shown.content)
    assert "Une habitante" in words(shown.content) and READER not in words(shown.content)
    assert mails(kind="suite-echange")[0].to == READER


def test_its_answer_says_how_long_it_took(fiche, animator, writer, mails, monkeypatch):
    made = published(fiche, animator)
    assert [mail.to for mail in mails(kind="echange-recu")][1:] == [writer.email]
    later = timezone.now() + timedelta(days=6)
    monkeypatch.setattr(timezone, "now", lambda: later)
    client = signed_in(writer)
    assert "Questions sans réponse (1)" in words(client.get("/espace/echanges/").content)
    answered = {"faire": "repondre", "repondre-text": "Environ un mi-temps la première année."}
    assert client.post(f"/espace/echanges/{made.pk}/", answered).status_code == 302
    assert "mi-temps" not in words(Client().get(fiche.get_absolute_url()).content)
    assert [mail.to for mail in mails(kind="reponse-a-relire")] == [animator.email]
    much_later = later + timedelta(days=3)
    monkeypatch.setattr(timezone, "now", lambda: much_later)
    reading = words(signed_in(animator).get("/espace/echanges/").content)
    assert "À relire avant publication (1)" in reading
    assert signed_in(animator).post(f"/espace/echanges/{made.pk}/", answered).status_code == 302
    for address in (fiche.get_absolute_url(), f"{fiche.get_absolute_url()}questions/"):
        page = words(Client().get(address).content)
        assert "Environ un mi-temps" in page and "répondu en 6 jours" in page
        assert fiche.collectivite.nom_affiche in page
    told = mails(kind="suite-echange")[-1]
    assert told.to == READER and "mi-temps" in told.text
    data = Client().get(f"/cas-usage/{fiche.pk}.json").json()["questions"]
    assert [one["answer"] for one in data] == ["Environ un mi-temps la première année."]
    feed = Client().get(f"/cas-usage/{fiche.pk}.atom").content.decode()
    assert "Une réponse à une question" in feed
    # Corrected later, it keeps its date, writes to nobody again, and changes nothing when it is the same.
    count, before = len(mails()), generation()
    actions.answer(fresh(made), by=writer, text="Environ un mi-temps la première année.")
    assert (len(mails()), generation()) == (count, before)


def test_what_is_refused_leaves_the_page_and_its_author_reads_why(fiche, animator, mails):
    made = published(fiche, animator)
    assert ASKED in words(Client().get(fiche.get_absolute_url()).content)
    actions.refuse(fresh(made), by=animator, reason="Ce n’est pas une question sur la fiche.")
    assert ASKED not in words(Client().get(fiche.get_absolute_url()).content)
    assert not Question.objects.exists()
    assert "pas une question" in mails(kind="suite-echange")[-1].text
    with pytest.raises(Refusal):
        actions.refuse(fresh(made), by=animator, reason=" ")


def test_a_message_that_may_be_published_is_handed_over_and_read_again(fiche, mails, animator):
    private, open_one = received(fiche, Kind.CONTACT), received(fiche, Kind.CONTACT, publishable=True)
    assert (fresh(private).state, fresh(open_one).state) == (State.RELAYED, State.WAITING)
    assert len(mails(kind="message-au-service")) == 2
    with pytest.raises(Refusal):
        actions.publish(fresh(private), by=animator, text=ASKED, author="")
    actions.publish(fresh(open_one), by=animator, text=ASKED, author="")
    assert "Un lecteur" in words(Client().get(fiche.get_absolute_url()).content)


def test_an_error_is_followed_to_its_end(fiche, animator, writer, mails):
    made = received(fiche, Kind.REPORT, field="budget", source="Délibération 12")
    assert {mail.to for mail in mails(kind="echange-recu")} == {animator.email, writer.email}
    assert "Budget" in mails(kind="echange-recu")[0].text
    client = signed_in(writer)
    page = f"/espace/echanges/{made.pk}/"
    assert "Délibération 12" in words(client.get(page).content)
    assert client.post(page, {"faire": "conclure", "conclure-state": "corrected"}).status_code == 200
    concluded = {
        "faire": "conclure",
        "conclure-state": "corrected",
        "conclure-reason": "Merci, c’est mis à jour.",
    }
    assert client.post(page, concluded).status_code == 302
    assert fresh(made).state == State.CORRECTED
    assert mails(kind="suite-echange")[-1].to == READER and "mis à jour" in mails()[-1].text
    with pytest.raises(Refusal):
        actions.settle(fresh(made), by=writer, state="not_error", reason="Non")


def test_a_supplier_replies_under_the_fiche(animator, mails):
    fiche = factories.fiche(fournisseurs=[{"nom": "Société Exemple", "produit": "Hydrosonde"}])
    made = received(fiche, Kind.REPLY, author="Société Exemple", address="direction@societe.example")
    staff = signed_in(animator)
    assert "@societe.example" in words(staff.get(f"/espace/echanges/{made.pk}/").content)
    actions.publish(fresh(made), by=animator, text="Le produit a changé depuis.", author="Société Exemple")
    page = words(Client().get(fiche.get_absolute_url()).content)
    assert "Droit de réponse" in page and "Le produit a changé depuis." in page
    actions.refuse(fresh(made), by=animator, reason="À la demande de l’entreprise.")
    assert not Reply.objects.exists()


def test_personal_data_is_pointed_at_before_publication(fiche, animator):
    made = received(fiche, text="Appelez-moi au 06 12 34 56 78, merci.")
    assert "un numéro de téléphone" in words(signed_in(animator).get(f"/espace/echanges/{made.pk}/").content)


def test_what_a_fiche_lost_when_it_left_is_found_again_when_it_comes_back(fiche, animator):
    made = published(fiche, animator)
    withdraw(fiche.pk, by=factories.system(), reason="Une pause.")
    assert not Question.objects.exists()
    with pytest.raises(Refusal):
        actions.publish(fresh(made), by=animator, text=ASKED, author="")
    factories.actions.accept(
        factories.proposal(fiche_id=fiche.pk, resume="De retour."), by=factories.system()
    )
    assert "À relire avant publication (1)" in words(signed_in(animator).get("/espace/echanges/").content)
    actions.publish(fresh(made), by=animator, text=ASKED, author="")
    assert Question.objects.count() == 1


OURS, THEIRS = 1, 2
ROLES = ("visitor", *Role)
ACTS = {
    "publish": ("moderate_exchanges", Kind.QUESTION, False),
    "refuse": ("moderate_exchanges", Kind.QUESTION, False),
    "answer": ("answer", Kind.QUESTION, True),
    "settle": ("answer", Kind.REPORT, False),
}


def actor(role):
    if role in ("visitor", Role.PUBLIC):

        class Visitor:
            viewer, pk = PUBLIC, None

        return Visitor()
    return factories.account(role, siren=factories.siren(OURS))


@pytest.mark.parametrize(("act", "role"), list(product(ACTS, ROLES)))
def test_who_may_do_what_with_an_exchange(act, role):
    verb, kind, first_published = ACTS[act]
    given = {
        "publish": {"text": "Q", "author": ""},
        "refuse": {"reason": "Non."},
        "answer": {"text": "R"},
        "settle": {"state": "corrected", "reason": "Oui."},
    }[act]
    for rank in (OURS, THEIRS):
        fiche = factories.fiche(coll_siret=factories.siret(rank))
        made = received(fiche, kind)
        if first_published:
            actions.publish(made, by=factories.system(), text="Q", author="")
        by = actor(role)
        with trusted():
            allowed = by.viewer.may(verb, siren=factories.siren(rank))
        if allowed:
            getattr(actions, act)(fresh(made), by=by if by.pk else None, **given)
        else:
            before = Exchange.objects.filter(pk=made.pk)
            with trusted():
                before = list(before.values())
            with pytest.raises(NotAllowed):
                getattr(actions, act)(fresh(made), by=by, **given)
            with trusted():
                assert list(Exchange.objects.filter(pk=made.pk).values()) == before


def test_who_has_no_part_in_an_exchange_finds_nothing(fiche, animator, writer):
    made = received(fiche)
    stranger = factories.account(Role.RESPONSABLE, siren=factories.siren(9), email="ailleurs@exemple.test")
    member = factories.account(Role.MEMBRE, siren=factories.siren(1), email="collegue@exemple.test")
    page = f"/espace/echanges/{made.pk}/"
    # Before it is read again, not even those it is for.
    assert [signed_in(one).get(page).status_code for one in (stranger, member, writer)] == [404] * 3
    actions.publish(made, by=animator, text=ASKED, author="")
    assert [signed_in(one).get(page).status_code for one in (stranger, member, writer)] == [404, 404, 200]
    assert signed_in(writer).post(page, {"faire": "refuser", "refuser-reason": "Non"}).status_code == 404
    unconfirmed = actions.receive(kind=Kind.QUESTION, fiche_id=fiche.pk, address=READER, text="Encore")
    assert signed_in(animator).get(f"/espace/echanges/{unconfirmed.pk}/").status_code == 404
    with pytest.raises(NotAllowed):
        actions.publish(unconfirmed, by=animator, text="Encore", author="")
    private = received(fiche, Kind.CONTACT)
    assert signed_in(animator).get(f"/espace/echanges/{private.pk}/").status_code == 404


def test_pages_of_questions(fiche, animator):
    base = f"{fiche.get_absolute_url()}questions/"
    assert "Personne n’a encore posé" in words(Client().get(base).content).replace("'", "’")
    for rank in range(17):
        published(fiche, animator, text=f"Question numéro {rank} ?")
    first, second = (words(Client().get(f"{base}{page}").content) for page in ("", "?page=2"))
    assert "Question numéro 16 ?" in first and "Question numéro 0 ?" not in first
    assert "Question numéro 0 ?" in second
    page = words(Client().get(fiche.get_absolute_url()).content)
    assert "Lire les 17 questions" in page and "Question numéro 13 ?" not in page
    assert Client().get(f"/cas-usage/{fiche.pk}-x/questions/")["Location"] == base
    gone = factories.withdrawn()
    assert Client().get(f"/cas-usage/{gone}-x/questions/").status_code == 410


def test_no_mail_holds_what_is_reserved_nor_the_address_of_the_service(animator, writer, mails):
    fiche = factories.fiche(
        coll_siret=factories.siret(1),
        projet_contact="service@collectivite.example",
        parametres="kanari-parametres",
        financement="kanari-financement",
    )
    for kind in Kind:
        received(fiche, kind, publishable=True, field="parametres" if kind == Kind.REPORT else "")
    made = published(fiche, animator)
    actions.answer(fresh(made), by=writer, text="Oui.")
    assert len(mails()) > 8
    for mail in mails():
        whole = f"{mail.subject} {mail.text} {mail.html} {mail.reply_to}"
        assert "kanari" not in whole and "service@collectivite.example" not in whole, mail.kind
        if mail.to == READER:
            assert "@" not in mail.reply_to
    assert Fiche.objects.count() == 1
