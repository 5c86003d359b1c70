"""Drop what has been kept long enough: manage.py purge, once a day."""

from django.utils import timezone

from bibia.fiches.commands import LibraryCommand
from bibia.ui.filters import typo
from bibia.web.retention import purge, rules


class Command(LibraryCommand):
    help = "Efface ce qui a été gardé assez longtemps ; à lancer chaque jour."

    def add_arguments(self, parser) -> None:
        super().add_arguments(parser)
        parser.add_argument("--regles", action="store_true", help="dire les durées, sans rien effacer")

    def handle(self, *, by: str, regles: bool, **options) -> None:
        self.account(by)
        if regles:
            for rule in rules():
                self.stdout.write(typo(f"{rule.code} : {rule.what}, {rule.until}"))
            return
        for code, count in purge(now=timezone.now()).items():
            self.stdout.write(typo(f"{code} : {count}"))
