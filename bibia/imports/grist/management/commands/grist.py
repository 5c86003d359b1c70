"""Exchange with the Grist table of the settings: manage.py grist, for cron and on demand."""

from django.utils import timezone

from bibia.fiches.commands import REFUSED, WRONG_USE, LibraryCommand
from bibia.fiches.fields import label
from bibia.fiches.guard import trusted
from bibia.imports.grist import queries
from bibia.imports.grist.config import load
from bibia.imports.grist.errors import GristError
from bibia.imports.grist.models import Run
from bibia.imports.grist.sync import sync
from bibia.ui.filters import typo

# What is counted, for one and for several.
_COUNTS = {
    "lignes": ("ligne dans la table", "lignes dans la table"),
    "lues": ("lue", "lues"),
    "propositions": ("proposition", "propositions"),
    "conflits": ("nouveau conflit", "nouveaux conflits"),
    "suppressions": ("suppression à décider", "suppressions à décider"),
    "refusees": ("ligne refusée", "lignes refusées"),
    "ecrites": ("ligne écrite", "lignes écrites"),
}


class Command(LibraryCommand):
    help = "Échange avec la table Grist des réglages : lit, compare, propose, écrit."

    def add_arguments(self, parser) -> None:
        super().add_arguments(parser)
        parser.add_argument(
            "--dry-run", action="store_true", help="dit ce qui serait fait, sans rien changer"
        )
        parser.add_argument("--complet", action="store_true", help="relit toute la table")
        parser.add_argument("--etat", action="store_true", help="dit où en est l’échange, sans se connecter")

    def handle(self, *, by: str, dry_run: bool, complet: bool, etat: bool, **options) -> None:
        account = self.account(by)
        try:
            config = load()
            run = None if etat else sync(by=account, config=config, complete=complet, dry_run=dry_run)
        except GristError as error:
            self.stop(error.sentence, WRONG_USE)
        if run is None:
            return self._tell_state(config.source)
        if dry_run:
            self.stdout.write(typo("Essai : rien n’a été changé."))
        if run.outcome == Run.Outcome.REFUSED:
            self.stop(run.sentence, REFUSED)
        self._tell(run)
        return self.stop(run.sentence, REFUSED) if run.outcome == Run.Outcome.PARTIAL else None

    def _tell(self, run: Run) -> None:
        counted = {name: run.counts.get(name, 0) for name in _COUNTS}
        said = [f"{count} {_COUNTS[name][count > 1]}" for name, count in counted.items() if count]
        self.stdout.write(typo(f"{run.source} : {', '.join(said) or 'la table est vide'}."))

    def _tell_state(self, source: str) -> None:
        """What waits for a person: counts and rows, never values."""
        with trusted():
            last, rings = queries.last_run(source), list(queries.open_alarms(source))
            conflicts = list(queries.open_conflicts(source))
            gone = list(queries.pending_deletions(source))
        if last is None:
            self.stdout.write("Aucun échange n’a encore eu lieu.")
        else:
            when = timezone.localtime(last.started_at).strftime("%d/%m/%Y à %H:%M")
            self.stdout.write(typo(f"Dernier échange : {when}, {last.get_outcome_display().lower()}."))
        for alarm in rings:
            self.stdout.write(typo(f"Alerte ({alarm.times} fois) : {alarm.sentence}"))
        for conflict in conflicts:
            self.stdout.write(typo(f"Conflit : ligne {conflict.link.row}, « {label(conflict.field)} »."))
        for link in gone:
            self.stdout.write(typo(f"Ligne disparue : {link.row}, fiche {link.uid or 'non publiée'}."))
