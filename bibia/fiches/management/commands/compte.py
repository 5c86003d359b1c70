"""Make an account, or change what it may do: manage.py compte IDENTIFIANT --role animateur."""

from django.core.exceptions import ValidationError

from bibia.accounts.models import Account
from bibia.accounts.roles import Role
from bibia.fiches.commands import WRONG_USE, LibraryCommand
from bibia.fiches.guard import trusted
from bibia.territoires.siret import clean_siren
from bibia.ui.filters import typo


class Command(LibraryCommand):
    help = "Crée un compte, ou change son rôle. Un membre a le SIREN de son organisation."

    def add_arguments(self, parser) -> None:
        parser.add_argument("handle", metavar="IDENTIFIANT", help="nom du compte, sans donnée personnelle")
        parser.add_argument("--role", required=True, choices=[Role.MEMBRE.value, Role.ANIMATEUR.value])
        parser.add_argument("--siren", default="", help="SIREN de l’organisation d’un membre")

    def handle(self, *, handle: str, role: str, siren: str, **options) -> None:
        system = self.account("")
        try:
            siren = clean_siren(siren) if siren else ""
        except ValidationError as refusal:
            self.stop(refusal.messages[0], WRONG_USE)
        if handle == system.handle:
            self.stop(f"Le compte « {handle} » est celui des commandes : son rôle ne change pas.", WRONG_USE)
        if (role == Role.MEMBRE) != bool(siren):
            self.stop("Un membre a un SIREN (--siren) ; un animateur n’en a pas.", WRONG_USE)
        with trusted():
            _account, made = Account.objects.update_or_create(
                handle=handle, defaults={"role": role, "siren": siren}
            )
        self.stdout.write(typo(f"Compte « {handle} » {'créé' if made else 'mis à jour'} : {role}."))
