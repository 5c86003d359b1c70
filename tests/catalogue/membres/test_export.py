"""Records taken away by a member: theirs by name, as they may read them, written down, and only so often."""

import csv
import io
import json

import pytest
from django.test import Client
from python_calamine import CalamineWorkbook

from bibia.accounts.roles import Role
from bibia.catalogue.membres import actions
from bibia.catalogue.membres.reader import members_reader
from bibia.fiches.fields import INTERNAL
from bibia.fiches.guard import trusted
from bibia.fiches.models import Journal
from tests import factories

pytestmark = pytest.mark.django_db

ADDRESS = "/espace/cas-usage/exporter/"
READER = "lectrice@autre.example"


@pytest.fixture(autouse=True)
def library():
    members_reader.__init__()
    factories.fiche(
        coll_siret=factories.siret(1),
        nom_projet="=1+1 Relever l’eau",
        parametres='=HYPERLINK("https://exemple.test")',
        budget="plus-100k",
        projet_contact="eau@commune.example",
    )
    factories.fiche(
        coll_siret=factories.siret(2), nom_projet="Cantines", projet_contact="repas@autre.example"
    )


@pytest.fixture
def member():
    made = factories.account(Role.CONTRIBUTEUR, siren=factories.siren(2), email=READER)
    return factories.sign_in(Client(), made)


def taken(client: Client, extension: str, query: str = "") -> tuple[str, bytes]:
    answer = client.post(ADDRESS + query, {"format": extension})
    assert answer.status_code == 200 and answer["Cache-Control"] == "private, no-store"
    assert answer["Content-Disposition"].startswith('attachment; filename="cas-usage-')
    assert "lectrice-autre-example" in answer["Content-Disposition"]
    return answer["Content-Type"], answer.content


def table(content: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig")), delimiter=";"))


def test_the_page_says_what_the_file_will_hold_and_whose_it_is(member):
    found = member.get(ADDRESS + "?q=eau").content.decode()
    assert READER in found and "Organisation " in found and "la fiche de cette recherche" in found
    assert (
        "ni à une entreprise ni à la presse" in found
        and 'action="/espace/cas-usage/exporter/?q=eau"' in found
    )
    nothing = member.get(ADDRESS + "?q=xyzzy").content.decode()
    assert "Aucune fiche à emporter" in nothing and '<button name="format"' not in nothing


def test_a_table_carries_the_name_of_its_reader_and_reserved_values(member):
    kind, content = taken(member, "csv")
    rows = table(content)
    assert kind.startswith("text/csv")
    assert rows[0][0] == "Export demandé par" and READER in rows[0][1]
    assert rows[3][1].startswith("Réservé aux membres")
    names = rows[6]
    records = {row[names.index("nom_projet")]: dict(zip(names, row, strict=True)) for row in rows[7:]}
    assert set(records) == {"'=1+1 Relever l’eau", "Cantines"}
    water = records["'=1+1 Relever l’eau"]
    assert water["budget"].startswith("Plus de 100") and water["parametres"].startswith("'=HYPERLINK")


def test_internal_values_are_those_of_one_s_own_organisation_only(member):
    for extension in ("csv", "json"):
        content = taken(member, extension)[1].decode()
        assert "repas@autre.example" in content and "eau@commune.example" not in content
    peer = factories.sign_in(
        Client(),
        factories.account(Role.MEMBRE, siren=factories.siren(2), email="lectrice@autre.example.test"),
    )
    content = peer.post(ADDRESS, {"format": "csv"}).content.decode()
    assert "repas@autre.example" not in content and not set(INTERNAL) & set(table(content.encode())[6])


def test_a_workbook_opens_on_what_it_is_and_computes_nothing(member):
    kind, content = taken(member, "xlsx")
    book = CalamineWorkbook.from_filelike(io.BytesIO(content))
    assert kind.endswith("spreadsheetml.sheet") and book.sheet_names == ["À lire d’abord", "Fiches"]
    about = book.get_sheet_by_name("À lire d’abord").to_python()
    assert about[0][0] == "Export demandé par" and READER in about[0][1]
    rows = book.get_sheet_by_name("Fiches").to_python()
    titles = {row[rows[1].index("nom_projet")] for row in rows[2:]}
    assert titles == {"=1+1 Relever l’eau", "Cantines"}, "texts, not formulas"


def test_data_hold_codes_and_the_name_of_their_reader(member):
    kind, content = taken(member, "json", "?q=eau")
    found = json.loads(content)
    assert kind.startswith("application/json") and READER in found["export"]["demande_par"]
    assert [one["budget"] for one in found["fiches"]] == ["plus-100k"]


def test_the_journal_keeps_who_took_how_many(member):
    taken(member, "csv", "?q=eau")
    with trusted():
        line = Journal.objects.latest("pk")
        assert (line.verb, line.by.email, line.fiche_id, line.detail) == (
            "export",
            READER,
            "",
            "1 fiche, csv",
        )


def test_only_so_many_files_in_an_hour(member, monkeypatch):
    monkeypatch.setattr(actions, "MOST", 2)
    for _ in range(2):
        taken(member, "json")
    answer = member.post(ADDRESS, {"format": "json"})
    assert answer.status_code == 429 and "Réessayez dans une heure" in answer.content.decode()


def test_an_unknown_format_gives_the_page_again(member):
    answer = member.post(ADDRESS, {"format": "exe"})
    assert answer.status_code == 200 and "Emporter des fiches" in answer.content.decode()
