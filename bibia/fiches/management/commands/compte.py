"""Make an account, or change what it may do: manage.py compte IDENTIFIANT --role animateur."""

from django.core.exceptions import ValidationError
from django.db import transaction

from bibia.accounts.addresses import normal
from bibia.accounts.models import Account, Membership, Organisation
from bibia.accounts.roles import IN_ORGANISATION, OF_ASSOCIATION
from bibia.fiches.commands import WRONG_USE, LibraryCommand
from bibia.fiches.guard import trusted
from bibia.territoires.ids import new_id
from bibia.territoires.siret import clean_siren
from bibia.ui.filters import typo


class Command(LibraryCommand):
    help = (
        "Crée un compte, ou change son rôle : la première personne de l’association s’ajoute ainsi. "
        "Un rôle dans une organisation demande son SIREN."
    )

    def add_arguments(self, parser) -> None:
        parser.add_argument("handle", metavar="IDENTIFIANT", help="nom du compte, ou adresse de connexion")
        roles = [role.value for role in (*IN_ORGANISATION, *OF_ASSOCIATION)]
        parser.add_argument("--role", required=True, choices=roles)
        parser.add_argument("--siren", default="", help="SIREN de l’organisation")
        parser.add_argument("--nom", default="", help="nom de l’organisation")

    def handle(self, *, handle: str, role: str, siren: str, nom: str, **options) -> None:
        system = self.account("")
        try:
            siren = clean_siren(siren) if siren else ""
            email = normal(handle) if "@" in handle else ""
        except ValidationError as refusal:
            self.stop(refusal.messages[0], WRONG_USE)
        if handle == system.handle:
            self.stop(f"Le compte « {handle} » est celui des commandes : son rôle ne change pas.", WRONG_USE)
        if (role in IN_ORGANISATION) != bool(siren):
            self.stop(
                "Ce rôle est celui d’une organisation (--siren), ou de l’association, sans SIREN.", WRONG_USE
            )
        with trusted(), transaction.atomic():
            key = {"email": email} if email else {"handle": handle}
            defaults = {"handle": f"compte-{new_id()}"} if email else {}
            account, made = Account.objects.get_or_create(**key, defaults=defaults)
            give(account, role, siren, nom)
        self.stdout.write(typo(f"Compte « {account} » {'créé' if made else 'mis à jour'} : {role}."))


def give(account: Account, role: str, siren: str, nom: str) -> None:
    """One role: in an organisation, or for the whole library."""
    account.role = "" if siren else role
    account.save(update_fields=["role"])
    if not siren:
        account.memberships.all().delete()
        return
    organisation, _made = Organisation.objects.get_or_create(siren=siren, defaults={"nom": nom or siren})
    account.memberships.update_or_create(
        organisation=organisation,
        defaults={"role": role, "state": Membership.State.CONFIRMED, "proof": Membership.Proof.PERSON},
    )
