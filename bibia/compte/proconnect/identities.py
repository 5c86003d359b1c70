"""Who somebody is here, from what ProConnect says: the provider and the subject, never the address alone."""

from typing import Any

from allauth.account.models import EmailAddress
from django.utils import timezone

from bibia.accounts.models import Account, Identity, Membership, Organisation
from bibia.accounts.roles import Role
from bibia.compte import security
from bibia.fiches.models import Journal
from bibia.fiches.writing import writing
from bibia.territoires import places
from bibia.territoires.ids import new_id
from bibia.territoires.siret import clean_siret, siren_of

# INSEE gives these to public bodies only; companies sign in with ProConnect too.
_PUBLIC_BODIES = ("1", "2")


class AddressTaken(Exception):
    """An account has this address and was never linked: its owner signs in by code first."""


def recognise(claims: dict[str, Any], *, signed_in: Account | None) -> Account:
    """The account of this identity, linked to who is signed in or made when it is new.

    `claims`: `idp_id`, `sub`, `email`, `siret`. Raises AddressTaken, or KeyError when one is missing.
    """
    with writing():
        key = {"idp_id": claims["idp_id"], "sub": claims["sub"]}
        identity = Identity.objects.select_related("account").filter(**key).first()
        if identity:
            account = identity.account
        else:
            account = signed_in or _made(claims["email"].strip().lower())
            Identity.objects.create(account=account, **key)
            Journal.objects.create(at=timezone.now(), by=account, verb="link_identity")
            if signed_in and account.email:
                security.tell(
                    account, "ProConnect est désormais relié à votre compte : il suffit pour y entrer."
                )
        _seat(account, claims)
        return account


def _made(email: str) -> Account:
    if Account.objects.filter(email=email).exists():
        raise AddressTaken
    account = Account.objects.create(handle=f"compte-{new_id()}", email=email)
    EmailAddress.objects.create(user=account, email=email, verified=True, primary=True)
    return account


def _seat(account: Account, claims: dict[str, Any]) -> None:
    """A reader's seat in the organisation that ProConnect vouches for; a role already given there stays."""
    siren = siren_of(clean_siret(claims["siret"]))
    if not siren.startswith(_PUBLIC_BODIES):
        return
    place = places.of_number(siren)
    organisation, _made = Organisation.objects.get_or_create(
        siren=siren, defaults={"nom": place.nom_officiel if place and place.nom_officiel else siren}
    )
    membership, new = Membership.objects.get_or_create(
        account=account, organisation=organisation, defaults={"role": Role.MEMBRE}
    )
    if new or membership.state == Membership.State.WAITING:
        membership.state, membership.proof = Membership.State.CONFIRMED, Membership.Proof.PROCONNECT
        membership.decided_at = timezone.now()
        membership.save()
        Journal.objects.create(at=timezone.now(), by=account, verb="confirm_member", detail=siren)
