"""Readings of nobody, the letter of the year, the six-month question, one's own page, what is forgotten."""

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.test import Client
from django.utils import timezone

from bibia.accounts.roles import Role
from bibia.echanges import actions, interests
from bibia.echanges.models import Alert, Exchange, Kind, Reading, Reminder, State
from bibia.echanges.readings import Readings, readings
from bibia.fiches.guard import trusted
from bibia.fiches.models import Fiche
from bibia.moderation import figures, mailing
from bibia.web.personal import parts
from bibia.web.retention import purge
from tests import factories
from tests.echanges.conftest import READER, signed_in
from tests.echanges.test_exchanges import received, words

pytestmark = pytest.mark.django_db
FIREFOX = {"User-Agent": "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"}


@pytest.fixture(autouse=True)
def from_zero():
    readings.__init__()


def counted() -> dict[str, int]:
    with trusted():
        return dict(Reading.objects.values_list("fiche_id", "count"))


def later(monkeypatch, days):
    moment = timezone.now() + timedelta(days=days)
    monkeypatch.setattr(timezone, "now", lambda: moment)


def test_a_reading_is_counted_and_says_nothing_of_who_reads(fiche):
    client, url = Client(), fiche.get_absolute_url()
    page = client.get(url, headers=FIREFOX)
    again = client.get(url, headers={**FIREFOX, "If-None-Match": page["ETag"]})
    assert (page.status_code, again.status_code, page.cookies) == (200, 304, {})
    assert counted() == {}  # not during the public request, which may not write
    assert readings.flush() == 2 and counted() == {fiche.pk: 2}
    client.get(url, headers=FIREFOX)
    assert readings.flush() == 1 and counted() == {fiche.pk: 3}
    assert readings.flush() == 0
    with trusted():
        columns = {column.name for column in Reading._meta.local_fields}
    assert columns == {"id", "fiche_id", "day", "count"}


@pytest.mark.parametrize(
    "headers",
    [
        {"User-Agent": ""},
        {"User-Agent": "Mozilla/5.0 (compatible; Googlebot/2.1; +http://example.com/bot.html)"},
        {"User-Agent": "curl/8.5"},
        {"User-Agent": "python-requests/2.31"},
        {**FIREFOX, "Sec-Purpose": "prefetch;prerender"},
    ],
)
def test_robots_and_browsers_that_look_ahead_are_not_counted(fiche, headers):
    Client().get(fiche.get_absolute_url(), headers=headers)
    assert readings.flush() == 0


def test_only_a_fiche_that_is_given_is_counted(fiche):
    client = Client(headers=FIREFOX)
    gone = factories.withdrawn()
    for address in (
        "/",
        "/cas-usage/",
        f"/cas-usage/{fiche.pk}-autre/",
        f"/cas-usage/{gone}-x/",
        f"/cas-usage/{fiche.pk}.json",
    ):
        client.get(address)
    client.head(fiche.get_absolute_url())
    assert readings.flush() == 0


