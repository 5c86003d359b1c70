"""The national directory of administrations, from its public files."""

import json

import pytest
from django.core.management import call_command

from bibia.accounts.models import Membership
from bibia.compte import actions, evidence
from bibia.compte.models import DirectoryAddress
from bibia.fiches.guard import trusted
from tests import factories

pytestmark = pytest.mark.django_db

METZ = "215704636"
OFFICIAL = {
    "service": [
        {
            "siren": METZ,
            "adresse_courriel": ["Mairie.Metz@Orange.fr", "contact@metz.example"],
            "nom": "Mairie",
        },
        {"siret": f"{factories.siren(4)}00012", "adresse_courriel": "accueil@syndicat.example"},
        {
            "siren": "",
            "adresse_courriel": ["mairie@pivot.example"],
            "pivot": [{"type_service_local": "mairie", "code_insee_commune": ["57463"]}],
        },
        {
            "adresse_courriel": ["tresorerie@pivot.example"],
            "pivot": [{"type_service_local": "tresorerie", "code_insee_commune": ["57463"]}],
        },
        {"siren": "123456789", "adresse_courriel": ["faux@numero.example"]},
        {"siren": METZ, "adresse_courriel": ["pas une adresse"]},
        {"siren": METZ},
    ]
}


@pytest.fixture
def file(tmp_path):
    def written(content, name: str = "annuaire.json"):
        path = tmp_path / name
        path.write_text(content if isinstance(content, str) else json.dumps(content), encoding="utf-8")
        return str(path)

    return written


def proofs(siren: str, *addresses: str) -> list[str]:
    with trusted():
        return [evidence.proof(address, siren) for address in addresses]


def test_the_official_file_is_read(file):
    call_command("annuaire", file(OFFICIAL))
    assert (
        proofs(METZ, "mairie.metz@orange.fr", "contact@metz.example", "mairie@pivot.example")
        == ["annuaire"] * 3
    )
    assert proofs(factories.siren(4), "accueil@syndicat.example") == ["annuaire"]
    assert (
        proofs(METZ, "tresorerie@pivot.example", "faux@numero.example", "accueil@syndicat.example")
        == [""] * 3
    )


@pytest.mark.parametrize("separator", [";", ","])
def test_a_simple_csv_is_read(file, separator):
    content = f"\ufeffsiren{separator}adresse_courriel\r\n215 704 636{separator}mairie@metz.example\r\n"
    call_command("annuaire", file(content, "annuaire.csv"))
    assert proofs(METZ, "mairie@metz.example") == ["annuaire"]


def test_no_address_is_kept_in_clear(file):
    call_command("annuaire", file(OFFICIAL))
    with trusted():
        assert not any(
            "@" in value for row in DirectoryAddress.objects.values_list() for value in map(str, row)
        )


def test_a_new_file_replaces_the_one_before(file):
    call_command("annuaire", file(OFFICIAL))
    changed = {
        "service": [*OFFICIAL["service"][1:], {"siren": METZ, "adresse_courriel": ["neuve@metz.example"]}]
    }
    call_command("annuaire", file(changed))
    assert proofs(METZ, "neuve@metz.example", "contact@metz.example") == ["annuaire", ""]


@pytest.mark.parametrize("content", ["{", "[]", '{"service": []}', '"texte"', "[1, 2]"])
def test_a_file_that_is_not_the_directory_changes_nothing(file, content, capsys):
    call_command("annuaire", file(OFFICIAL))
    with pytest.raises(SystemExit):
        call_command("annuaire", file(content))
    assert capsys.readouterr().err.strip().endswith(".")
    assert proofs(METZ, "contact@metz.example") == ["annuaire"]


def test_a_file_cut_short_is_refused_unless_forced(file):
    call_command("annuaire", file(OFFICIAL))
    short = {"service": [{"siren": METZ, "adresse_courriel": ["contact@metz.example"]}]}
    with pytest.raises(SystemExit):
        call_command("annuaire", file(short))
    call_command("annuaire", file(short), "--force")
    assert proofs(METZ, "mairie.metz@orange.fr") == [""]


def test_a_small_town_hall_with_a_mailbox_open_to_all_enters_alone(file):
    call_command("annuaire", file(OFFICIAL))
    with trusted():
        secretary = factories.account("public", email="mairie.metz@orange.fr")
        membership = actions.ask_membership(by=secretary, siren=METZ, nom="", role="contributeur")
    assert (membership.state, membership.proof) == (Membership.State.CONFIRMED, Membership.Proof.DIRECTORY)
