"""Small counts are not shown, nor what would let anyone work them out.

1. A count under FLOOR, zero included, is hidden.
2. The total is shown: what is hidden can be added up. While anything is hidden, the smallest count still shown (the
   first of equals) is hidden too, until at least two are and until together they hold twice FLOOR or more.
3. When nothing more can be hidden and rule 2 still does not hold, the whole table is hidden, and so is a total
   under FLOOR.

Whoever knows these rules, the total and what is shown always finds several possible values for each hidden count:
tests/observatoire/test_suppression.py tries every table of up to four rows.
"""

from collections.abc import Sequence

FLOOR = 5


def suppress(counts: Sequence[int]) -> list[int | None]:
    """The counts that may be shown beside their total; None for those that may not."""
    hidden = {place for place, count in enumerate(counts) if count < FLOOR}
    shown = sorted((count, place) for place, count in enumerate(counts) if place not in hidden)
    while hidden and shown and not _is_enough([counts[place] for place in hidden]):
        hidden.add(shown.pop(0)[1])
    if hidden and not _is_enough([counts[place] for place in hidden]):
        hidden = set(range(len(counts)))
    return [None if place in hidden else count for place, count in enumerate(counts)]


def total(counts: Sequence[int]) -> int | None:
    """The total, when it may be shown."""
    return sum(counts) if sum(counts) >= FLOOR else None


def _is_enough(counts: Sequence[int]) -> bool:
    return len(counts) >= 2 and sum(counts) >= 2 * FLOOR
