"""Which fields may travel, which way, and what to do with a field that changed on one side or on both."""

from enum import Enum
from typing import Any

from bibia.fiches.fields import BY_NAME, FIELDS, Access
from bibia.fiches.projection import EXPOSING
from bibia.imports.match import plain

# The library writes these by itself: Grist only shows them.
OWNED = ("version_schema",)
UNKNOWN = object()  # a value that was never exchanged


class Verdict(Enum):
    AGREE = "agree"
    PUSH = "push"
    PROPOSE = "propose"
    CONFLICT = "conflict"
    HELD = "held"  # they differ, and nothing may be done about it in this direction


def travels(name: str, *, private: bool) -> bool:
    """Restricted values travel only to a document declared private; internal ones, nowhere."""
    access = BY_NAME[name].access
    return access in (Access.PUBLIC, Access.PER_ITEM) or (private and access is Access.RESTRICTED)


def is_read(name: str, *, private: bool) -> bool:
    """Whether a change in Grist may become a proposal. A public document shows only a part of the fields
    that are public item by item, or once confirmed: reading them back would erase the rest."""
    partial = BY_NAME[name].access is Access.PER_ITEM or name in EXPOSING
    return travels(name, private=private) and name not in OWNED and (private or not partial)


def decide(base: Any, here: Any, there: Any, *, reads: bool, writes: bool, owned: bool = False) -> Verdict:
    """Three-way comparison: `base` is what both sides last held in common."""
    push = Verdict.PUSH if writes else Verdict.HELD
    propose = Verdict.PROPOSE if reads else Verdict.HELD
    if here == there:
        return Verdict.AGREE
    if owned:
        return push
    if base is UNKNOWN:
        return push if _is_empty(there) else propose if _is_empty(here) else Verdict.CONFLICT
    if here != base and there != base:
        return Verdict.CONFLICT
    return push if here != base else propose


def _is_empty(value: Any) -> bool:
    return value in ("", None, [], {})


def empty(name: str) -> Any:
    """The value of a field that says nothing, as JSON keeps it."""
    return plain({name: BY_NAME[name].column.empty})[name]


NAMES = tuple(field.name for field in FIELDS)
