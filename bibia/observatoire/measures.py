"""What a figure says: rows that hold a count, the number they are counted on, and one sentence to quote."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from bibia.fiches.models import Change, Fiche
from bibia.observatoire.suppression import FLOOR
from bibia.ui.filters import NBSP, number_fr

HIDDEN = f"moins de{NBSP}{FLOOR}"
NOTHING = "La bibliothèque ne contient encore aucune fiche."


@dataclass(frozen=True)
class Row:
    label: str
    value: int | None  # None: too few to be shown
    url: str = ""  # the same fiches in the catalogue
    theme: str = ""  # its colour
    base: int | None = None  # of how many, where rows are not all counted on the same number
    code: str = ""  # that of its vocabulary


@dataclass(frozen=True)
class Item:
    """A fiche named under a figure."""

    title: str
    url: str
    organisation: str
    text: str


@dataclass(frozen=True)
class Measure:
    rows: tuple[Row, ...]
    base: int  # the fiches, or organisations, among which the rows are counted
    sentence: str
    note: str = ""
    items: tuple[Item, ...] = field(default=())


def last_change() -> datetime | None:
    """When the public last saw a record change: the date of every figure. Shelves and exchanges change no figure."""
    found = Change.objects.exclude(kind__in=["shelf", "exchange"]).order_by("-seq").first()
    return found.at if found else None


def fiches() -> int:
    return Fiche.objects.count()


@dataclass(frozen=True)
class Noun:
    """What is counted, and the words that agree with it."""

    one: str
    many: str
    none: str = "Aucune"

    def of(self, value: int) -> str:
        return self.one if value < 2 else self.many


FICHE = Noun("fiche", "fiches")
CASE = Noun("cas d’usage", "cas d’usage", "Aucun")


def told(rows: Sequence[Row], base: int) -> list[tuple[int, int]]:
    """The counts that are shown, each with the number it is counted on."""
    return [(row.value, row.base or base) for row in rows if row.value is not None and (row.base or base)]


def shares(parts: Sequence[tuple[int, int]]) -> list[str]:
    """Percentages in words, to one same precision: whole, or one digit as soon as one of them needs it.

    Neither 0 nor 100 unless it is exactly that.
    """
    say = _tenths if any(_needs_tenths(value, base) for value, base in parts) else _whole
    return [f"{say(value, base).replace('.', ',')}{NBSP}%" for value, base in parts]


def _needs_tenths(value: int, base: int) -> bool:
    percent = 100 * value / base
    return value not in (0, base) and (percent < 1 or (percent < 10 and base >= 1000))


def _whole(value: int, base: int) -> str:
    # Half goes up, as readers do it: 12,5 is 13, not 12.
    whole = (200 * value + base) // (2 * base)
    return str(whole) if whole < 100 or value == base else f"plus de{NBSP}99"


def _tenths(value: int, base: int) -> str:
    if value in (0, base):
        return f"{100 * value / base:.0f}"
    tenths = (2000 * value + base) // (2 * base)
    if not tenths:
        return f"moins de{NBSP}0.1"
    return f"{tenths / 10}" if tenths < 1000 else f"plus de{NBSP}99.9"


def part(value: int, base: int, noun: Noun = FICHE, beside: Sequence[Row] = ()) -> str:
    """ "12 fiches sur 33 (36 %)"; the share as the rows that stand beside it say theirs."""
    share = shares([(value, base), *told(beside, base)])[0]
    return f"{number_fr(value)}{NBSP}{noun.of(value)} sur{NBSP}{number_fr(base)} ({share})"


def sentence(
    value: int,
    base: int,
    noun: Noun,
    verbs: tuple[str, str],
    rest: str,
    denied: str = "",
    beside: Sequence[Row] = (),
) -> str:
    """ "12 fiches sur 33 (36 %) publient un résultat." or "Aucune des 33 fiches ne publie de résultat."."""
    if not base:
        return NOTHING
    if value:
        return f"{part(value, base, noun, beside)} {verbs[value > 1]} {rest}."
    deny = "n’" if verbs[0][0] in "aeiou" else "ne "
    who = noun.one if base == 1 else f"des {number_fr(base)}{NBSP}{noun.many}"
    return f"{noun.none} {who} {deny}{verbs[0]} {denied or rest}."


def most(rows: tuple[Row, ...], base: int, noun: Noun = FICHE) -> str:
    """The greatest count in a sentence; every one of them when several are equal."""
    counted = [(row.value, row.label) for row in rows if row.value]
    if not counted or not base:
        return NOTHING
    top = max(value for value, _label in counted)
    labels = [f"«{NBSP}{label}{NBSP}»" for value, label in counted if value == top]
    if len(labels) == 1:
        return f"{labels[0]} arrive en tête{NBSP}: {part(top, base, noun, rows)}."
    names = f"{', '.join(labels[:-1])} et {labels[-1]}"
    return f"{names} arrivent en tête, à égalité{NBSP}: {part(top, base, noun, rows)} chaque fois."
