"""Several measures apart: the speed of a shared machine may double, or halve, from one second to the next.

What the code costs is what its calmest moment says; the usual one is said beside it.
"""

import time
from collections.abc import Callable
from typing import Any

TIMES, _APART = 5, 4.0  # seconds


def measured(measure: Callable[[], Any]) -> list[Any]:
    found = [measure()]
    for _ in range(TIMES - 1):
        time.sleep(_APART)
        found.append(measure())
    return found
