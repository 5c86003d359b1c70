"""Write to those who follow something, when there is news: manage.py alertes, once a day or once a week."""

from bibia.echanges import alerts, interests
from bibia.fiches.commands import LibraryCommand
from bibia.ui.filters import typo


class Command(LibraryCommand):
    help = "Envoie les alertes : un courriel par semaine au plus à chacun, pour toutes les siennes, seulement s’il y a du nouveau."

    def handle(self, *, by: str, **options) -> None:
        self.account(by)
        interests.restore()
        written, total = alerts.send_all()
        self.stdout.write(typo(f"Courriels écrits : {written}, alertes : {total}."))
