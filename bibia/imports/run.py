"""An import, from the file to the library: examined first, then applied in one transaction, all or nothing.

The command, the web pages and the synchronisations share it: `examine` reads and changes nothing, `apply` does what
`examine` said, and nothing else.
"""

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from django.db.models import Max

from bibia.accounts.models import Account
from bibia.fiches import actions, many
from bibia.fiches.guard import trusted
from bibia.fiches.models import Journal, Proposal
from bibia.fiches.publication import BATCH
from bibia.fiches.writing import writing
from bibia.imports import doctor, headers, near, organisation, places, readers
from bibia.imports.match import SOURCE, Library
from bibia.imports.options import Options
from bibia.imports.plan import Planned, plan
from bibia.imports.readers.table import NotATable, Table
from bibia.imports.report import Finding, Report, RowResult
from bibia.imports.rows import Line, of_columns, parse

_TRIES = 3  # plans made again outside the transaction, before one is made inside it
Progress = Callable[[int, int], None]


@dataclass
class Made:
    """What one row changed, so that it can be undone."""

    row: int
    outcome: str
    fiche: str
    proposal: int
    published: bool
    revision: int  # of the record afterwards; 0 while only proposed
    before: dict  # the values that were replaced
    replaced: int = 0  # the proposal of a former import whose place this one took


@dataclass
class Outcome:
    report: Report
    made: list[Made] = field(default_factory=list)


def read(path: Path, *, sheet: str | None = None, header_row: int | None = None) -> Table:
    """The table of a file, with the sheets and the header rows that may be chosen instead. Raises NotATable."""
    return readers.read(readers.load(path), headers.score, sheet=sheet, header_row=header_row)


def examine(
    path: Path,
    *,
    by: Account,
    options: Options | None = None,
    publish: bool = False,
    name: str = "",
    memory: Mapping[str, str] | None = None,
    siren: str = "",
    progress: Progress | None = None,
) -> Report:
    """What bringing this file in would do, for the organisation `siren` if it is made for one; nothing changes.

    `progress` is told of each row, and may stop it all.
    """
    report = Report(name or path.name, siren)
    try:
        lines = _open(path, report, options or Options(), memory or {}, progress)
    except NotATable as refusal:
        return report.refuse(str(refusal), kind=refusal.kind)
    return examine_lines(lines, report, by=by, publish=publish)


def examine_lines(lines: list[Line], report: Report, *, by: Account, publish: bool = False) -> Report:
    """The same for rows that come from elsewhere than a file."""
    inspect(lines)
    _plan(report, lines, by=by, publish=publish)
    return _told(report)


def _plan(report: Report, lines: list[Line], *, by: Account, publish: bool) -> None:
    with trusted():
        report.as_of = _last_entry()  # before anything is read: what is written meanwhile shows
        report.plans, report.drafts = (
            plan(lines, Library(), by=by, publish=publish, siren=report.siren),
            None,
        )


def _last_entry() -> int:
    """Every verb leaves a line in the journal: with the same last one, the library is the same."""
    return Journal.objects.aggregate(last=Max("pk"))["last"] or 0


def inspect(lines: list[Line]) -> None:
    """What the table alone shows, once for all."""
    organisation.examine(lines)
    doctor.siret_several(lines)
    doctor.link_series(lines)
    places.examine(lines)
    near.among_rows(lines)
    for line in lines:
        line.keep()


def apply(
    report: Report,
    *,
    by: Account,
    publish: bool = False,
    seen: Mapping[int, str] | None = None,
    progress: Progress | None = None,
) -> Outcome:
    """Do what the report says, or what was `seen` of it before. A row for which the library changed since is refused,
    and said.
    """
    if report.refused_because:
        return Outcome(report)
    with writing():
        if publish and not by.viewer.may("accept"):
            raise actions.NotAllowed("Votre compte ne permet pas de publier un import.")
        if seen is None:
            seen = {planned.line.number: planned.digest() for planned in report.plans}
        if report.as_of != _last_entry():
            _plan(report, [planned.line for planned in report.plans], by=by, publish=publish)
        for now in report.plans:
            if seen.get(now.line.number) != now.digest():
                now.line.refuse("change-depuis-essai", "nom_projet")
                now.outcome, now.values, now.publishes, now.settles = "refused", {}, False, False
        return _carry_out(report, by=by, progress=progress)


def prepare(report: Report, *, by: Account, publish: bool) -> None:
    """Before the transaction of `apply`, so that it holds nobody up: all that is long, on the library as it is now."""
    for _ in range(_TRIES):
        report.drafts = _drafts(report)
        with trusted():
            if report.as_of == _last_entry():
                return
        _plan(report, [planned.line for planned in report.plans], by=by, publish=publish)


def _drafts(report: Report) -> dict[int, many.Draft]:
    """The new records, by row: all of one table are written together."""
    return {
        planned.line.number: many.draft(planned.values)
        for planned in report.plans
        if planned.values and planned.record is None
    }


