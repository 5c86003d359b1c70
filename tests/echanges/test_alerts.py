"""Alerts: kept once confirmed, sent when there is news and once a week at most, stopped in one click."""

from base64 import b64encode
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.test import Client
from django.utils import timezone

from bibia.accounts.roles import Role
from bibia.courrier.models import Message
from bibia.echanges import alerts, interests
from bibia.echanges.models import Alert
from bibia.fiches import actions
from bibia.fiches.guard import trusted
from tests import factories
from tests.echanges.conftest import READER, link
from tests.echanges.test_exchanges import words

pytestmark = pytest.mark.django_db


def ask(query, mails, address=READER):
    """Ask for an alert and follow the link; the page that says it is in place."""
    client = Client()
    assert client.post(f"/espace/alertes/?{query}", {"address": address})["Location"].endswith(
        "/a-confirmer/"
    )
    (asked, *_) = reversed(mails(kind="confirmer-alerte"))
    return client.post(link(asked.text, "/espace/alertes/confirmer/"))["Location"]


def later(monkeypatch, days):
    moment = timezone.now() + timedelta(days=days)
    monkeypatch.setattr(timezone, "now", lambda: moment)


def run():
    call_command("alertes", verbosity=0)


def test_nothing_is_kept_before_the_link_and_everything_goes_with_the_alert(fiche, mails):
    client = Client()
    client.post(f"/espace/alertes/?fiche={fiche.pk}", {"address": READER})
    (asked,) = mails()
    address = link(asked.text, "/espace/alertes/confirmer/")
    assert client.get(address).status_code == 200
    with trusted():
        assert not Alert.objects.exists()
    stop = client.post(address)["Location"]
    assert fiche.nom_projet in words(client.get(stop).content)
    assert client.post(address)["Location"] == stop  # twice, it is the same alert
    assert client.post(stop).status_code == 200
    with trusted():
        assert not Alert.objects.exists()
    assert "C’est arrêté" in words(client.get(stop).content) and client.post(stop).status_code == 200


def test_a_forged_or_an_old_link_does_nothing(fiche, mails, monkeypatch):
    Client().post(f"/espace/alertes/?fiche={fiche.pk}", {"address": READER})
    address = link(mails()[0].text, "/espace/alertes/confirmer/")
    assert Client().post("/espace/alertes/confirmer/WyJhIl0:x:y/").status_code == 410
    assert Client().post("/espace/alertes/arreter/zzzzzzzz:x/").status_code == 404
    import time

    now = time.time() + 3 * 24 * 3600
    monkeypatch.setattr("django.core.signing.time.time", lambda: now)
    assert Client().post(address).status_code == 410
    with trusted():
        assert not Alert.objects.exists()


def test_a_mail_program_stops_it_without_a_cookie(fiche, mails):
    ask(f"fiche={fiche.pk}", mails)
    factories.update(fiche, resume="Une phrase nouvelle.")
    run()
    (sent,) = mails(kind="alerte")
    client = Client(enforce_csrf_checks=True)
    stop = link(sent.unsubscribe, "/espace/alertes/arreter/")
    assert client.post(stop, {"List-Unsubscribe": "One-Click"}).status_code == 200
    with trusted():
        assert not Alert.objects.exists()


def test_a_search_tells_new_and_changed_fiches_once(mails, monkeypatch):
    old = factories.fiche(nom_projet="Compteurs d’avant", theme="ecologie")
    ask("q=compteurs&theme=ecologie&tri=titre&page=2", mails)
    run()
    assert mails(kind="alerte") == []  # no news, no mail
    factories.fiche(nom_projet="Compteurs nouveaux", theme="ecologie")
    factories.fiche(nom_projet="Compteurs d’ailleurs", theme="mobilites")
    factories.fiche(nom_projet="Autre chose", theme="ecologie", usage_description="Rien à voir.")
    factories.update(old, resume="Une phrase.")
    run()
    run()
    (sent,) = mails(kind="alerte")
    assert sent.to == READER and "Compteurs nouveaux (Nouvelle fiche" in sent.text
    assert "Compteurs d’avant (Mise à jour" in sent.text
    assert "d’ailleurs" not in sent.text and "Autre chose" not in sent.text
    factories.update(old, resume="Une autre phrase.")
    run()
    assert len(mails(kind="alerte")) == 1  # once a week at most
    later(monkeypatch, 7)
    run()
    assert len(mails(kind="alerte")) == 2
    with trusted():
        assert Alert.objects.get().criteria == "q=compteurs&theme=ecologie"


def test_an_organisation_and_a_fiche_are_followed_to_their_end(mails, monkeypatch):
    fiche = factories.fiche(coll_siret=factories.siret(1), nom_projet="Suivie")
    ask(f"collectivite={factories.siren(1)}", mails)
    ask(f"fiche={fiche.pk}", mails, address="autre@exemple.test")
    factories.fiche(coll_siret=factories.siret(1), coll_nom=fiche.coll_nom, nom_projet="Voisine")
    interests.express(
        fiche_id=fiche.pk,
        siren=factories.siren(2),
        kind="use",
        named=False,
        by=factories.account(Role.MEMBRE, siren=factories.siren(2)),
    )
    run()
    told = {mail.to: mail.text for mail in mails(kind="alerte")}
    assert "Voisine" in told[READER] and "Suivie" not in told[READER].split("Voisine")[1]
    assert "Suivie (Question, réponse ou échange)" in told["autre@exemple.test"]
    later(monkeypatch, 7)
    actions.withdraw(fiche.pk, by=factories.system(), reason="Le service a fermé.")
    run()
    last = mails(kind="alerte", to="autre@exemple.test")[-1]
    assert "Fiche retirée" in last.text and "cette alerte s’arrête" in last.text
    with trusted():
        assert [alert.subject for alert in Alert.objects.all()] == ["collectivite"]


