from django.core.management.base import BaseCommand

from bibia.fiches.reference import markdown


class Command(BaseCommand):
    help = "Écrit la documentation du modèle de données (docs/modele-de-donnees.md) sur la sortie standard."

    def handle(self, *args, **options):
        self.stdout.write(markdown(), ending="")
