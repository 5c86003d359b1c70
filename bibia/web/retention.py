"""How long what is personal is kept: each capability declares its rules; `purge` obeys them, the privacy page prints
them."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from bibia.fiches.writing import writing


@dataclass(frozen=True)
class Rule:
    code: str  # what the command prints
    what: str  # "Courriels envoyés"
    days: int
    counted_from: str  # "leur envoi"
    forget: Callable[[datetime], int]  # everything older than this moment; how many were dropped

    @property
    def until(self) -> str:
        if not self.days:
            return f"dès {self.counted_from}"
        return f"{self.days} jour{'s' if self.days > 1 else ''} après {self.counted_from}"


_rules: dict[str, Rule] = {}


def declare(*rules: Rule) -> None:
    """Called from the `ready` of a capability."""
    _rules.update({rule.code: rule for rule in rules})


def rules() -> list[Rule]:
    return sorted(_rules.values(), key=lambda rule: rule.code)


def purge(*, now: datetime) -> dict[str, int]:
    """Drop what has been kept long enough. One rule, one transaction."""
    counts = {}
    for rule in rules():
        with writing():
            counts[rule.code] = rule.forget(now - timedelta(days=rule.days))
    return counts
