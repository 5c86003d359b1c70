"""Put or take away the shelves of the library: manage.py etagere FILE.toml."""

from pathlib import Path

from bibia.fiches.actions import Refusal
from bibia.fiches.commands import REFUSED, WRONG_USE, LibraryCommand
from bibia.fiches.shelf_file import load
from bibia.fiches.shelves import remove_shelf
from bibia.ui.filters import typo


class Command(LibraryCommand):
    help = "Pose les étagères d’un fichier TOML (toutes, ou aucune), ou en retire une."

    def add_arguments(self, parser) -> None:
        parser.add_argument("file", metavar="FICHIER.toml", nargs="?", type=Path, help="étagères à poser")
        parser.add_argument("--remove", metavar="ADRESSE", default="", help="retire cette étagère")
        super().add_arguments(parser)

    def handle(self, *, file: Path | None, remove: str, by: str, **options) -> None:
        if (file is None) == (not remove):
            self.stop("Donnez un fichier, ou --remove et l’adresse d’une étagère.", WRONG_USE)
        if file and not file.is_file():
            self.stop(f"Fichier introuvable : {file}", WRONG_USE)
        account = self.account(by)
        try:
            if file:
                for shelf in load(file, by=account):
                    self.stdout.write(typo(f"Étagère « {shelf.title} » : {len(shelf.fiches)} fiches."))
            else:
                remove_shelf(slug=remove, by=account)
                self.stdout.write(typo(f"Étagère « {remove} » retirée."))
        except Refusal as refusal:
            self.stop(f"{refusal} Rien n’a été changé.", REFUSED)
