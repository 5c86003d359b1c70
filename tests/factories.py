"""Records and accounts for the tests, made through the only door: fiches.actions."""

from itertools import count
from typing import Any

from allauth.mfa.models import Authenticator
from django.test import Client

from bibia.accounts.models import Account, Membership, Organisation
from bibia.accounts.roles import IN_ORGANISATION, Role
from bibia.contribution import actions as drafts
from bibia.contribution.models import Draft
from bibia.fiches import actions
from bibia.fiches.guard import trusted
from bibia.fiches.models import Fiche, Proposal
from bibia.web.values import is_blank, typed

_ranks = count(1)


def system() -> Account:
    with trusted():
        return Account.objects.system()


def account(
    role: Role | str, *, siren: str = "", handle: str = "", email: str = "", self_publishing: bool = False
) -> Account:
    """Someone with this role: for the whole library, or in the organisation of this SIREN."""
    with trusted():
        made = Account.objects.create(
            handle=handle or f"compte-{next(_ranks)}",
            email=email,
            role=role if role not in (*IN_ORGANISATION, Role.PUBLIC) else "",
        )
        if siren and role in IN_ORGANISATION:
            member(made, role, siren, self_publishing=self_publishing)
    return made


def member(account: Account, role: Role | str, siren: str, *, self_publishing: bool = False) -> Membership:
    with trusted():
        organisation, _made = Organisation.objects.update_or_create(
            siren=siren, defaults={"nom": f"Organisation {siren}", "self_publishing": self_publishing}
        )
        return Membership.objects.create(
            account=account,
            organisation=organisation,
            role=role,
            state=Membership.State.CONFIRMED,
            proof=Membership.Proof.PERSON,
        )


def sign_in(client: Client, account: Account) -> Client:
    """As after the code and, for the association, the second factor."""
    with trusted():
        if account.viewer.is_association:
            Authenticator.objects.get_or_create(
                user=account, type=Authenticator.Type.TOTP, defaults={"data": {}}
            )
        client.force_login(account)
    return client


def siren(rank: int) -> str:
    """A valid SIREN of no real organisation: those in 99 are not given out to anyone here."""
    return with_key(f"99{rank:06d}")


def siret(rank: int, establishment: int = 1) -> str:
    return with_key(f"{siren(rank)}{establishment:04d}")


def with_key(digits: str) -> str:
    """Luhn's key: from the right, every other digit is doubled."""
    total = sum(
        sum(divmod(int(digit) * (2 if place % 2 == 0 else 1), 10))
        for place, digit in enumerate(reversed(digits))
    )
    return f"{digits}{-total % 10}"


def values(**others: Any) -> dict[str, Any]:
    """What a record needs to be published, each time under another title and organisation."""
    rank = next(_ranks)
    return {
        "coll_nom": f"Commune de Bourg-Essai {rank}",
        "coll_type": "commune",
        "nom_projet": f"Relever les compteurs d’eau, essai {rank}",
        "usage_description": "Les agents relèvent les compteurs à distance et préparent leurs tournées.",
        "theme": "ecologie",
        **others,
    }


def draft(*, values: dict[str, Any], by: Account | None, source: str = "", siren: str = "") -> Draft:
    """What a person would have typed."""
    raw = {name: typed(name, value) for name, value in values.items()}
    filled = {name: text for name, text in raw.items() if not is_blank(text)}
    return drafts.start(by=by, values=filled, source=source, siren=siren)


def proposal(*, by: Account | None = None, fiche_id: str | None = None, **given: Any) -> Proposal:
    """A pending proposal: a new record, or only the given values for a record."""
    options = {key: given.pop(key) for key in ("confirmed", "source", "base") if key in given}
    return actions.propose(
        values=given if fiche_id else values(**given), by=by or system(), fiche_id=fiche_id, **options
    )


def fiche(**given: Any) -> Fiche:
    """A published record."""
    return actions.accept(proposal(**given), by=system())


def update(record: Fiche, **given: Any) -> Fiche:
    return actions.accept(proposal(fiche_id=record.pk, **given), by=system())


def withdrawn(reason: str = "Le projet a changé de nom.", **given: Any) -> str:
    """The identifier of a record that was published, then withdrawn."""
    record = fiche(**given)
    identifier = record.pk
    actions.withdraw(identifier, by=system(), reason=reason)
    return identifier
