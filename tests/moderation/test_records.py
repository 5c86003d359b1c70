"""What is published: archived, brought back, withdrawn, merged; by those who may, once, after a page that says so."""

import pytest
from django.test import Client

from bibia.accounts.roles import Role
from bibia.courrier.models import Message
from bibia.fiches.archiving import archive
from bibia.fiches.guard import trusted
from bibia.fiches.models import Fiche, Journal, Withdrawn
from tests import factories
from tests.moderation.people import SIREN, SIRET, animator, author, of_organisation, page

pytestmark = pytest.mark.django_db
ROOT = "/espace/moderation/fiches/"


def here(fiche, what=""):
    return f"{ROOT}{fiche.pk}/{what}"


def test_records_are_found_by_title_organisation_or_identifier():
    eau = factories.fiche(nom_projet="Fuites d’eau", coll_nom="Commune de Vif")
    factories.fiche(nom_projet="Vélos")
    archive(eau.pk, by=factories.system(), reason="Projet terminé.")
    client = animator()
    for query, expected in (
        ("", {"Fuites d’eau", "Vélos"}),
        ("?q=fuites", {"Fuites d’eau"}),
        ("?q=vif", {"Fuites d’eau"}),
        (f"?q={eau.pk}", {"Fuites d’eau"}),
        ("?etat=archivees", {"Fuites d’eau"}),
        ("?q=introuvable&page=7", set()),
    ):
        shown = page(client, ROOT + query)
        assert {title for title in ("Fuites d’eau", "Vélos") if f">{title}</a>" in shown} == expected, query


def test_an_archive_asks_first_then_says_why_in_public():
    fiche, client = factories.fiche(), animator()
    assert "reste lisible" in page(client, here(fiche, "archiver/"))
    assert client.post(here(fiche, "archiver/"), {}).status_code == 422
    for _ in range(2):
        assert client.post(here(fiche, "archiver/"), {"motif": "termine", "cle": "a"}).status_code == 302
    assert "Le projet est terminé." in Client().get(fiche.get_absolute_url()).content.decode()
    with trusted():
        assert Journal.objects.filter(verb="archive").count() == 1
    client.post(here(fiche, "desarchiver/"))
    assert Fiche.objects.get().archived_at is None
    answer = client.post(here(fiche, "desarchiver/"), follow=True)
    assert "n’est pas archivée" in answer.content.decode()


def test_a_withdrawal_asks_first_and_its_address_says_why():
    fiche, client = factories.fiche(), animator()
    assert "publics" in page(client, here(fiche, "retirer/"))
    answer = client.post(here(fiche, "retirer/"), {"motif": "demande", "texte": "Le 3 mars."})
    assert answer["Location"] == ROOT
    gone = Client().get(fiche.get_absolute_url())
    assert gone.status_code == 410 and "Retirée à la demande de l’organisation. Le 3" in gone.content.decode()
    page(client, here(fiche), 404)


def test_two_records_are_merged_value_by_value():
    kept = factories.fiche(coll_siret=SIRET, nom_projet="Fuites d’eau", resume="Le premier.")
    gone = factories.fiche(
        coll_siret=SIRET, nom_projet="Fuites d’eaux", resume="Le second.", lecons="Associer."
    )
    client = animator()
    assert "Doublon possible" in page(client, here(kept))
    assert "Fuites d’eaux" in page(client, here(kept, "reunir/"))
    form = page(client, here(kept, f"reunir/{gone.pk}/"))
    assert "Le premier." in form and "Le second." in form
    choices = {"resume": "gardee", "lecons": "autre", "nom_projet": "gardee"}
    assert client.post(here(kept, f"reunir/{gone.pk}/"), choices).status_code == 422
    client.post(here(kept, f"reunir/{gone.pk}/"), choices | {"motif": "meme"})
    kept.refresh_from_db()
    assert (kept.resume, kept.lecons) == ("Le premier.", "Associer.")
    assert Withdrawn.objects.get().merged_into == kept.pk


@pytest.mark.parametrize("role", [Role.MEMBRE, Role.CONTRIBUTEUR, Role.DPO, Role.RESPONSABLE])
def test_an_organisation_archives_its_own_and_nothing_else(role):
    ours = factories.fiche(coll_siret=SIRET, nom_projet="La nôtre")
    theirs = factories.fiche(coll_siret=factories.siret(42), nom_projet="La leur")
    client = of_organisation(role)
    if role is Role.RESPONSABLE:
        shown = page(client, ROOT)
        assert "La nôtre" in shown and "La leur" not in shown
        assert "Retirer</a>" not in page(client, here(ours))
        assert client.post(here(ours, "archiver/"), {"motif": "termine"}).status_code == 302
    else:
        page(client, ROOT, 404)
        page(client, here(ours), 404)
    for what in ("", "archiver/"):
        page(client, here(theirs, what), 404)
    for what in ("retirer/", "reunir/", f"reunir/{theirs.pk}/"):
        page(client, here(ours, what), 404)
    for what in ("archiver/", "desarchiver/", "retirer/"):
        assert client.post(here(theirs, what), {"motif": "termine"}).status_code == 404
    theirs.refresh_from_db()
    assert theirs.archived_at is None


def test_a_record_that_does_not_exist():
    client = animator()
    for what in ("", "archiver/", "retirer/", "reunir/"):
        page(client, f"{ROOT}zzzzzzzz/{what}", 404)
    fiche = factories.fiche()
    page(client, here(fiche, f"reunir/{fiche.pk}/"), 404)


def mails():
    with trusted():
        return [(one.to, one.subject, one.text) for one in Message.objects.order_by("pk")]


def test_those_who_write_for_the_organisation_are_told_of_each_with_the_public_motive():
    writer = author()
    factories.account(Role.MEMBRE, siren=SIREN, email="membre@exemple.test")
    one = factories.fiche(coll_siret=SIRET, nom_projet="Compteurs", budget="plus-100k")
    other = factories.fiche(coll_siret=SIRET, nom_projet="Télérelève")
    client = animator()
    client.post(here(one, "archiver/"), {"motif": "termine"})
    client.post(here(one, f"reunir/{other.pk}/"), {"motif": "meme"})
    client.post(here(one, "retirer/"), {"texte": "Publiée trop tôt."})
    told = mails()
    assert [to for to, _subject, _text in told] == [writer.email] * 3
    for (_to, subject, text), said, motive, link in zip(
        told,
        ("archivée : Compteurs", "plus qu’une : Télérelève", "retirée : Compteurs"),
        ("Le projet est terminé.", "elles sont réunies", "Publiée trop tôt."),
        (one.get_absolute_url(), one.get_absolute_url(), "/espace/proposer/"),
        strict=True,
    ):
        assert said in subject.replace("\u00a0", " ") and motive in text and link in text
        assert "100" not in text


def test_whoever_archives_their_own_is_not_written_to():
    fiche = factories.fiche(coll_siret=SIRET)
    person = factories.account(
        Role.RESPONSABLE, siren=SIREN, self_publishing=True, email="cheffe@exemple.test"
    )
    factories.sign_in(Client(), person).post(here(fiche, "archiver/"), {"motif": "termine"})
    assert mails() == [] and Fiche.objects.get().archived_at