def test_several_alerts_of_a_person_are_one_mail_with_a_stop_for_each_and_one_for_all(mails, monkeypatch):
    fiche = factories.fiche(coll_siret=factories.siret(1), nom_projet="Suivie", theme="ecologie")
    ask(f"fiche={fiche.pk}", mails)
    ask("q=compteurs", mails)
    ask("theme=mobilites", mails)
    ask("q=compteurs", mails, address="autre@exemple.test")
    factories.update(fiche, resume="Une phrase nouvelle.")
    factories.fiche(nom_projet="Compteurs nouveaux", theme="ecologie")
    run()
    run()
    assert [mail.to for mail in mails(kind="alerte")] == ["autre@exemple.test", READER]
    other, sent = mails(kind="alerte")
    assert "2 de vos alertes" in sent.subject and "compteurs" in other.subject
    assert "Suivie (" in sent.text and "Compteurs nouveaux (Nouvelle fiche" in sent.text
    assert "Arrêter cette alerte seulement" not in other.text
    assert sent.text.count("Arrêter cette alerte seulement") == 2
    # What is new about the third waits for its week too.
    factories.fiche(nom_projet="Vélos en libre-service", theme="mobilites", usage_description="Rien à voir.")
    later(monkeypatch, 3)
    run()
    assert len(mails(kind="alerte")) == 2
    later(monkeypatch, 4)
    run()
    assert "Vélos en libre-service" in mails(kind="alerte")[-1].text and len(mails(kind="alerte")) == 3

    client, everything = Client(), link(sent.unsubscribe, "/espace/alertes/arreter/")
    assert READER not in everything and b64encode(READER.encode()).decode()[:12] not in everything
    one = link(sent.text, "/espace/alertes/arreter/")
    shown = client.get(everything).content.decode()
    assert shown.count("Arrêter celle-ci") == 3 and one in shown and "Toutes vos alertes" not in shown
    assert "Toutes vos alertes" in words(client.get(one).content)
    stopped = words(client.post(one).content)
    assert "plus rien de cette alerte" in stopped and "Les 2 autres alertes que vous gardez" in stopped
    again = words(client.get(one).content)
    assert "C’est arrêté" in again and "adresse est effacée" not in again
    assert client.get(everything).content.decode().count("Arrêter celle-ci") == 2
    assert "votre adresse est effacée" in words(client.post(everything).content)
    assert client.post(everything).status_code == 200
    with trusted():
        assert [alert.address for alert in Alert.objects.all()] == ["autre@exemple.test"]


def test_of_several_alerts_the_one_that_ends_leaves_the_address_to_the_others(mails):
    fiche = factories.fiche(coll_siret=factories.siret(1), nom_projet="Suivie")
    ask(f"fiche={fiche.pk}", mails)
    ask("theme=mobilites", mails)
    actions.withdraw(fiche.pk, by=factories.system(), reason="Le service a fermé.")
    run()
    (sent,) = mails(kind="alerte")
    assert "cette alerte s’arrête." in sent.text and "adresse est effacée" not in sent.text
    with trusted():
        assert [alert.subject for alert in Alert.objects.all()] == ["recherche"]


def test_the_pages_that_lead_to_it(fiche):
    page = words(Client().get("/espace/alertes/?q=eau&departement=31").content)
    assert "la recherche « eau, Haute-Garonne »" in page
    assert "toute la bibliothèque" in words(Client().get("/espace/alertes/").content)
    feed = Client().get("/espace/alertes/?q=eau").content.decode()
    assert 'href="/cas-usage/flux.atom?q=eau"' in feed
    for source in (
        "/cas-usage/?q=compteurs",
        fiche.collectivite.get_absolute_url(),
        fiche.get_absolute_url(),
    ):
        content = Client().get(source).content.decode()
        assert "/espace/alertes/?" in content and ".atom" in content, source


def test_too_many_requests_and_robots_are_held_back(fiche, mails):
    for _ in range(7):
        answer = Client().post(f"/espace/alertes/?fiche={fiche.pk}", {"address": READER})
    assert answer.status_code == 429 and len(mails()) == 5
    said = words(answer.content)
    assert "Trop d’alertes" in said and "Gardez le vôtre" not in said
    assert Client().post("/espace/alertes/", {"address": "a@exemple.test", "site": "x"}).status_code == 302
    assert len(mails()) == 5


def test_no_alert_holds_what_is_reserved(mails):
    fiche = factories.fiche(coll_siret=factories.siret(1))
    ask("", mails)
    ask(f"fiche={fiche.pk}", mails, address="autre@exemple.test")
    factories.update(fiche, parametres="kanari", financement="kanari")
    run()
    assert mails(kind="alerte") == []  # nothing public changed
    factories.update(fiche, resume="Visible.", parametres="kanari encore")
    run()
    assert len(mails(kind="alerte")) == 2
    with trusted():
        assert not any("kanari" in one.text + one.html for one in Message.objects.all())


def test_an_alert_that_is_too_long_to_keep_is_not_one():
    assert Client().get(f"/espace/alertes/?q={'é' * 200}").status_code == 404
    assert alerts.LONGEST >= 500
