"""The report of an import: the same object for the command, the web and the tests."""

import json
from collections import Counter
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bibia.imports.codes import CODES
from bibia.imports.readers.table import Table
from bibia.ui.filters import typo
from bibia.ui.text import squeeze

if TYPE_CHECKING:
    from bibia.fiches.many import Draft
    from bibia.imports.plan import Planned

FORMAT = 1
OUTCOMES = ("created", "updated", "unchanged", "older", "refused")
_SHOWN = 500  # characters of a value: enough to find it again in the table
_WHOLE = ("separateur-ambigu",)  # accepting the proposal writes the cell again, with everything else in it
_EXAMPLES, _EXAMPLE = 3, 40  # values shown of a column, and characters of each


@dataclass(frozen=True)
class Finding:
    code: str
    row: int = 0  # 0: the file itself
    column: str = ""
    field: str = ""
    value: str = ""
    message: str = ""
    proposal: str = ""
    index: int = -1  # of the column, from zero; -1: the whole row
    surely: str = ""  # how sure, when not as usual for this code

    @property
    def severity(self) -> str:
        return CODES[self.code].severity.value

    @property
    def sure(self) -> str:
        return self.surely or CODES[self.code].sure.value

    @property
    def cell(self) -> str:
        """The place as a spreadsheet writes it: "C12", or "" for the file or a whole row."""
        letters, left = "", self.index + 1
        while left > 0:
            left, letter = divmod(left - 1, 26)
            letters = chr(65 + letter) + letters
        return f"{letters}{self.row}" if letters and self.row else ""

    def as_dict(self) -> dict:
        whole = len(self.value) <= _SHOWN or self.code in _WHOLE
        shown = self.value if whole else self.value[:_SHOWN] + "…"
        return {
            "code": self.code,
            "severity": self.severity,
            "sure": self.sure,
            "row": self.row,
            "cell": self.cell,
            "column": self.column,
            "field": self.field,
            "value": shown,
            "message": typo(self.message or CODES[self.code].sentence),
            "proposal": self.proposal,
        }


@dataclass(frozen=True)
class Near:
    """A record that may be the same project."""

    id: str
    title: str
    organisation: str


@dataclass(frozen=True)
class RowResult:
    row: int
    outcome: str
    id: str = ""  # of the public record, once there is one
    published: bool = False  # this import puts it, or its new version, before the public
    title: str = ""
    organisation: str = ""
    changes: tuple[tuple[str, Any, Any], ...] = ()  # (field, before, after), in JSON values
    near: tuple[Near, ...] = ()
    blocked: bool = False  # a question waits for an answer: it stays a proposal

    def published_as(self, fiche_id: str) -> "RowResult":
        return replace(self, id=fiche_id, published=True)

    def as_dict(self) -> dict:
        """Everything that the dry run shows of the row."""
        changes = [{"field": name, "before": before, "after": after} for name, before, after in self.changes]
        return asdict(self) | {"changes": changes}


@dataclass
class Report:
    name: str
    siren: str = ""  # of the organisation for which it is made
    sha256: str = ""
    kind: str = "inconnu"
    rows: list[RowResult] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    columns: dict[str, int] = field(default_factory=dict)  # headers, in the order of the table
    refused_because: str = ""  # the file itself was refused
    table: Table | None = None
    choices: list[tuple[str, str, str]] = field(default_factory=list)  # (header, field, why) of every column
    general: list[Finding] = field(default_factory=list)  # of the file and of whole columns
    plans: "list[Planned]" = field(default_factory=list)
    as_of: int = 0  # the last line of the journal when they were made
    drafts: "dict[int, Draft] | None" = None  # their new records, by row, once they are made ready

    @property
    def refused(self) -> bool:
        """The file is no table, or none of its rows could be taken."""
        return bool(self.refused_because) or (bool(self.rows) and self.counts["refused"] == len(self.rows))

    @property
    def counts(self) -> dict[str, int]:
        outcomes = Counter(row.outcome for row in self.rows)
        counts = {"read": len(self.rows)} | {name: outcomes[name] for name in OUTCOMES}
        return counts | {"published": sum(row.published for row in self.rows)}

    def refuse(self, message: str, *, kind: str) -> "Report":
        self.kind, self.refused_because = kind, typo(f"{message} Rien n’a été changé.")
        self.findings.append(Finding("pas-une-table", message=self.refused_because))
        return self

    def as_dict(self, *, full: bool = False) -> dict:
        """`full` adds what the dry run shows: columns, sheets, and every row with its changes."""
        ordered = sorted(self.rows, key=lambda row: row.row)
        rows = [
            row.as_dict() if full else {"row": row.row, "outcome": row.outcome, "id": row.id}
            for row in ordered
        ]
        return {
            "format": FORMAT,
            "file": {
                "name": self.name,
                "sha256": self.sha256,
                "kind": self.kind,
                "sheet": self.table.sheet if self.table else "",
                "header_row": self.table.header_row if self.table else 0,
            },
            "counts": self.counts,
            "rows": rows,
            "findings": [finding.as_dict() for finding in sorted(self.findings, key=self._place)],
        } | (self._choices() if full else {})

    def _choices(self) -> dict:
        """What a person may choose otherwise."""
        table = self.table
        return {
            "refused": self.refused_because,
            "columns": [
                {"header": header, "field": name, "why": why, "examples": self._examples(index)}
                for index, (header, name, why) in enumerate(self.choices)
            ],
            "sheets": [asdict(sheet) for sheet in table.sheets] if table else [],
            "candidates": [asdict(candidate) for candidate in table.candidates] if table else [],
        }

    def _examples(self, column: int) -> list[str]:
        """What a person recognises a column by: its first values that differ."""
        found: dict[str, None] = {}
        for row in self.table.rows if self.table else ():
            if column < len(row.cells) and (cell := squeeze(row.cells[column][:_SHOWN])):
                found[cell if len(cell) <= _EXAMPLE else cell[:_EXAMPLE] + "…"] = None
            if len(found) == _EXAMPLES:
                break
        return list(found)

    def _place(self, finding: Finding) -> tuple[int, int]:
        """In the order of the table, from left to right and from top to bottom."""
        return finding.row, finding.index

    def write(self, path: Path) -> None:
        """For the operator's eyes: findings quote cells, restricted ones included."""
        path.touch(mode=0o600, exist_ok=True)
        path.write_text(json.dumps(self.as_dict(), ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
