"""Import a table of fiches: manage.py import_fiches FILE."""

from collections import Counter
from pathlib import Path
from typing import NoReturn

from django.core.management.base import BaseCommand
from django.db import transaction

from bibia.accounts.models import Account
from bibia.fiches.actions import NotAllowed
from bibia.fiches.guard import trusted
from bibia.imports.codes import CODES
from bibia.imports.report import Report
from bibia.imports.run import import_table
from bibia.ui.filters import typo

# Exit status; 0 says that the import was done.
REFUSED, WRONG_USE = 1, 2


class Command(BaseCommand):
    help = "Importe une table de fiches (CSV ou XLSX), en propositions ou en fiches publiées."

    def add_arguments(self, parser) -> None:
        parser.add_argument("file", metavar="FICHIER", type=Path, help="table CSV ou XLSX")
        parser.add_argument("--publish", action="store_true", help="publie aussitôt ce qui peut l’être")
        parser.add_argument(
            "--dry-run", action="store_true", help="dit ce qui serait fait, sans rien changer"
        )
        parser.add_argument("--report", metavar="FICHIER.json", type=Path, help="écrit le rapport complet")
        parser.add_argument(
            "--by", metavar="COMPTE", default="", help="compte qui agit (par défaut : système)"
        )

    def handle(self, *, file: Path, publish: bool, dry_run: bool, by: str, **options) -> None:
        if not file.is_file():
            self._stop(f"Fichier introuvable : {file}", WRONG_USE)
        account = self._account(by)
        try:
            # A report that cannot be written undoes the import: nothing happens unseen.
            with transaction.atomic():
                report = import_table(file, publish=publish, dry_run=dry_run, by=account)
                if options["report"]:
                    report.write(options["report"])
        except NotAllowed as refusal:
            self._stop(f"{refusal} Rien n’a été changé.", WRONG_USE)
        except OSError as error:
            self._stop(f"{error.filename} : {error.strerror}", WRONG_USE)
        if report.refused_because:
            self._stop(report.refused_because, REFUSED)
        self._tell(report, dry_run=dry_run)
        if report.refused:
            self._stop("Aucune ligne n’a pu être importée.", REFUSED)

    def _stop(self, sentence: str, status: int) -> NoReturn:
        self.stderr.write(typo(sentence))
        raise SystemExit(status)

    def _account(self, handle: str) -> Account:
        with trusted():
            account = Account.objects.filter(handle=handle).first() if handle else Account.objects.system()
        return account or self._stop(f"Compte inconnu : {handle}", WRONG_USE)

    def _tell(self, report: Report, *, dry_run: bool) -> None:
        """The figures and where to look; the values themselves are in the report alone."""
        if dry_run:
            self.stdout.write(typo("Essai : rien n’a été changé."))
        counts = report.counts
        self.stdout.write(
            f"{report.name} : {counts['read']} lignes lues, {counts['created']} créées, "
            f"{counts['updated']} mises à jour, {counts['unchanged']} inchangées, "
            f"{counts['older']} plus anciennes, {counts['refused']} refusées ; {counts['published']} publiées."
        )
        for code, times in Counter(finding.code for finding in report.findings).most_common():
            rows = sorted(
                {finding.row for finding in report.findings if finding.code == code and finding.row}
            )
            where = (
                f" (lignes {', '.join(map(str, rows[:12]))}{'…' if len(rows) > 12 else ''})" if rows else ""
            )
            self.stdout.write(f"  {CODES[code].severity} · {code} × {times}{where}")
