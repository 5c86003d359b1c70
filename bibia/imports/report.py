"""The report of an import: the same object for the command, the web and the tests."""

import json
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from bibia.imports.codes import CODES
from bibia.ui.filters import typo

FORMAT = 1
OUTCOMES = ("created", "updated", "unchanged", "older", "refused")
_SHOWN = 500  # characters of a value: enough to find it again in the table


@dataclass(frozen=True)
class Finding:
    code: str
    row: int = 0  # 0: the file itself
    column: str = ""
    field: str = ""
    value: str = ""
    message: str = ""
    proposal: str = ""

    @property
    def severity(self) -> str:
        return CODES[self.code].severity.value

    def as_dict(self) -> dict:
        shown = self.value if len(self.value) <= _SHOWN else self.value[:_SHOWN] + "…"
        return {
            "code": self.code,
            "severity": self.severity,
            "row": self.row,
            "column": self.column,
            "field": self.field,
            "value": shown,
            "message": typo(self.message or CODES[self.code].sentence),
            "proposal": self.proposal,
        }


@dataclass(frozen=True)
class RowResult:
    row: int
    outcome: str
    id: str = ""  # of the public record, once there is one
    published: bool = False  # this import put it, or its new version, before the public


@dataclass
class Report:
    name: str
    sha256: str = ""
    kind: str = "inconnu"
    rows: list[RowResult] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    columns: dict[str, int] = field(default_factory=dict)  # headers, in the order of the table
    refused_because: str = ""  # the file itself was refused

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

    def as_dict(self) -> dict:
        rows = [
            {"row": row.row, "outcome": row.outcome, "id": row.id}
            for row in sorted(self.rows, key=lambda row: row.row)
        ]
        return {
            "format": FORMAT,
            "file": {"name": self.name, "sha256": self.sha256, "kind": self.kind},
            "counts": self.counts,
            "rows": rows,
            "findings": [finding.as_dict() for finding in sorted(self.findings, key=self._place)],
        }

    def _place(self, finding: Finding) -> tuple[int, int]:
        """In the order of the table, from left to right and from top to bottom."""
        return finding.row, self.columns.get(finding.column, -1)

    def write(self, path: Path) -> None:
        """For the operator's eyes: findings quote cells, restricted ones included."""
        path.touch(mode=0o600, exist_ok=True)
        path.write_text(json.dumps(self.as_dict(), ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
