"""Tell each organisation what its fiches brought in a year: manage.py lettre_annuelle, in January."""

from datetime import timedelta

from django.utils import timezone

from bibia.echanges import annual
from bibia.fiches.commands import LibraryCommand
from bibia.ui.filters import typo


class Command(LibraryCommand):
    help = "Écrit à chaque organisation ce que ses fiches ont apporté ; une seule fois par année."

    def add_arguments(self, parser) -> None:
        super().add_arguments(parser)
        parser.add_argument(
            "--annee",
            type=int,
            default=0,
            help="par défaut, celle d’il y a un mois : en janvier, l’année finie",
        )

    def handle(self, *, by: str, annee: int, **options) -> None:
        self.account(by)
        written = annual.send_all(year=annee or (timezone.localdate() - timedelta(days=31)).year)
        self.stdout.write(typo(f"Lettres écrites : {written}."))
