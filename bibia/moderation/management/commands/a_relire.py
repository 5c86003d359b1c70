"""Tell those who decide that proposals wait: manage.py a_relire, once a day."""

from bibia.fiches.commands import LibraryCommand
from bibia.moderation import digest
from bibia.ui.filters import typo


class Command(LibraryCommand):
    help = "Dit à qui décide combien de propositions attendent ; n’écrit rien si rien n’attend."

    def handle(self, *, by: str, **options) -> None:
        self.account(by)
        people, proposals = digest.send_all()
        self.stdout.write(typo(f"Propositions en attente : {proposals}, personnes prévenues : {people}."))
