"""An import, from the file to the report: one transaction, all or nothing."""

import hashlib
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path

from django.db import transaction

from bibia.accounts.models import Account
from bibia.fiches import actions
from bibia.fiches.fields import REQUIRED, label
from bibia.fiches.models import Proposal
from bibia.fiches.writing import writing
from bibia.imports import doctor, headers, nature, organisation, readers
from bibia.imports.match import SOURCE, Library, Record, plain
from bibia.imports.readers.table import NotATable, Table
from bibia.imports.report import Finding, Report, RowResult
from bibia.imports.rows import Line, parse
from bibia.ui.filters import date_fr

_REPLACED = "Remplacée par un import plus récent."


def import_table(path: Path, *, publish: bool = False, dry_run: bool = False, by: Account) -> Report:
    """Bring a table in. Nothing changes when the file is refused, on a dry run, or on any failure."""
    report = Report(path.name)
    try:
        table, columns = _open(path, report)
    except NotATable as refusal:
        return report.refuse(str(refusal), kind=refusal.kind)
    lines = parse(table, columns)
    with writing():
        _Import(report, lines, publish=publish, dry_run=dry_run, by=by).run()
        if dry_run:
            transaction.set_rollback(True)
    return report


def _open(path: Path, report: Report) -> tuple[Table, list[headers.Column]]:
    data = readers.load(path)
    report.sha256 = hashlib.sha256(data).hexdigest()
    table = readers.read(data, headers.score)
    columns, said = headers.match(table)
    if not table.rows:
        raise NotATable("Cette table n’a que son en-tête : il n’y a rien à importer.", kind=table.kind)
    report.kind = table.kind
    report.columns = {column.header: column.index for column in columns}
    report.findings += [Finding(code, value=value) for code, value in table.notes] + said
    return table, columns


@dataclass
class _Import:
    report: Report
    lines: list[Line]
    publish: bool
    dry_run: bool
    by: Account

    def run(self) -> None:
        library = Library()
        organisation.examine(self.lines)
        doctor.siret_series(self.lines, library.sirets, organisation.is_official)
        matched = self._match(library)
        library.load(matched.values())
        for line in self.lines:
            result = RowResult(line.number, "refused")
            if not line.refused:
                result = self._bring(line, matched.get(line.number))
            self.report.rows.append(result)
            self.report.findings += line.findings
        self._say_logos()

    def _match(self, library: Library) -> dict[int, Record]:
        """The record of each row; a row that cannot be placed for certain is refused."""
        matched: dict[int, Record] = {}
        by_title: dict[str, list[Line]] = defaultdict(list)
        for line in self.lines:
            if line.refused:
                continue
            record = library.find(line)
            twin = next(
                (other for other in by_title[line.title] if _same(line, other, matched, record)), None
            )
            if twin and not line.refused:
                message = f"Cette ligne décrit le même projet que la ligne {twin.number} : elle est refusée."
                line.refuse("doublon-fichier", "nom_projet", message=message)
            elif not line.refused:
                by_title[line.title].append(line)
                if record:
                    matched[line.number] = record
        return matched

    def _bring(self, line: Line, record: Record | None) -> RowResult:
        known = record.known if record else {}
        _look(line, known)
        values = plain(line.values)
        if record is None:
            return self._propose(line, None, {"nature": "cas-usage"} | values)
        changes = _changes(line, values, record)
        if not changes:
            return self._settle(line, record)
        if _older(line, record):
            return RowResult(line.number, "older", record.shown)
        if record.pending and not record.imported:
            line.say("proposition-en-attente", "nom_projet")
            return RowResult(line.number, "refused", record.shown)
        if record.imported:
            changes = record.standing | changes
            actions.reject(record.imported, by=self.by, reason=_REPLACED)
        return self._propose(line, record, changes)

    def _settle(self, line: Line, record: Record) -> RowResult:
        """Nothing to change; an import that publishes also accepts what a former import left waiting."""
        if self.publish and record.imported and record.standing and _complete(record.known):
            return self._accept(line, record, record.imported, "updated")
        return RowResult(line.number, "unchanged", record.shown)

    def _propose(self, line: Line, record: Record | None, values: dict) -> RowResult:
        proposal = actions.propose(
            values=values,
            by=self.by,
            fiche_id=record.id if record and record.published else None,
            source=(SOURCE + self.report.name)[:200],
        )
        outcome = "updated" if record else "created"
        if self.publish and _complete((record.known if record else {}) | values):
            return self._accept(line, record, proposal, outcome)
        return RowResult(line.number, outcome, record.shown if record else "")

    def _accept(self, line: Line, record: Record | None, proposal: Proposal, outcome: str) -> RowResult:
        shown = record.shown if record else ""
        try:
            fiche = actions.accept(proposal, by=self.by)
        except actions.NotPublishable as refusal:
            line.say("publication-refusee", refusal.fields[0], message=str(refusal))
            return RowResult(line.number, outcome, shown)
        # The identifier of a record that a dry run undoes would lead nowhere.
        return RowResult(line.number, outcome, shown if self.dry_run else fiche.pk, published=True)

    def _say_logos(self) -> None:
        """Once for the table: nothing is lost, and nobody has anything to decide row by row."""
        logos = [line for line in self.lines if line.raw.get("image_url")]
        if logos:
            header = logos[0].headers["image_url"]
            message = f"{len(logos)} logos ne sont pas repris : un monogramme les remplace."
            self.report.findings.append(Finding("logo-externe", 1, header, "image_url", message=message))


def _look(line: Line, known: dict) -> None:
    """What can be said once the record is known: another nature, and what it lacks to be published."""
    values = known | line.values
    if values.get("nature", "cas-usage") == "cas-usage" and "nature" not in line.values:
        other = nature.proposed(values["nom_projet"], values.get("usage_description", ""))
        if other:
            line.say("nature-proposee", "nom_projet", proposal=nature.label(other))
    for name in REQUIRED:
        if not values.get(name):
            line.say(
                "champ-manquant", name, message=f"« {label(name)} » manque : la fiche reste une proposition."
            )


def _changes(line: Line, values: dict, record: Record) -> dict:
    """What the table brings that is new; a cell that already came in does not undo a change made here since."""
    changes = {name: value for name, value in values.items() if value != record.known.get(name)}
    for name in [name for name in changes if changes[name] == record.exchanged.get(name)]:
        line.say("modifie-ici", name)
        del changes[name]
    return changes


def _older(line: Line, record: Record) -> bool:
    """A table that dates its rows must show that this one is not older than what stands."""
    if "date" not in line.headers or record.date is None:
        return False
    if "date" not in line.values:
        line.say("date-absente", "date")
        return True
    if line.values["date"] < record.date:
        message = f"La fiche est du {date_fr(record.date)} : cette ligne, plus ancienne, n’est pas appliquée."
        line.say("plus-ancien", "date", message=message)
        return True
    return False


def _same(line: Line, other: Line, matched: dict[int, Record], record: Record | None) -> bool:
    """Whether two rows of one title speak of one project."""
    if line.siren and other.siren:
        return line.siren == other.siren
    twin = matched.get(other.number)
    return line.organisation == other.organisation or bool(record and twin and record.id == twin.id)


def _complete(values: dict) -> bool:
    return all(values.get(name) for name in REQUIRED)
