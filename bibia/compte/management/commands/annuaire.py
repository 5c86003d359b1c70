"""Read the national directory of administrations: manage.py annuaire FICHIER."""

from pathlib import Path

from bibia.compte import directory
from bibia.fiches.commands import WRONG_USE, LibraryCommand
from bibia.fiches.verbs import Refusal
from bibia.ui.filters import typo


class Command(LibraryCommand):
    help = (
        "Remplace l’annuaire de l’administration : les adresses qu’il donne prouvent pour qui l’on travaille. "
        "FICHIER est celui de la base ouverte (JSON), ou un CSV « siren;adresse_courriel »."
    )

    def add_arguments(self, parser) -> None:
        parser.add_argument("file", metavar="FICHIER", type=Path)
        parser.add_argument("--force", action="store_true", help="même si le fichier est bien plus court")

    def handle(self, *, file: Path, force: bool, **options) -> None:
        if not file.is_file():
            self.stop(f"« {file} » n’est pas un fichier.", WRONG_USE)
        try:
            count = directory.replace(directory.read(file), by=self.account(""), force=force)
        except (Refusal, ValueError, AttributeError) as refused:
            reason = str(refused) if isinstance(refused, Refusal) else "Ce fichier n’est pas l’annuaire."
            self.stop(reason, WRONG_USE)
        self.stdout.write(typo(f"Annuaire remplacé : {count} adresses."))
