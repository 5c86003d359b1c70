"""Those who meet around a proposal."""

from django.test import Client

from bibia.accounts.models import Account
from bibia.accounts.roles import Role
from tests import factories

OURS, THEIRS = 41, 42
SIREN, SIRET = factories.siren(OURS), factories.siret(OURS)


def animator() -> Client:
    return factories.sign_in(Client(), factories.account(Role.ANIMATEUR))


def of_organisation(
    role: Role = Role.RESPONSABLE, *, rank: int = OURS, self_publishing: bool = True
) -> Client:
    person = factories.account(role, siren=factories.siren(rank), self_publishing=self_publishing)
    return factories.sign_in(Client(), person)


def author(email: str = "auteur@exemple.test") -> Account:
    return factories.account(Role.CONTRIBUTEUR, siren=SIREN, email=email)


def page(client: Client, address: str, status: int = 200) -> str:
    answer = client.get(address)
    assert answer.status_code == status, f"{answer.status_code} {address}"
    return answer.content.decode()
