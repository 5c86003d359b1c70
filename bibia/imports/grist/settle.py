"""One row against its record: what is agreed, proposed, to be written, or in conflict."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.utils import timezone

from bibia.accounts.models import Account
from bibia.fiches import actions
from bibia.fiches.fields import label
from bibia.fiches.models import Proposal
from bibia.fiches.verbs import Refusal
from bibia.imports.grist import cells
from bibia.imports.grist.config import Config
from bibia.imports.grist.examine import Row
from bibia.imports.grist.here import Held, Here
from bibia.imports.grist.models import Conflict, Link
from bibia.imports.grist.reading import Sheet
from bibia.imports.grist.rules import OWNED, UNKNOWN, Verdict, decide, empty, is_read
from bibia.imports.match import plain

SOURCE = "grist : "
REMEMBERED = timedelta(days=30)  # how long a row says that a change was turned down
_CHANGES = "changes"  # the state of a proposal that was sent back to be corrected
_NOT_READ = "modifié ici, alors que la bibliothèque n’en tient pas compte."
_BOTH = "modifié ici et dans la bibliothèque : un animateur choisira."
_WAITS = "Une proposition attend une décision."


@dataclass
class Push:
    """What to write in one row of Grist."""

    link: Link
    row: Row | None  # None: a row to add
    values: dict[str, Any]
    cells: dict[str, Any]  # the same, by column, in the form that each column holds


@dataclass
class Settle:
    config: Config
    sheet: Sheet
    here: Here
    by: Account
    conflicts: dict[int, dict[str, Conflict]]
    pushes: list[Push] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)

    def row(self, row: Row) -> None:
        link = row.link
        if row.refused or link is None:
            self.counts["refusees"] += 1
            return
        before = _state(link)
        if link.uid in self.here.published:
            self._known(row, link, self.here.published[link.uid])
        elif link.uid or (link.proposal and link.proposal.state == "accepted"):
            row.remarks.append(
                "Cette fiche a été retirée de la bibliothèque : cette ligne n’est plus suivie."
            )
        elif self.config.reads:
            self._new(row, link)
        else:
            row.remarks.append(
                "Cette ligne n’est celle d’aucune fiche : la bibliothèque ne lit pas cette table."
            )
            return
        if link.pk is None or _state(link) != before:
            link.save()

    def _new(self, row: Row, link: Link) -> None:
        """A row that is no record yet is proposed, once; corrected, it is proposed again."""
        values = {name: value for name, value in row.values.items() if value not in ("", None, [], {})}
        values = {"nature": "cas-usage"} | {n: v for n, v in values.items() if self._is_read(n)}
        last = link.proposal
        if last and plain(last.values) == values:
            row.remarks.append(self._said(last))
            link.row = row.id
        elif last and last.state in (Proposal.State.PENDING, _CHANGES):
            self._propose(row, link, values, replaces=last)
        else:
            self._propose(row, link, values)

    def _known(self, row: Row, link: Link, held: Held) -> None:
        self._remember_decision(row, link)
        changes: dict[str, Any] = {}
        pushes: dict[str, Any] = {}
        conflicts: dict[str, tuple[Any, Any, Any]] = {}
        for name in self.sheet.fields:
            if name not in row.values:
                continue
            here, there = held.values[name], row.values[name]
            if name in link.sent and link.sent[name] == there:
                link.exchanged[name] = there
            base = link.exchanged.get(name, UNKNOWN)
            verdict = self._decide(name, base, here, there)
            if verdict is Verdict.AGREE:
                link.exchanged[name] = there
            elif verdict is Verdict.PUSH:
                pushes[name] = here
            elif verdict is Verdict.PROPOSE:
                changes[name] = there
            elif verdict is Verdict.CONFLICT:
                conflicts[name] = (None if base is UNKNOWN else base, here, there)
            elif there != (empty(name) if base is UNKNOWN else base):
                row.remarks.append(f"« {label(name)} » : {_NOT_READ}")
        link.row, link.due, link.revision, link.sent = row.id, False, held.revision, {}
        if self.config.writes and (pushes or row.uid != link.uid):
            self.push(link, row, pushes)
        self._offer(row, link, held, changes)
        self._keep_conflicts(row, link, conflicts)

    def push(self, link: Link, row: Row | None, values: dict[str, Any]) -> None:
        """Plan a writing; until Grist has answered, the row is still to be compared."""
        kept, written = {}, {}
        for name, value in values.items():
            column = self.sheet.fields[name]
            try:
                written[column.id] = cells.write(name, column, value)
                kept[name] = value
            except cells.Unreadable as refusal:
                if row:
                    row.remarks.append(f"« {label(name)} » : {refusal}")
        link.due, link.sent = True, kept
        self.pushes.append(Push(link, row, kept, written))

    def _decide(self, name: str, base: Any, here: Any, there: Any) -> Verdict:
        return decide(
            base,
            here,
            there,
            reads=self.config.reads and self._is_read(name),
            writes=self.config.writes and not self.sheet.fields[name].computed,
            owned=name in OWNED,
        )

    def _is_read(self, name: str) -> bool:
        return is_read(name, private=self.config.private)

    def _remember_decision(self, row: Row, link: Link) -> None:
        """What was decided of the last proposal of this row is known to both sides."""
        last = link.proposal
        if last is None or last.state in (Proposal.State.PENDING, _CHANGES):
            return
        values = plain(last.values)
        if last.state == Proposal.State.ACCEPTED:
            # The nature that a new record was given is not one that its row had.
            link.exchanged |= {n: v for n, v in values.items() if n in link.exchanged or row.values.get(n)}
            link.proposal = None
            return
        # Turned down: the library's value stands, and is written back where the direction allows it.
        link.exchanged |= {name: value for name, value in values.items() if row.values.get(name) == value}
        if last.decided_at and timezone.now() - last.decided_at < REMEMBERED:
            row.remarks.append(self._said(last))

    def _said(self, last: Proposal) -> str:
        if last.state == Proposal.State.PENDING:
            return _WAITS
        asked = last.state == _CHANGES
        said = "Des corrections sont demandées" if asked else "La proposition a été refusée"
        # A public document shows its remarks to everyone: the reason was written for its author.
        return f"{said} : {last.reason}" if last.reason and self.config.private else f"{said}."

    def _offer(self, row: Row, link: Link, held: Held, changes: dict[str, Any]) -> None:
        """One proposal waits at most for each row; it follows what the row says."""
        last = link.proposal
        mine = last if last and last.state in (Proposal.State.PENDING, _CHANGES) else None
        others = [one for one in self.here.waiting.get(link.uid, ()) if mine is None or one.pk != mine.pk]
        if not changes:
            if mine and self.config.reads:
                actions.cancel(mine, by=self.by)
                link.proposal = None
        elif mine and plain(mine.values) == changes and mine.base == held.revision:
            row.remarks.append(self._said(mine))
        elif others:
            link.due = True
            row.remarks.append(
                "Une autre proposition attend une décision pour cette fiche : celle-ci suivra."
            )
        else:
            self._propose(row, link, changes, replaces=mine, fiche_id=link.uid)

    def _propose(
        self,
        row: Row,
        link: Link,
        values: dict[str, Any],
        *,
        replaces: Proposal | None = None,
        fiche_id: str | None = None,
    ) -> None:
        source = f"{SOURCE}{self.config.source}, ligne {row.id}"[:200]
        try:
            link.proposal = actions.propose(
                values=values, by=self.by, fiche_id=fiche_id, source=source, replaces=replaces
            )
        except ValidationError as refusal:
            row.remarks.append(" ".join(refusal.messages))
        except Refusal as refusal:
            row.remarks.append(str(refusal))
        else:
            row.remarks.append(_WAITS)
            self.counts["propositions"] += 1
        link.row = row.id

    def _keep_conflicts(self, row: Row, link: Link, found: dict[str, tuple[Any, Any, Any]]) -> None:
        now = timezone.now()
        if found and link.pk is None:
            link.save()
        opened = self.conflicts.get(link.pk, {})
        for name, (base, here, there) in found.items():
            one = opened.get(name) or Conflict(link=link, field=name, opened_at=now)
            self.counts["conflits"] += one.pk is None
            if one.pk is None or (one.base, one.here, one.there) != (base, here, there):
                one.base, one.here, one.there = base, here, there
                one.save()
            row.remarks.append(f"« {label(name)} » : {_BOTH}")
        for name, one in opened.items():
            if name not in found and name in row.values:
                one.state, one.closed_at = Conflict.State.GONE, now
                one.save()


def _state(link: Link) -> tuple:
    """What an exchange may change of a link: unchanged, it is not written again."""
    return (
        link.row,
        link.uid,
        link.due,
        link.revision,
        link.proposal_id,
        dict(link.exchanged),
        dict(link.sent),
    )
