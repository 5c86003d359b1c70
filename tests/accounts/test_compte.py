import pytest
from django.core.management import call_command

from bibia.accounts.models import Account
from bibia.fiches.guard import trusted

pytestmark = pytest.mark.django_db


def accounts() -> set[tuple[str, str, str]]:
    with trusted():
        found = Account.objects.exclude(role="systeme").values_list(
            "handle", "role", "memberships__role", "memberships__organisation"
        )
        return {(handle, role or seat, siren or "") for handle, role, seat, siren in found}


def test_an_account_is_made_then_changed():
    call_command("compte", "metz", "--role", "membre", "--siren", "215 704 636")
    assert accounts() == {("metz", "membre", "215704636")}
    call_command("compte", "metz", "--role", "animateur")
    assert accounts() == {("metz", "animateur", "")}


@pytest.mark.parametrize(
    "arguments",
    [
        ("metz", "--role", "membre"),
        ("metz", "--role", "membre", "--siren", "215704637"),
        ("metz", "--role", "animateur", "--siren", "215704636"),
        ("système", "--role", "animateur"),
    ],
)
def test_what_makes_no_sense_is_refused_with_a_sentence(arguments, capsys):
    with pytest.raises(SystemExit) as stopped:
        call_command("compte", *arguments)
    assert stopped.value.code == 2 and capsys.readouterr().err.strip().endswith(".")
    assert accounts() == set()
