"""Who imports what: one's own organisation, nobody else's, and nothing learnt of theirs."""

import pytest
from django.test import Client
from django.urls import reverse

from bibia.fiches.guard import trusted
from bibia.fiches.models import Proposal
from bibia.imports.models import Import
from tests import factories
from tests.imports.test_web import OWN, SIREN, elsewhere, page, person, state, table, upload, web, work  # noqa: F401

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("elsewhere")]
_PAGES = (
    "",
    "colonnes/",
    "annuler/",
    "supprimer/",
    "fichier/",
    "remarques.xlsx",
    "remarques.csv",
    "lignes/2/theme/",
)
_ACTS = ("colonnes/", "lignes/", "importer/", "annuler/", "supprimer/")


@pytest.mark.parametrize("role", ["membre", "dpo"])
def test_who_writes_for_nobody_is_told_so_and_imports_nothing(role):
    client = factories.sign_in(Client(), factories.account(role, siren=SIREN))
    text = page(client, reverse("importer"))
    assert "Votre rôle ne permet pas" in text and 'type="file"' not in text and "modeles/socle.xlsx" in text
    assert client.post(reverse("importer"), {"siren": SIREN}).status_code == 404


@pytest.mark.parametrize("who", ["other", "reader", "animateur", "administrateur"])
def test_an_import_exists_for_its_organisation_alone(web, who):  # noqa: F811
    address = upload(web, table({}))
    account = {
        "other": lambda: factories.account("responsable", siren=factories.siren(5)),
        "reader": lambda: factories.account("membre", siren=SIREN),
    }.get(who, lambda: factories.account(who))()
    client = factories.sign_in(Client(), account)
    for part in _PAGES:
        assert client.get(address + part).status_code == 404, part
    for part in _ACTS:
        assert client.post(address + part).status_code == 404, part
    assert "table.csv" not in page(client, reverse("importer"))
    assert state().state == "examine" and state().is_kept


def test_a_colleague_who_writes_goes_on_with_it(web):  # noqa: F811
    address = upload(web, table({}))
    colleague = factories.sign_in(Client(), factories.account("responsable", siren=SIREN))
    assert "Importer 1 ligne" in page(colleague, address)
    colleague.post(f"{address}importer/")
    work()
    with trusted():
        assert Proposal.objects.get().proposed_by == Import.objects.get().asked_by


def test_who_left_the_organisation_loses_its_imports(web, person):  # noqa: F811
    address = upload(web, table({}))
    with trusted():
        person.memberships.all().delete()
    factories.member(person, "contributeur", factories.siren(7))
    assert web.get(address).status_code == 404


def test_a_file_for_another_organisation_is_refused_at_the_door(web):  # noqa: F811
    import io

    file = io.BytesIO(table({}))
    file.name = "t.csv"
    for siren in (factories.siren(5), ""):
        file.seek(0)
        assert web.post(reverse("importer"), {"fichier": file, "siren": siren}).status_code == 422
    with trusted():
        assert not Import.objects.exists()


class TestOthers:
    """Their records are never touched, and a guess at their values is never confirmed."""

    B = factories.siret(5)
    SECRET = {"budget": "plus-100k", "projet_contact": "secret@exemple.test", "financement": "Fonds secret"}

    def theirs(self, **given):
        return factories.fiche(
            coll_nom="Commune d’Ailleurs",
            coll_siret=self.B,
            nom_projet="Trier les lettres",
            **self.SECRET,
            **given,
        )

    def guess(self, **given) -> bytes:
        return table(
            {
                "coll_nom": "Commune d’Ailleurs",
                "coll_siret": self.B,
                "nom_projet": "Trier les lettres",
                **given,
            }
        )

    def test_a_right_guess_and_a_wrong_one_are_answered_alike(self, web):  # noqa: F811
        fiche = self.theirs()
        answers = []
        for contact in ("secret@exemple.test", "faux@exemple.test"):
            upload(web, self.guess(projet_contact=contact, budget="Plus de 100 000 €"))
            with trusted():
                found = Import.objects.first()
            answers.append((found.report["rows"], [one["code"] for one in found.report["findings"]]))
        assert answers[0] == answers[1]
        rows, codes = answers[0]
        assert rows[0]["outcome"] == "refused" and rows[0]["changes"] == [] and "hors-de-vos-droits" in codes
        fiche.refresh_from_db()
        assert fiche.version == 1

    def test_what_they_only_proposed_is_not_confirmed_either(self, web):  # noqa: F811
        factories.proposal(
            coll_nom="Commune d’Ailleurs",
            coll_siret=self.B,
            nom_projet="Trier les lettres",
            source="import : b.csv",
            **self.SECRET,
        )
        for contact in ("secret@exemple.test", "faux@exemple.test"):
            upload(web, self.guess(projet_contact=contact))
            with trusted():
                found = Import.objects.first()
            assert [row["outcome"] for row in found.report["rows"]] == ["refused"]
            assert "secret" not in str(found.report).replace(contact, "")

    def test_their_identifier_gives_nothing(self, web):  # noqa: F811
        fiche = self.theirs()
        address = upload(web, table({"identifiant": fiche.pk, "resume": "Prise."}))
        assert "Fonds secret" not in str(state().report) and state().report["counts"]["refused"] == 1
        web.post(f"{address}lignes/", {"meme": f"2:{fiche.pk}"})
        work()
        web.post(f"{address}importer/")
        work()
        fiche.refresh_from_db()
        assert fiche.version == 1 and fiche.resume == ""

    def test_a_near_duplicate_shows_what_is_public_and_no_more(self, web):  # noqa: F811
        own = {"coll_nom": OWN["coll_nom"], "coll_siret": OWN["coll_siret"], "coll_type": "commune"}
        factories.fiche(
            **own,
            nom_projet="Lire les compteurs d’eau potable",
            resume="Une phrase publique.",
            budget="plus-100k",
        )
        address = upload(web, table({"nom_projet": "Lire les compteurs d’eaux potables"}))
        text = page(web, f"{address}?vue=toutes")
        assert "Une phrase publique." in text and "Est-ce le même projet" in text
        assert "100 000" not in text

    def test_a_refusal_that_nothing_typed_can_lift_offers_nothing_to_type(self, web):  # noqa: F811
        self.theirs()
        address = upload(web, self.guess())
        assert state().report["findings"][-1]["code"] == "hors-de-vos-droits"
        assert 'name="v-2-coll_nom"' not in page(web, address)
