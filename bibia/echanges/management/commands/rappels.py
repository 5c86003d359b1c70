"""Ask whether old fiches are still right: manage.py rappels, once a week."""

from bibia.echanges import reminders
from bibia.fiches.commands import LibraryCommand
from bibia.ui.filters import typo


class Command(LibraryCommand):
    help = "Demande, deux fois par an au plus, si les fiches sont toujours à jour."

    def handle(self, *, by: str, **options) -> None:
        self.account(by)
        written, fiches = reminders.send_all()
        self.stdout.write(typo(f"Rappels écrits : {written}, fiches à vérifier : {fiches}."))
