"""Import a table of fiches: manage.py import_fiches FILE."""

from argparse import ArgumentTypeError
from collections import Counter
from pathlib import Path

from django.db import transaction

from bibia.fiches.actions import NotAllowed
from bibia.fiches.commands import REFUSED, WRONG_USE, LibraryCommand
from bibia.imports import columns
from bibia.imports.codes import CODES
from bibia.imports.headers import NoSuchColumn
from bibia.imports.options import Options
from bibia.imports.report import Report
from bibia.imports.run import import_table
from bibia.ui.filters import typo


def _column(text: str) -> tuple[str, str]:
    header, sign, said = text.rpartition("=")
    if not (sign and header.strip()) or (said.strip() and not columns.understood(said)):
        raise ArgumentTypeError(f"« {text} » n’est pas « en-tête=champ ».")
    return header.strip(), columns.understood(said) if said.strip() else ""


class Command(LibraryCommand):
    help = "Importe une table de fiches (CSV, XLSX, XLS, ODS), en propositions ou en fiches publiées."

    def add_arguments(self, parser) -> None:
        parser.add_argument("file", metavar="FICHIER", type=Path, help="table CSV, XLSX, XLS ou ODS")
        parser.add_argument("--publish", action="store_true", help="publie aussitôt ce qui peut l’être")
        parser.add_argument(
            "--dry-run", action="store_true", help="dit ce qui serait fait, sans rien changer"
        )
        parser.add_argument("--sheet", metavar="FEUILLE", help="feuille à lire (par défaut : trouvée)")
        parser.add_argument(
            "--header-row", metavar="LIGNE", type=int, help="ligne des en-têtes (par défaut : trouvée)"
        )
        parser.add_argument(
            "--colonne",
            metavar="EN-TÊTE=CHAMP",
            type=_column,
            action="append",
            default=[],
            help="champ d’une colonne, par son nom ou son libellé ; rien après le signe égal : ne pas l’importer",
        )
        parser.add_argument("--report", metavar="FICHIER.json", type=Path, help="écrit le rapport complet")
        parser.add_argument(
            "--by", metavar="COMPTE", default="", help="compte qui agit (par défaut : système)"
        )

    def handle(self, *, file: Path, publish: bool, dry_run: bool, by: str, **options) -> None:
        if not file.is_file():
            self.stop(f"Fichier introuvable : {file}", WRONG_USE)
        if options["report"] and options["report"].resolve() == file.resolve():
            self.stop("Le rapport effacerait la table : donnez-lui un autre nom.", WRONG_USE)
        account = self.account(by)
        said = Options(options["sheet"], options["header_row"], headers=dict(options["colonne"]))
        try:
            # A report that cannot be written undoes the import: nothing happens unseen.
            with transaction.atomic():
                report = import_table(file, publish=publish, dry_run=dry_run, by=account, options=said)
                if options["report"]:
                    report.write(options["report"])
        except NotAllowed as refusal:
            self.stop(f"{refusal} Rien n’a été changé.", WRONG_USE)
        except NoSuchColumn as error:
            self.stop(str(error), WRONG_USE)
        except OSError as error:
            self.stop(f"{error.filename} : {error.strerror}", WRONG_USE)
        if report.refused_because:
            self.stop(report.refused_because, REFUSED)
        self._tell(report, dry_run=dry_run)
        if report.refused:
            self.stop("Aucune ligne n’a pu être importée.", REFUSED)

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
            word = "lignes" if len(rows) > 1 else "ligne"
            shown = ", ".join(map(str, rows[:12])) + ("…" if len(rows) > 12 else "")
            where = f" ({word} {shown})" if rows else ""
            self.stdout.write(f"  {CODES[code].severity} · {code} × {times}{where}")
