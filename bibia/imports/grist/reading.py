"""The table as Grist gives it, checked before anything is compared: columns, shape, number of rows."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from bibia.imports.grist import engine
from bibia.imports.grist.cells import Column
from bibia.imports.grist.client import Client, Record
from bibia.imports.grist.config import Config
from bibia.imports.grist.errors import GristError
from bibia.imports.grist.rules import travels
from bibia.imports.readers.table import MAX_COLUMNS, MAX_ROWS
from bibia.ui.text import fold

UID, CONTROL, STAMP = "uid", "controle", "modifie_le"
BATCH = 200  # rows asked for by number at once: the address of a request is not endless
OVERLAP = 120.0  # seconds: two changes of one second, and a clock set right, are not missed
_OURS = (UID, CONTROL, STAMP)


@dataclass(frozen=True)
class Sheet:
    """The columns of the table that mean something here."""

    fields: dict[str, Column]
    ours: dict[str, Column]  # uid, controle, modifie_le, where the table has them
    unknown: tuple[str, ...] = ()  # columns that are no field, or that may not travel


@dataclass
class Snapshot:
    sheet: Sheet
    records: list[Record]  # the rows that were read: all of them, or those that may have changed
    ids: dict[int, str] = field(default_factory=dict)  # every row of the table, with its uid
    complete: bool = True
    mark: float | None = None


def read(
    client: Client, config: Config, *, mark: float | None, wanted: Callable[[dict[int, str]], set[int]]
) -> Snapshot:
    """The whole table, or what changed since `mark` and the rows that are `wanted` for another reason."""
    sheet = columns(client.columns(), config)
    if mark is not None and STAMP in sheet.ours and UID in sheet.ours:
        found = _changed(client, config, sheet, mark, wanted)
        if found:
            return found
    records = _shaped(sheet, _whole(client, config))
    snapshot = Snapshot(sheet, records, {record["id"]: uid(sheet, record) for record in records})
    snapshot.mark = _latest(cell(sheet, record, STAMP) for record in records)
    return snapshot


def columns(found: list[Record], config: Config) -> Sheet:
    """Which column is which field. Raises GristError when the table cannot be the one that is expected."""
    if len(found) > MAX_COLUMNS:
        raise GristError("pas-la-table", f"Elle dépasse {MAX_COLUMNS} colonnes.")
    every = [_column(item) for item in found]
    ours = {name: column for name in _OURS for column in every if fold(column.id) == name}
    others = [column for column in every if column not in ours.values() and column.id != "manualSort"]
    if config.writes and (UID not in ours or ours[UID].computed):
        raise GristError(
            "pas-la-table", "Il lui manque une colonne « uid », de texte et sans formule : ajoutez-la."
        )
    fields: dict[str, Column] = {}
    for column in others:
        name = engine.field_of(column.id, column.label)
        if name and name not in fields:
            fields[name] = column
    missing = [label for name, label in engine.NEEDED.items() if name not in fields]
    if missing:
        raise GristError("pas-la-table", f"Elle n’a pas de colonne pour {' ni pour '.join(missing)}.")
    fields = {name: one for name, one in fields.items() if travels(name, private=config.private)}
    unknown = tuple(column.id for column in others if column not in fields.values())
    return Sheet(fields, ours, unknown)


def _column(item: Record) -> Column:
    fields = item["fields"]
    kind, label = fields.get("type"), fields.get("label")
    computed = bool(fields.get("isFormula") and fields.get("formula"))
    return Column(
        item["id"],
        label if isinstance(label, str) else "",
        kind if isinstance(kind, str) else "Any",
        computed,
    )


def _whole(client: Client, config: Config) -> list[Record]:
    """Every row; where the key may count them, their number is checked: half a table is not the table."""
    for _attempt in range(2):
        records = client.records()
        counted = _count(client, config)
        if counted is None or counted == len(records):
            break
    else:
        raise GristError(
            "pas-la-table", f"Elle a {counted} lignes, et {len(records)} seulement sont arrivées."
        )
    if len(records) > MAX_ROWS:
        raise GristError("pas-la-table", "Elle dépasse 10 000 lignes.")
    return records


def _count(client: Client, config: Config) -> int | None:
    found = _ask(client, f'SELECT COUNT(*) AS n FROM "{config.table}"')
    count = found[0].get("n") if found and len(found) == 1 else None
    return count if isinstance(count, int) else None


def _ask(client: Client, statement: str) -> list[Record] | None:
    """The answer to an SQL statement; None where this key or this server may not ask one."""
    try:
        return client.sql(statement)
    except GristError as error:
        if error.kind in ("droits-manquants", "introuvable", "panne"):
            return None
        raise


def _changed(
    client: Client,
    config: Config,
    sheet: Sheet,
    mark: float,
    wanted: Callable[[dict[int, str]], set[int]],
) -> Snapshot | None:
    names = [sheet.ours[UID].id, sheet.ours[STAMP].id]
    found = _ask(client, f'SELECT id, "{names[0]}", "{names[1]}" FROM "{config.table}"')
    if found is None:
        return None
    if any(type(row.get("id")) is not int for row in found):
        raise GristError("pas-la-table", "La réponse à une requête SQL n’a pas la forme attendue.")
    ids = {row["id"]: _text(row.get(names[0])) for row in found}
    changed = {row["id"] for row in found if _seconds(row.get(names[1])) >= mark - OVERLAP}
    asked = sorted((changed | wanted(ids)) & set(ids))
    records: list[Record] = []
    for start in range(0, len(asked), BATCH):
        records += client.records({"id": asked[start : start + BATCH]})
    latest = _latest(row.get(names[1]) for row in found)
    return Snapshot(sheet, _shaped(sheet, records), ids, complete=False, mark=latest)


def _shaped(sheet: Sheet, records: list[Record]) -> list[Record]:
    """A row without one of the columns would read as emptied."""
    needed = {column.id for column in sheet.fields.values()}
    if any(not needed <= set(record["fields"]) for record in records):
        raise GristError("pas-la-table", "Des lignes n’ont pas toutes les colonnes annoncées.")
    return records


def cell(sheet: Sheet, record: Record, name: str) -> Any:
    """What this record holds in one of our own columns."""
    return record["fields"].get(sheet.ours[name].id) if name in sheet.ours else None


def uid(sheet: Sheet, record: Record) -> str:
    return _text(cell(sheet, record, UID))


def _text(cell: Any) -> str:
    return cell.strip() if isinstance(cell, str) else ""


def _seconds(cell: Any) -> float:
    """A row without a date of change is taken as changed."""
    return float(cell) if isinstance(cell, int | float) and not isinstance(cell, bool) else float("inf")


def _latest(cells: Any) -> float | None:
    known = [seconds for one in cells if (seconds := _seconds(one)) != float("inf")]
    return max(known, default=None)
