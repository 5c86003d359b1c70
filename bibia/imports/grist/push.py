"""Writing in Grist what the library says, in small batches; each is remembered once Grist has answered."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import TypeVar

from bibia.fiches.writing import writing
from bibia.imports.grist.client import Client, Record
from bibia.imports.grist.models import Link
from bibia.imports.grist.pull import Plan
from bibia.imports.grist.reading import CONTROL, UID, Sheet, uid
from bibia.imports.grist.settle import Push
from bibia.imports.grist.turns import Check

BATCH = 50
T = TypeVar("T")


def push(client: Client, sheet: Sheet, plan: Plan, turn: Check) -> int:
    """How many rows were written. Raises GristError in the middle: what was written before is remembered."""
    written = 0
    for batch in _batches([one for one in plan.pushes if one.row]):
        written += _update(client, sheet, batch, turn)
    for batch in _batches([one for one in plan.pushes if not one.row]):
        written += _add(client, sheet, batch, turn)
    _write_controls(client, sheet, plan.controls)
    return written


def _update(client: Client, sheet: Sheet, batch: list[Push], turn: Check) -> int:
    """Rows that someone changed since they were read are left for the next exchange."""
    fresh = {
        record["id"]: record for record in client.records({"id": [one.row.id for one in batch if one.row]})
    }
    kept = [one for one in batch if one.row and _is_same(sheet, one, fresh.get(one.row.id))]
    by_uid, by_row = [], []
    for one in kept:
        if one.row and one.row.uid == one.link.uid:
            by_uid.append({"require": {sheet.ours[UID].id: one.link.uid}, "fields": one.cells})
        elif one.row:
            by_row.append({"id": one.row.id, "fields": {sheet.ours[UID].id: one.link.uid} | one.cells})
    for alike in _alike(by_uid):
        client.upsert(alike)
    for alike in _alike(by_row):
        client.update(alike)
    _remember(kept, turn)
    return len(kept)


def _add(client: Client, sheet: Sheet, batch: list[Push], turn: Check) -> int:
    column = sheet.ours[UID].id
    records = [{"require": {column: one.link.uid}, "fields": one.cells} for one in batch]
    for alike in _alike(records):
        client.upsert(alike)
    # Older servers answer null to an upsert: the numbers are asked for, and the rows seen to be there.
    asked = client.records({column: [one.link.uid for one in batch]})
    found = {uid(sheet, record): record["id"] for record in asked}
    added = [one for one in batch if one.link.uid in found]
    for one in added:
        one.link.row = found[one.link.uid]
    _remember(added, turn)
    return len(added)


def _is_same(sheet: Sheet, one: Push, fresh: Record | None) -> bool:
    if fresh is None or one.row is None or uid(sheet, fresh) != one.row.uid:
        return False
    before = one.row.record["fields"]
    return all(fresh["fields"].get(column) == before.get(column) for column in one.cells)


def _alike(records: list[Record]) -> Iterator[list[Record]]:
    """Grist refuses a batch whose records do not give the same columns."""
    groups: dict[tuple[str, ...], list[Record]] = defaultdict(list)
    for record in records:
        groups[tuple(sorted(record["fields"]))].append(record)
    yield from groups.values()


def _remember(batch: Iterable[Push], turn: Check) -> None:
    with writing():
        turn()
        for one in batch:
            # A person may have settled a conflict of this row since it was read.
            known = Link.objects.select_for_update().filter(source=one.link.source, uid=one.link.uid).first()
            link = known or one.link
            link.row, link.due, link.sent = one.link.row, False, {}
            link.exchanged |= one.values
            link.absence, link.missing_since = Link.Absence.NONE, None
            link.save()


def _write_controls(client: Client, sheet: Sheet, controls: dict[int, str]) -> None:
    for batch in _batches(
        [{"id": row, "fields": {sheet.ours[CONTROL].id: said}} for row, said in controls.items()]
    ):
        client.update(batch)


def _batches(items: list[T]) -> Iterator[list[T]]:
    for start in range(0, len(items), BATCH):
        yield items[start : start + BATCH]
