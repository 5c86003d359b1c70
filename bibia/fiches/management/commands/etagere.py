"""Put or take away the shelves of the library: manage.py etagere FILE.toml."""

from pathlib import Path
from typing import NoReturn

from django.core.management.base import BaseCommand

from bibia.accounts.models import Account
from bibia.fiches.actions import Refusal
from bibia.fiches.guard import trusted
from bibia.fiches.shelf_file import load
from bibia.fiches.shelves import remove_shelf
from bibia.ui.filters import typo

# Exit status; 0 says that it was done.
REFUSED, WRONG_USE = 1, 2


class Command(BaseCommand):
    help = "Pose les étagères d’un fichier TOML (toutes, ou aucune), ou en retire une."

    def add_arguments(self, parser) -> None:
        parser.add_argument("file", metavar="FICHIER.toml", nargs="?", type=Path, help="étagères à poser")
        parser.add_argument("--remove", metavar="ADRESSE", default="", help="retire cette étagère")
        parser.add_argument(
            "--by", metavar="COMPTE", default="", help="compte qui agit (par défaut : système)"
        )

    def handle(self, *, file: Path | None, remove: str, by: str, **options) -> None:
        if (file is None) == (not remove):
            self._stop("Donnez un fichier, ou --remove et l’adresse d’une étagère.", WRONG_USE)
        if file and not file.is_file():
            self._stop(f"Fichier introuvable : {file}", WRONG_USE)
        account = self._account(by)
        try:
            if file:
                for shelf in load(file, by=account):
                    self.stdout.write(typo(f"Étagère « {shelf.title} » : {len(shelf.fiches)} fiches."))
            else:
                remove_shelf(slug=remove, by=account)
                self.stdout.write(typo(f"Étagère « {remove} » retirée."))
        except Refusal as refusal:
            self._stop(f"{refusal} Rien n’a été changé.", REFUSED)

    def _stop(self, sentence: str, status: int) -> NoReturn:
        self.stderr.write(typo(sentence))
        raise SystemExit(status)

    def _account(self, handle: str) -> Account:
        with trusted():
            account = Account.objects.filter(handle=handle).first() if handle else Account.objects.system()
        return account or self._stop(f"Compte inconnu : {handle}", WRONG_USE)
