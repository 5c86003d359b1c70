"""Fill an empty library with the demonstration set: manage.py demo."""

from pathlib import Path

from django.core.management.base import BaseCommand
from django.db import transaction

from bibia.accounts.models import Account
from bibia.fiches.guard import trusted
from bibia.fiches.models import Fiche, Proposal, Withdrawn
from bibia.fiches.shelf_file import load
from bibia.imports.run import import_table

DEMO = Path(__file__).parents[2] / "demo" / "fiches.csv"
SHELVES = DEMO.with_name("etageres.toml")


class Command(BaseCommand):
    help = "Remplit une bibliothèque vide avec le jeu de démonstration ; ne fait rien sinon."

    def handle(self, **options) -> None:
        with trusted():
            used = any(model.objects.exists() for model in (Fiche, Proposal, Withdrawn))
            account = Account.objects.system()
        if used:
            self.stdout.write("La bibliothèque n’est pas vide : le jeu de démonstration n’est pas importé.")
            return
        # Both or nothing: what an interrupted start leaves would never be completed.
        with transaction.atomic():
            report = import_table(DEMO, publish=True, by=account)
            shelves = load(SHELVES, by=account)
        self.stdout.write(
            f"Jeu de démonstration : {report.counts['published']} fiches publiées, {len(shelves)} étagères."
        )
