"""One exchange with Grist, on schedule or on demand: read and check, take in, write out, and say what came of it."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import QuerySet
from django.utils import timezone

from bibia.accounts.models import Account
from bibia.fiches.models import Fiche, Reserved
from bibia.fiches.writing import writing
from bibia.imports.grist import alarms, turns
from bibia.imports.grist.client import Client
from bibia.imports.grist.config import Config, load
from bibia.imports.grist.errors import GristError
from bibia.imports.grist.losses import alarm_of
from bibia.imports.grist.models import Link, Run
from bibia.imports.grist.pull import Plan, pull
from bibia.imports.grist.push import push
from bibia.imports.grist.reading import Snapshot, read

KEPT = 200  # runs that are remembered
COMPLETE_EVERY = timedelta(days=1)  # in between, only what changed is read, where the table dates its changes


@dataclass
class _Exchange:
    config: Config
    client: Client
    by: Account
    started: datetime
    turn: turns.Check

    def read(self, *, complete: bool) -> Snapshot:
        with writing():
            last = None if complete else _runs(self.config).filter(complete=True).first()
            marked = _runs(self.config).filter(mark__isnull=False).first()
        recent = last is not None and timezone.now() - last.started_at < COMPLETE_EVERY
        mark = marked.mark if recent and marked else None
        return read(self.client, self.config, mark=mark, wanted=lambda ids: _wanted(self.config, ids))

    def pull(self, snapshot: Snapshot, *, dry_run: bool) -> Plan:
        with writing():
            last = _runs(self.config).first()
            confirmed = alarms.confirmed(self.config.source)
        before = last.rows if last else []
        return pull(
            snapshot,
            self.config,
            by=self.by,
            before=before,
            confirmed=confirmed,
            turn=self.turn,
            dry_run=dry_run,
        )

    def run(self, outcome: str, **values) -> Run:
        return Run(
            source=self.config.source,
            by=self.by,
            started_at=self.started,
            ended_at=timezone.now(),
            outcome=outcome,
            **values,
        )

    def ring(self, error: GristError) -> None:
        if error.kind != "depasse":  # the exchange that goes on will say what there is to say
            alarms.ring(self.config.source, error.kind, error.sentence, error.data)

    def refused(self, error: GristError, *, dry_run: bool) -> Run:
        run = self.run(Run.Outcome.REFUSED, sentence=error.sentence[:600], complete=False)
        if not dry_run:
            self.ring(error)
            _keep(run)
        return run


def sync(*, by: Account, config: Config | None = None, complete: bool = False, dry_run: bool = False) -> Run:
    """Exchange once with the configured table. What goes wrong is in the run, and in an alarm.

    Raises GristError for a wrong setting only."""
    config = config or load()
    turn = turns.anyone if dry_run else turns.take(config.source)
    exchange = _Exchange(config, Client(config), by, timezone.now(), turn)
    try:
        snapshot = exchange.read(complete=complete)
        plan = exchange.pull(snapshot, dry_run=dry_run)
    except GristError as error:
        return exchange.refused(error, dry_run=dry_run)
    counts = {"lues": len(snapshot.records), "lignes": len(snapshot.ids)} | plan.counts
    values = {"complete": snapshot.complete, "rows": sorted(snapshot.ids), "mark": snapshot.mark}
    if dry_run:
        return exchange.run(Run.Outcome.DONE, counts=counts | {"ecrites": len(plan.pushes)}, **values)
    return _write(exchange, snapshot, plan, counts, values)


def _write(exchange: _Exchange, snapshot: Snapshot, plan: Plan, counts: dict, values: dict) -> Run:
    config = exchange.config
    try:
        counts["ecrites"] = push(exchange.client, snapshot.sheet, plan, exchange.turn)
    except GristError as error:
        exchange.ring(error)
        # The next exchange starts again from the mark of the one before.
        values |= {"mark": None, "complete": False}
        run = exchange.run(Run.Outcome.PARTIAL, sentence=error.sentence[:600], counts=counts, **values)
    else:
        _tell(config, plan)
        run = exchange.run(Run.Outcome.DONE, counts=counts, **values)
    return _keep(run)


def _tell(config: Config, plan: Plan) -> None:
    """It went well; all that is left to say is which columns were emptied."""
    if plan.held:
        error = alarm_of(plan.held)
        alarms.ring(config.source, error.kind, error.sentence, error.data)
    alarms.calm(config.source, but="colonne-videe" if plan.held else "")


def _keep(run: Run) -> Run:
    with writing():
        run.save()
        old = Run.objects.filter(source=run.source).values_list("pk", flat=True)[KEPT:]
        Run.objects.filter(pk__in=list(old)).delete()
    return run


def _runs(config: Config) -> QuerySet[Run]:
    """The exchanges in which the table was read, the latest first."""
    return Run.objects.filter(source=config.source, outcome__in=(Run.Outcome.DONE, Run.Outcome.PARTIAL))


def _wanted(config: Config, ids: dict[int, str]) -> set[int]:
    """The rows to read again whatever Grist says: their record changed, or something waits for them."""
    with writing():
        links = {link.row: link for link in Link.objects.filter(source=config.source)}
        published = Fiche.objects.values("pk")
        revisions = dict(Reserved.objects.filter(pk__in=published).values_list("pk", "revision"))
    by_uid = {link.uid: link for link in links.values() if link.uid}
    wanted = set()
    for row, uid in ids.items():
        link = by_uid.get(uid) if uid else links.get(row)
        if link is None or not uid or _waits(link, row) or link.revision != revisions.get(link.uid):
            wanted.add(row)
    return wanted


def _waits(link: Link, row: int) -> bool:
    return link.due or bool(link.proposal_id) or link.row != row
