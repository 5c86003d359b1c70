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


def share(value: int, base: int) -> str:
    """A percentage in words: whole, one digit more on large numbers, two digits below 1.

    Neither 0 nor 100 unless it is exactly that.
    """
    percent = 100 * value / base
    if value in (0, base):
        text = f"{percent:.0f}"
    elif percent < 1:
        text = f"{percent:.2g}" if percent >= 0.001 else "moins de 0.001"
    elif percent < 10 and base >= 1000:
        text = f"{percent:.1f}"
    else:
        # Half goes up, as readers do it: 12,5 is 13, not 12.
        whole = (200 * value + base) // (2 * base)
        text = str(whole) if whole < 100 else "plus de 99"
    return f"{text.replace('.', ',')}{NBSP}%"


def shares(parts: Sequence[tuple[int, int]]) -> list[str]:
    """A column of them, to one same precision: whole, or one digit as soon as one of them needs it."""
    said = [share(value, base) for value, base in parts]
    if not any("," in one for one in said):
        return said
    return [f"{_tenths(value, base).replace('.', ',')}{NBSP}%" for value, base in parts]


def _tenths(value: int, base: int) -> str:
    if value in (0, base):
        return f"{100 * value / base:.0f}"
    tenths = (2000 * value + base) // (2 * base)
    if not tenths:
        return "moins de 0.1"
    return f"{tenths / 10}" if tenths < 1000 else "plus de 99.9"


def part(value: int, base: int, noun: Noun = FICHE) -> str:
    """ "12 fiches sur 33 (36 %)"."""
    return f"{number_fr(value)}{NBSP}{noun.of(value)} sur{NBSP}{number_fr(base)} ({share(value, base)})"


def sentence(value: int, base: int, noun: Noun, verbs: tuple[str, str], rest: str, denied: str = "") -> str:
    """ "12 fiches sur 33 (36 %) publient un résultat." or "Aucune des 33 fiches ne publie de résultat."."""
    if not base:
        return NOTHING
    if value:
        return f"{part(value, base, noun)} {verbs[value > 1]} {rest}."
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
        return f"{labels[0]} arrive en tête{NBSP}: {part(top, base, noun)}."
    names = f"{', '.join(labels[:-1])} et {labels[-1]}"
    return f"{names} arrivent en tête, à égalité{NBSP}: {part(top, base, noun)} chaque fois."
