"""For who lost every key and code: manage.py second_facteur ADRESSE."""

from bibia.accounts.models import Account
from bibia.compte import security
from bibia.fiches.commands import WRONG_USE, LibraryCommand
from bibia.fiches.guard import trusted
from bibia.ui.filters import typo


class Command(LibraryCommand):
    help = (
        "Retire la double vérification d’un compte et ferme ses sessions. Assurez-vous d’abord, de vive voix, "
        "que c’est bien la personne qui le demande."
    )

    def add_arguments(self, parser) -> None:
        parser.add_argument("address", metavar="ADRESSE", help="adresse de connexion du compte")

    def handle(self, *, address: str, **options) -> None:
        system = self.account("")
        with trusted():
            account = Account.objects.filter(email=address.strip().lower()).first()
            if account is None:
                self.stop(f"Aucun compte n’a l’adresse {address}.", WRONG_USE)
            security.forget_factors(account, by=system)
        self.stdout.write(typo(f"Double vérification retirée : {account} en est prévenu."))
