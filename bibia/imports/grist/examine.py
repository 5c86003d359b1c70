"""From the records of Grist to values and remarks, through the same reading as any imported table."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from bibia.fiches.fields import REQUIRED, label
from bibia.imports.codes import CODES, Severity
from bibia.imports.grist import cells, engine
from bibia.imports.grist.client import Record
from bibia.imports.grist.models import Link
from bibia.imports.grist.reading import CONTROL, Sheet, Snapshot, cell, uid
from bibia.imports.grist.rules import empty
from bibia.imports.match import Library, plain
from bibia.imports.rows import Line

LONGEST_REMARK = 4_000  # characters of the column of remarks


@dataclass
class Row:
    """A row of Grist on its way: what it says, and what there is to say about it."""

    id: int
    uid: str
    control: str
    record: Record
    line: Line
    values: dict[str, Any] = field(default_factory=dict)  # of every field that could be read, empty ones too
    remarks: list[str] = field(default_factory=list)
    unreadable: set[str] = field(default_factory=set)
    link: Link | None = None

    @property
    def refused(self) -> bool:
        return self.line.refused

    def refuse(self, sentence: str) -> None:
        self.line.refused = True
        self.remarks.append(sentence)

    def text(self) -> str:
        """The column of remarks: one line each, none twice."""
        return "\n".join(dict.fromkeys(self.remarks))[:LONGEST_REMARK]


def parse(snapshot: Snapshot) -> list[Row]:
    """What the table alone says; the library is not asked."""
    found = [_row(snapshot.sheet, record) for record in snapshot.records]
    engine.inspect([row.line for row in found])
    return found


def conclude(found: list[Row], sheet: Sheet, library: Library) -> None:
    """What each row says for certain, now that the library is known."""
    engine.series([row.line for row in found], library)
    for row in found:
        _read(row, sheet)
    _refuse_twins(found)


def _row(sheet: Sheet, record: Record) -> Row:
    shown, unreadable = {}, {}
    for name, column in sheet.fields.items():
        try:
            shown[name] = cells.text(name, column, record["fields"][column.id])
        except cells.Unreadable as refusal:
            shown[name], unreadable[name] = "", str(refusal)
    control = cell(sheet, record, CONTROL)
    line = engine.line(record["id"], shown)
    line.values |= cells.image(shown.get("image_url", ""))
    row = Row(record["id"], uid(sheet, record), control if isinstance(control, str) else "", record, line)
    row.unreadable = set(unreadable)
    for name, sentence in unreadable.items():
        line.raw[name] = " "  # something is there: the field is not empty
        row.remarks.append(f"« {label(name)} » : {sentence}")
    return row


def _read(row: Row, sheet: Sheet) -> None:
    """The fields that this row says for certain; one with an error says nothing until it is corrected."""
    said: dict[str, set[Severity]] = defaultdict(set)
    for found in row.line.findings:
        said[found.field].add(CODES[found.code].severity)
    values = plain(row.line.values)
    for name in sheet.fields:
        filled = bool(row.line.raw.get(name))
        if name in values and Severity.ERREUR not in said[name]:
            row.values[name] = values[name]
        elif filled and (name == "image_url" or name in row.unreadable or said[name] - {Severity.INFO}):
            continue
        elif name not in REQUIRED:  # nothing, or a word that says so
            row.values[name] = empty(name)
        elif not row.refused:
            row.remarks.append(
                f"« {label(name)} » est nécessaire : sa valeur n’a pas été retirée de la fiche."
            )
    row.remarks[:0] = [_sentence(found) for found in row.line.findings]


def _sentence(finding: Any) -> str:
    said = finding.as_dict()
    where = f"« {label(finding.field)} » : " if finding.field else ""
    proposal = f" Proposition : {said['proposal']}." if said["proposal"] else ""
    return f"{where}{said['message']}{proposal}"


def _refuse_twins(found: Iterable[Row]) -> None:
    """A copied row keeps its identifier, and another may describe the same project: neither is guessed."""
    by_uid: dict[str, list[Row]] = defaultdict(list)
    by_project: dict[tuple[str, str], list[Row]] = defaultdict(list)
    for row in found:
        if row.uid:
            by_uid[row.uid].append(row)
        if not row.refused:
            by_project[row.line.title, row.line.siren or row.line.organisation].append(row)
    for same in by_uid.values():
        for row in same if len(same) > 1 else ():
            row.refuse(
                f"L’identifiant « {row.uid} » est aussi celui d’une autre ligne : videz « uid » sur la copie."
            )
    for same in by_project.values():
        first = next((row for row in same if row.uid), same[0])
        for row in same:
            if row is not first and not row.uid:
                row.refuse(
                    f"Cette ligne décrit le même projet que la ligne {first.id} : elle n’est pas prise."
                )
