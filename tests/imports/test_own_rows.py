"""Rows without a valid number, in an import made for one organisation: its own are its own, nobody else's are."""

import pytest

from bibia.accounts.models import Organisation
from bibia.fiches.models import Proposal
from bibia.imports import actions
from bibia.imports.options import Options
from tests import factories

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("allowed", "elsewhere")]

S, T = factories.siren(1), factories.siren(2)
NANTES, METZ = "214401093", "215704636"


@pytest.fixture
def person():
    made = factories.account("contributeur", siren=S)
    Organisation.objects.filter(pk=S).update(nom="Régie des Essais")
    return made


@pytest.fixture
def read(given, person):
    def read(*rows: dict, by=None, siren: str = S):
        found = given(*rows, by=by or person, publish=False, siren=siren)
        found.refresh_from_db()
        return found

    return read


def said(found, row: int = 2) -> list[str]:
    return [one["code"] for one in found.report["findings"] if one["row"] == row]


def outcome(found) -> list[str]:
    return [one["outcome"] for one in found.report["rows"]]


@pytest.mark.parametrize("number", ["", "12345678901234", S, "2,1E+13"])
def test_a_row_that_names_the_organisation_is_its_own_and_gets_its_number(read, person, number):
    found = read({"coll_nom": "régie des ESSAIS", "coll_siret": number})
    assert outcome(found) == ["created"] and "siret-organisation" in said(found)
    actions.carry_out(found.pk, by=person)
    assert Proposal.objects.get().values["coll_siret"] == S


def test_the_number_under_which_it_publishes_already_is_the_one(read, person):
    factories.fiche(coll_nom="Régie des Essais", coll_siret=factories.siret(1))
    actions.carry_out(read({"coll_nom": "Régie des Essais"}).pk, by=person)
    assert Proposal.objects.get(state="pending").values["coll_siret"] == factories.siret(1)


def test_the_official_name_says_it_too(read):
    person = factories.account("contributeur", siren=NANTES)
    found = read(
        {"coll_nom": "Ville de Nantes"}, {"coll_nom": "Nantes", "nom_projet": "B"}, by=person, siren=NANTES
    )
    assert outcome(found) == ["created", "created"]
    found = read(
        {"coll_nom": "Nantes", "coll_type": "Métropole"},
        {"coll_nom": "Nantes Métropole", "nom_projet": "B"},
        by=person,
        siren=NANTES,
    )
    assert outcome(found) == ["refused", "refused"]


def test_another_name_is_a_question_with_what_the_name_says(read):
    found = read(
        {"coll_nom": "Ville de Metz", "coll_type": "Commune"}, {"coll_nom": "Personne", "nom_projet": "B"}
    )
    assert outcome(found) == ["refused", "refused"] and said(found) == said(found, 3) == ["siret-manquant"]
    assert [one["proposal"] for one in found.report["findings"]] == [f"SIREN {METZ}", ""]


def test_the_number_of_another_organisation_beside_the_name_is_a_question(read):
    found = read({"coll_nom": "Régie des Essais", "coll_siret": f"{METZ}x"})
    assert outcome(found) == ["refused"] and "siret-manquant" in said(found)


def test_without_an_organisation_nothing_is_given(read, system):
    found = read({"coll_nom": "Régie des Essais"}, by=system, siren="")
    assert outcome(found) == ["created"] and said(found) == []


def test_the_record_of_a_namesake_is_not_touched(read):
    theirs = factories.fiche(coll_nom="Régie des Essais", coll_siret=factories.siret(2), nom_projet="Trier")
    found = read({"coll_nom": "Régie des Essais", "nom_projet": "Trier"})
    assert outcome(found) == ["refused"]
    found = read({"coll_nom": "Régie des Essais", "nom_projet": "Trier", "identifiant": theirs.pk})
    assert outcome(found) == ["refused"] and found.report["rows"][0]["changes"] == []


def test_a_record_without_a_number_is_nobody_s_and_it_is_said(read):
    factories.fiche(coll_nom="Régie des Essais", nom_projet="Trier")
    found = read({"coll_nom": "Régie des Essais", "nom_projet": "Trier"})
    (last,) = [one for one in found.report["findings"] if one["code"] == "siret-manquant"]
    assert outcome(found) == ["refused"] and "La fiche publiée n’a pas de SIRET" in last["message"]


@pytest.mark.parametrize("source", ["", "import : b.csv"], ids=["personne", "import"])
@pytest.mark.parametrize("own", [factories.siret(1), ""], ids=["avec-numero", "sans-numero"])
@pytest.mark.parametrize("theirs", [factories.siret(2), ""], ids=["leur-numero", "sans-leur-numero"])
def test_what_others_only_proposed_is_not_told_to_who_names_them(read, source, own, theirs):
    """The same answer whether they proposed this project or not."""
    row = {"coll_nom": "Syndicat des Autres", "nom_projet": "Trier les lettres", "coll_siret": own}
    before = read(row)
    hidden = factories.proposal(
        coll_nom="Syndicat des Autres", coll_siret=theirs, nom_projet="Trier les lettres", source=source
    )
    after = read(row)
    for part in ("rows", "findings"):
        assert before.report[part] == after.report[part]
    known, unknown = (
        read(row | {"identifiant": pk}).report for pk in (hidden.fiche_id, "a" * len(hidden.fiche_id))
    )
    assert known["rows"] == unknown["rows"]
    assert [one["code"] for one in known["findings"]] == [one["code"] for one in unknown["findings"]]


def test_what_its_own_organisation_proposed_is_still_told(read):
    factories.proposal(coll_nom="Régie des Essais", coll_siret=factories.siret(1), nom_projet="Trier")
    found = read({"coll_nom": "Régie des Essais", "nom_projet": "Trier"})
    assert outcome(found) == ["refused"] and "proposition-en-attente" in said(found)


def test_a_correction_may_not_lead_to_another_organisation(read, person):
    found = read({"coll_nom": "Régie des Essais", "nom_projet": "Trier"})
    options = Options(corrections={(2, "coll_siret"): factories.siret(2)})
    report = actions.examine(found.pk, by=person, options=options)
    assert [row.outcome for row in report.rows] == ["refused"]