def test_what_the_database_refuses_is_kept_for_the_next_time(fiche, monkeypatch, rf):
    mine = Readings()
    mine.note(rf.get("/", headers=FIREFOX), fiche.pk, 200)
    with monkeypatch.context() as patch:
        patch.setattr(Reading.objects, "get_or_create", lambda **_kwargs: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            mine.flush()
    assert mine.flush() == 1 and counted() == {fiche.pk: 1}


@pytest.fixture
def lived(fiche):
    """A year of a fiche: read, taken up, written to."""
    for rank, named in ((2, True), (3, False)):
        by = factories.account(Role.RESPONSABLE, siren=factories.siren(rank))
        interests.express(fiche_id=fiche.pk, siren=factories.siren(rank), kind="use", named=named, by=by)
    received(fiche, Kind.CONTACT)
    question = received(fiche)
    actions.publish(question, by=factories.system(), text="Pourquoi ?", author="")
    with trusted():
        Reading.objects.create(fiche_id=fiche.pk, day=timezone.localdate(), count=1200)
        Reading.objects.create(fiche_id=fiche.pk, day=timezone.localdate() - timedelta(days=400), count=5)
    return fiche


def test_the_letter_says_what_a_fiche_brought_once_a_year(lived, mails):
    writer = factories.account(
        Role.CONTRIBUTEUR, siren=factories.siren(1), email="agent@collectivite.example"
    )
    for _ in range(2):
        call_command("lettre_annuelle", "--annee", "2026", verbosity=0)
    (letter,) = mails(kind="lettre-annuelle")
    said = letter.text.replace("\u202f", " ").replace("\u00a0", " ")
    assert letter.to == writer.email
    assert "lue 1 200 fois" in said and f"Organisation {factories.siren(2)}" in said
    assert f"Organisation {factories.siren(3)}" not in said and "2 organisations l’utilisent aussi" in said
    assert "1 personne a écrit à votre service" in said and "0 réponse à 1 question" in said
    assert "1 question attend votre réponse" in said and "/espace/echanges/" in said
    call_command("lettre_annuelle", "--annee", "2027", verbosity=0)
    assert len(mails(kind="lettre-annuelle")) == 2


def test_without_people_the_letter_goes_to_the_service_and_without_either_to_nobody(mails):
    factories.fiche(coll_siret=factories.siret(6), projet_contact="service@collectivite.example")
    factories.fiche(coll_siret=factories.siret(7))
    call_command("lettre_annuelle", verbosity=0)
    (letter,) = mails(kind="lettre-annuelle")
    assert letter.to == "service@collectivite.example" and "service@" not in letter.text
    assert "champs remplis" in letter.text


def test_old_fiches_are_asked_about_every_six_months(mails, monkeypatch):
    factories.account(Role.CONTRIBUTEUR, siren=factories.siren(1), email="agent@collectivite.example")
    first = factories.fiche(coll_siret=factories.siret(1), coll_nom="Essai")
    call_command("rappels", verbosity=0)
    assert mails(kind="rappel") == []
    later(monkeypatch, 183)
    recent = factories.fiche(coll_siret=factories.siret(1), coll_nom="Essai")
    for _ in range(2):
        call_command("rappels", verbosity=0)
    (asked,) = mails(kind="rappel")
    assert first.nom_projet in asked.text and recent.nom_projet not in asked.text and "/espace/" in asked.text
    factories.update(first, resume="Relue.")
    later(monkeypatch, 183)
    call_command("rappels", verbosity=0)
    last = mails(kind="rappel")[-1]
    assert first.nom_projet in last.text and recent.nom_projet in last.text
    with trusted():
        assert Reminder.objects.count() == 2


def test_what_is_asked_about_is_the_same_on_every_side(mails):
    """One's own page, the reminders, the figures of the animators and their mailings."""
    owner = factories.siren(1)
    writer = factories.account(Role.CONTRIBUTEUR, siren=owner, email="agent@collectivite.example")
    today, whose = timezone.localdate(), {"coll_siret": factories.siret(1), "coll_nom": "Essai"}
    old, older = today - timedelta(days=183), today - timedelta(days=366)
    factories.fiche(nom_projet="Écrite hier", date=today - timedelta(days=1), **whose)
    factories.fiche(nom_projet="Vérifiée à temps", date_verification=today - timedelta(days=182), **whose)
    due = [
        factories.fiche(nom_projet="Écrite il y a longtemps", date=older, date_verification=old, **whose),
        factories.fiche(nom_projet="Vérifiée il y a longtemps", date_verification=older, **whose),
    ]
    call_command("rappels", verbosity=0)
    (asked,) = mails(kind="rappel")
    for fiche in Fiche.objects.all():
        assert (f"/espace/fiches/{fiche.pk}/" in asked.text) is (fiche in due), fiche.nom_projet
    client = factories.sign_in(Client(), writer)
    assert words(client.get("/espace/fiches/").content).count("Dernières nouvelles") == len(due)
    assert "toujours à jour" in words(client.get(f"/espace/fiches/{due[0].pk}/").content)
    with trusted():
        assert [count for _label, count in figures.freshness().rows] == [2, 1, 1, 0]
        assert [mailing.Selection(age=age).accounts().count() for age in ("6", "12")] == [1, 1]


def test_ones_own_page_says_what_waits(lived):
    writer = factories.account(Role.CONTRIBUTEUR, siren=factories.siren(1))
    stranger = factories.account(Role.RESPONSABLE, siren=factories.siren(9))
    from bibia.echanges import desk_parts

    class Asked:
        def __init__(self, account):
            with trusted():
                self.viewer = account.viewer

    with trusted():
        said = [line.text for line in desk_parts.exchanges(Asked(writer)).lines]
        nothing = desk_parts.exchanges(Asked(stranger))
        assert "1 question attend une réponse" in said and "1 message a été remis à votre service" in said
        assert any("nous l’utilisons aussi" in line for line in said)
        assert nothing.lines == () and nothing.empty
        assert desk_parts.exchanges(Asked(factories.account(Role.DPO, siren=factories.siren(1)))) is None
        assert desk_parts.needs(Asked(factories.account(Role.PUBLIC))) is None
    page = signed_in(writer).get("/espace/")
    assert page.status_code == 200 and "1 question attend une réponse" in words(page.content)


def test_what_is_old_is_forgotten(fiche):
    now = timezone.now()
    unconfirmed = actions.receive(kind=Kind.QUESTION, fiche_id=fiche.pk, address=READER, text="Un")
    kept = received(fiche, Kind.REPORT)
    asked = received(fiche)
    actions.publish(asked, by=factories.system(), text="Pourquoi ?", author="")
    assert purge(now=now + timedelta(days=6))["messages"] == 0
    assert purge(now=now + timedelta(days=8))["messages"] == 1
    assert purge(now=now + timedelta(days=366))["correspondants"] == 2
    with trusted():
        assert not Exchange.objects.filter(pk=unconfirmed.pk).exists()
        assert set(Exchange.objects.values_list("address", flat=True)) == {""}
        forgotten = Exchange.objects.get(pk=kept.pk)
        assert (forgotten.author, forgotten.text) == ("", "")
        assert Exchange.objects.get(pk=asked.pk).text == "Pourquoi ?"


def test_a_person_takes_away_what_they_wrote_and_is_forgotten(fiche):
    account = factories.account(Role.MEMBRE, siren=factories.siren(5), email="membre@collectivite.example")
    made = actions.receive(
        kind=Kind.QUESTION, fiche_id=fiche.pk, address=account.email, text="Un", by=account
    )
    assert made.state == State.WAITING
    with trusted():
        Alert.objects.create(
            address=account.email, subject="fiche", criteria=fiche.pk, seen=1, made_at=timezone.now()
        )
        (part,) = [one for one in parts() if one.code == "echanges"]
        taken = part.export(account)
        assert taken["messages"][0]["text"] == "Un" and taken["alertes"][0]["criteria"] == fiche.pk
        part.erase(account)
        assert not Exchange.objects.exists() and not Alert.objects.exists()


def test_what_was_sent_without_signing_in_is_one_s_own_too(fiche):
    """From the same address. What was published stays, without it; the rest is nobody's business any more."""
    account = factories.account(Role.MEMBRE, siren=factories.siren(5), email="membre@collectivite.example")
    animator = factories.account(Role.ANIMATEUR, email="anim@asso.example")

    def written(kind: Kind, address: str = "Membre@Collectivite.example") -> Exchange:
        return actions.receive(kind=kind, fiche_id=fiche.pk, address=address, text="Un texte")

    published = actions.confirm(written(Kind.QUESTION))
    refused, waiting = actions.confirm(written(Kind.REPLY)), actions.confirm(written(Kind.QUESTION))
    unconfirmed, report = written(Kind.CONTACT), actions.confirm(written(Kind.REPORT))
    other = actions.confirm(written(Kind.QUESTION, "autre@exemple.test"))
    actions.publish(published, by=animator, text="Un texte", author="")
    actions.refuse(refused, by=animator, reason="Hors sujet.")
    with trusted():
        (part,) = [one for one in parts() if one.code == "echanges"]
        assert len(part.export(account)["messages"]) == 5
        part.erase(account)
        left = {one.pk: (one.text, one.address, one.reason) for one in Exchange.objects.all()}
    assert left == {
        published.pk: ("Un texte", "", ""),
        refused.pk: ("", "", ""),
        other.pk: ("Un texte", "autre@exemple.test", ""),
    }
    assert not {waiting.pk, unconfirmed.pk, report.pk} & set(left)
