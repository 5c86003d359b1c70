"""Two people, or two tabs, on the same draft: field by field, nothing that was typed is lost."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from django.utils import timezone

from bibia.web.values import Values, digest, is_blank, is_items, rows_of

MINE, THEIRS, BOTH = "mien", "autre", "deux"
_MOST_ASIDE = 60


class Merge(NamedTuple):
    kept: Values  # to write
    clashes: Values  # typed here, and something else was saved meanwhile


def merge(now: Mapping[str, Any], typed: Values, seen: Mapping[str, str]) -> Merge:
    """`seen`: the mark of what the form showed for each field; without it, the form showed what stands now."""
    kept: Values = {}
    clashes: Values = {}
    for name, mine in typed.items():
        theirs = digest(now.get(name))
        shown = seen.get(name, theirs)
        if digest(mine) in (theirs, shown):
            continue
        (kept if theirs == shown else clashes)[name] = mine
    return Merge(kept, clashes)


def rebase(now: Values, before: Values, published: Values) -> Merge:
    """What is taken from the record, that somebody changed since this draft began, and what both changed."""
    kept: Values = {}
    clashes: Values = {}
    for name, theirs in published.items():
        changed = digest(theirs) != digest(before.get(name))
        if not changed or digest(theirs) == digest(now.get(name)):
            continue
        mine_changed = digest(now.get(name)) != digest(before.get(name))
        (clashes if mine_changed else kept)[name] = theirs
    return Merge(kept, clashes)


def set_aside(aside: list[dict[str, Any]], clashes: Values, why: str) -> list[dict[str, Any]]:
    """The same text is kept once, however often the form is sent again."""
    found = list(aside)
    for name, value in clashes.items():
        if all((one["field"], digest(one["value"])) != (name, digest(value)) for one in found):
            found.append({"field": name, "value": value, "why": why, "at": timezone.now().isoformat()})
    return found[-_MOST_ASIDE:]


def chosen(name: str, now: Any, other: Any, choice: str) -> Any:
    """The text that is kept of the two; `other` is the one set aside."""
    if choice == MINE or is_blank(other):
        return now
    if choice == BOTH and can_hold_both(name, now, other):
        return together(name, now, other)
    return other


def can_hold_both(name: str, now: Any, other: Any) -> bool:
    return isinstance(now, str | list) and type(now) is type(other) and not is_blank(now)


def together(name: str, now: Any, other: Any) -> Any:
    if isinstance(now, str):
        return f"{now}\n\n{other}"
    if is_items(name):
        rows = rows_of(name, now)
        return rows + [row for row in rows_of(name, other) if row not in rows]
    return [*now, *(one for one in other if one not in now)]
