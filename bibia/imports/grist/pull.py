"""From a checked table to proposals, conflicts and a plan of what to write: one transaction, all or nothing."""

from dataclasses import dataclass, field

from django.db import transaction
from django.utils import timezone

from bibia.accounts.models import Account
from bibia.fiches.models import Proposal
from bibia.fiches.writing import writing
from bibia.imports.grist.config import Config
from bibia.imports.grist.examine import Row, conclude, parse
from bibia.imports.grist.here import Here
from bibia.imports.grist.links import Links
from bibia.imports.grist.losses import Confirmed, hold_emptied_columns, refuse_lost_rows
from bibia.imports.grist.models import Link
from bibia.imports.grist.reading import CONTROL, Snapshot
from bibia.imports.grist.rules import OWNED, empty
from bibia.imports.grist.settle import Push, Settle
from bibia.imports.grist.turns import Check
from bibia.imports.match import Library


@dataclass
class Plan:
    """What is left to write in Grist once the library has taken its part."""

    pushes: list[Push] = field(default_factory=list)
    controls: dict[int, str] = field(default_factory=dict)
    counts: dict[str, int] = field(default_factory=dict)
    held: list[str] = field(default_factory=list)  # fields that most rows lost at once


def pull(
    snapshot: Snapshot,
    config: Config,
    *,
    by: Account,
    before: list[int],
    confirmed: Confirmed,
    turn: Check,
    dry_run: bool = False,
) -> Plan:
    """Raises GristError, and then changes nothing. `before` are the rows of the last exchange,
    `confirmed` what a person said was meant to go."""
    rows = parse(snapshot)  # the long part: nobody waits for it to write
    with writing():
        turn()
        library, here = Library(), Here(private=config.private)
        links = Links(config.source, private=config.private)
        links.adopt(here)
        refuse_lost_rows(snapshot, links, before, confirmed)
        conclude(rows, snapshot.sheet, library)
        for row in rows:
            links.identify(row, here, library)
        held = hold_emptied_columns(rows, confirmed)
        settle = Settle(config, snapshot.sheet, here, by, links.conflicts())
        for row in rows:
            settle.row(row)
        _note_absences(snapshot, links, rows, settle)
        if config.writes:
            _add_missing(links, settle)
        plan = Plan(settle.pushes, _controls(snapshot, rows), dict(settle.counts), held)
        if dry_run:
            transaction.set_rollback(True)
    return plan


def _note_absences(snapshot: Snapshot, links: Links, rows: list[Row], settle: Settle) -> None:
    read = {row.id for row in rows}
    seen = {id(row.link) for row in rows if row.link}
    seen |= {id(links.of(row, uid)) for row, uid in snapshot.ids.items() if row not in read}
    for link in links.every:
        if link.pk is None or not link.row:
            continue
        if id(link) in seen:
            if link.absence in (Link.Absence.ASKED, Link.Absence.KEPT):
                link.absence, link.missing_since = Link.Absence.NONE, None
                link.save()
        elif not link.absence:
            _note_absence(link, settle)


def _note_absence(link: Link, settle: Settle) -> None:
    """A row that is gone takes nothing with it: its record or its proposal waits for a person."""
    waits = link.proposal is not None and link.proposal.state == Proposal.State.PENDING
    if link.uid in settle.here.published or waits:
        link.absence, link.missing_since = Link.Absence.ASKED, timezone.now()
        link.save()
        settle.counts["suppressions"] += 1
    elif link.uid not in settle.here.withdrawn:
        link.delete()


def _add_missing(links: Links, settle: Settle) -> None:
    """The published records that the table does not have, and those that a person chose to keep."""
    for uid, held in settle.here.published.items():
        link = links.by_uid.get(uid)
        if link is None or not link.row or link.absence == Link.Absence.KEPT:
            link = link or Link(source=links.source, row=0, uid=uid)
            values = {
                name: held.values[name]
                for name, column in settle.sheet.fields.items()
                if (held.values[name] != empty(name) or name in OWNED) and not column.computed
            }
            settle.push(link, None, values)
            link.save()


def _controls(snapshot: Snapshot, rows: list[Row]) -> dict[int, str]:
    column = snapshot.sheet.ours.get(CONTROL)
    if column is None or column.computed:
        return {}
    return {row.id: row.text() for row in rows if row.text() != row.control}