def import_table(
    path: Path, *, publish: bool = False, dry_run: bool = False, by: Account, options: Options | None = None
) -> Report:
    """Bring a table in at once. Nothing changes when the file is refused, on a dry run, or on any failure."""
    if dry_run:
        return examine(path, by=by, publish=publish, options=options)
    with writing():
        report = examine(path, by=by, publish=publish, options=options)
        if report.refused_because:
            return report
        if publish and not by.viewer.may("accept"):
            raise actions.NotAllowed("Votre compte ne permet pas de publier un import.")
        return _carry_out(report, by=by, progress=None).report


def _open(
    path: Path, report: Report, options: Options, memory: Mapping[str, str], progress: Progress | None
) -> list[Line]:
    data = readers.load(path)
    report.sha256 = hashlib.sha256(data).hexdigest()
    table = readers.read(data, headers.score, sheet=options.sheet, header_row=options.header_row)
    report.table, report.kind = table, table.kind
    mapping = headers.places(table, options.headers) | dict(options.mapping)
    matching = headers.match(table, mapping=mapping, memory=memory)
    report.columns = {column.header: column.index for column in matching.columns}
    report.choices = matching.choices
    headers.require(matching, table)
    if not table.rows:
        raise NotATable("Cette table n’a que son en-tête : il n’y a rien à importer.", kind=table.kind)
    lines = parse(
        table,
        matching.columns,
        corrections=options.corrections,
        accepted=options.accepted,
        skip=options.skip,
        progress=progress,
    )
    report.general = [*_notes(table), *matching.findings, *of_columns(table, lines[0].whole), *_logos(lines)]
    return lines


def _notes(table: Table) -> list[Finding]:
    """What the reader said, placed under the headers of the table."""
    return [
        Finding(
            note.code,
            note.row,
            table.header[note.column] if 0 <= note.column < len(table.header) else "",
            value=note.value,
            message=note.message,
            proposal=note.proposal,
            index=note.column,
        )
        for note in table.notes
    ]


def _logos(lines: list[Line]) -> list[Finding]:
    """Once for the table: nothing is lost, and nobody has anything to decide row by row."""
    logos = [line for line in lines if line.cells.get("image_url")]
    if not logos:
        return []
    whole = logos[0].whole
    message = f"{len(logos)} logos ne sont pas repris : un monogramme les remplace."
    header, index = whole.headers["image_url"], whole.indexes["image_url"]
    return [Finding("logo-externe", 1, header, "image_url", message=message, index=index)]


def _told(report: Report) -> Report:
    report.rows = [planned.result() for planned in report.plans]
    report.findings = [
        *report.general,
        *(found for planned in report.plans for found in planned.line.findings),
    ]
    return report


def _carry_out(report: Report, *, by: Account, progress: Progress | None) -> Outcome:
    outcome, results = Outcome(report), []
    if report.drafts is None:
        report.drafts = _drafts(report)
    for start in range(0, len(report.plans), BATCH):
        some = report.plans[start : start + BATCH]
        new = _new(some, report, by)
        for planned in some:
            results.append(_bring(planned, new.get(planned.line.number), outcome, by))
            if progress:
                progress(len(results), len(report.plans))
    _told(report)
    report.rows = results
    return outcome


def _new(some: list[Planned], report: Report, by: Account) -> dict[int, Proposal]:
    """The new records of some rows, written together."""
    drafts = report.drafts or {}
    rows = [planned.line.number for planned in some if planned.values and planned.line.number in drafts]
    made = many.propose_new([drafts[row] for row in rows], by=by, source=_source(report))
    new = dict(zip(rows, made, strict=True))
    public = [planned.line.number for planned in some if planned.publishes and planned.line.number in new]
    many.accept_new([drafts[row] for row in public], [new[row] for row in public], by=by)
    return new


def _bring(planned: Planned, new: Proposal | None, outcome: Outcome, by: Account) -> RowResult:
    result, record = planned.result(), planned.record
    if planned.settles and record and record.imported:
        proposal = record.imported
    elif planned.values:
        proposal = new or _propose(planned, outcome.report, by)
    else:
        return result
    before = {name: record.values.get(name) for name in planned.values} if record and record.published else {}
    made = Made(planned.line.number, planned.outcome, proposal.fiche_id, proposal.pk, False, 0, before)
    if planned.values and record and record.imported:
        made.replaced = record.imported.pk
    outcome.made.append(made)
    if not planned.publishes:
        return result
    if new is None:
        actions.accept(proposal, by=by)
    made.published, made.revision = True, (record.revision if record else 0) + 1
    return result.published_as(proposal.fiche_id)


def _propose(planned: Planned, report: Report, by: Account) -> Proposal:
    record = planned.record
    existing = record is not None and (record.published or record.undone)
    return actions.propose(
        values=planned.values,
        by=by,
        fiche_id=record.id if record and existing else None,
        source=_source(report),
        replaces=record.imported if record else None,
    )


def _source(report: Report) -> str:
    return (SOURCE + report.name)[:200]
