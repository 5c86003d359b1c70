"""What a person decided of a file, kept as JSON between two visits."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Options:
    """Everything is found without them."""

    sheet: str | None = None
    header_row: int | None = None  # as a spreadsheet numbers it
    mapping: Mapping[int, str] = field(default_factory=dict)  # column from zero → field; "" leaves it out
    corrections: Mapping[tuple[int, str], str] = field(
        default_factory=dict
    )  # (row, field) → what is read instead
    accepted: Collection[tuple[int, str]] = ()  # (row, field) whose personal data may be public
    skip: Collection[int] = ()  # rows left out
    headers: Mapping[str, str] = field(default_factory=dict)  # header → field, as the command says it

    def as_dict(self) -> dict[str, Any]:
        return {
            "sheet": self.sheet,
            "header_row": self.header_row,
            "mapping": {str(column): name for column, name in self.mapping.items()},
            "headers": dict(self.headers),
            "corrections": [[row, name, value] for (row, name), value in self.corrections.items()],
            "accepted": [list(place) for place in self.accepted],
            "skip": sorted(self.skip),
        }

    @classmethod
    def of(cls, kept: Mapping[str, Any]) -> "Options":
        return cls(
            sheet=kept.get("sheet"),
            header_row=kept.get("header_row"),
            mapping={int(column): name for column, name in kept.get("mapping", {}).items()},
            headers=kept.get("headers", {}),
            corrections={(row, name): value for row, name, value in kept.get("corrections", ())},
            accepted=frozenset((row, name) for row, name in kept.get("accepted", ())),
            skip=frozenset(kept.get("skip", ())),
        )
