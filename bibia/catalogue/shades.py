"""From numbers to a few shades: a darker one always means more."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from bibia.fiches.display import number

CLASSES = 4


@dataclass(frozen=True)
class Scale:
    """The lower bounds of the shades, from lightest to darkest."""

    bounds: tuple[int, ...]
    most: int

    @classmethod
    def of(cls, counts: Iterable[int]) -> "Scale":
        """Each shade covers about as many times more fiches than the one before."""
        most = max(counts, default=0)
        steps = (most ** (rank / CLASSES) for rank in range(CLASSES))
        bounds: list[int] = []
        for step in steps:
            bound = max(rounded(step), bounds[-1] + 1 if bounds else 1)
            if bound <= most:
                bounds.append(bound)
        return cls(tuple(bounds), most)

    def shade(self, count: int) -> int:
        """0 for nothing, then 1 to 4; few shades are taken among the most distinct."""
        rank = sum(count >= bound for bound in self.bounds)
        return rank and rank + (CLASSES - len(self.bounds)) * (rank > 1)

    @property
    def legend(self) -> list[dict[str, Any]]:
        uppers = [bound - 1 for bound in (*self.bounds[1:], self.most + 1)]
        return [
            {
                "shade": self.shade(low),
                "label": number(low) if low == high else f"{number(low)} à {number(high)}",
            }
            for low, high in zip(self.bounds, uppers, strict=False)
        ]


def rounded(value: float) -> int:
    """To 1, 2, 3, 5 or 7, then as many tens: bounds that one can remember."""
    unit = 1
    while value >= 10 * unit:
        unit *= 10
    return min((digit * unit for digit in (1, 2, 3, 5, 7, 10)), key=lambda bound: abs(bound - value))
