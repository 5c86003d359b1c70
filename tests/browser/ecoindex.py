"""The EcoIndex of a page, by the published formula: 100 is the lightest, above 75 is the grade A."""

from bisect import bisect_right

# Quantiles of half a million pages, published with the method (elements, requests, kilobytes).
DOM = (
    *(0, 47, 75, 159, 233, 298, 358, 417, 476, 537, 603),
    *(674, 753, 843, 949, 1076, 1237, 1459, 1801, 2479, 594601),
)
REQUESTS = (0, 2, 15, 25, 34, 42, 49, 56, 63, 70, 78, 86, 95, 105, 117, 130, 147, 170, 205, 281, 3920)
SIZE = (
    *(0, 1.37, 144.7, 319.53, 479.46, 631.97, 783.38, 937.91, 1098.62, 1265.47, 1448.32),
    *(1648.27, 1876.08, 2142.06, 2465.37, 2866.31, 3401.59, 4155.73, 5400.08, 8037.54, 223212.26),
)


def _position(quantiles: tuple[float, ...], value: float) -> float:
    rank = bisect_right(quantiles, value)
    if rank == len(quantiles):
        return rank
    below, above = quantiles[rank - 1], quantiles[rank]
    return rank + (value - below) / (above - below)


def ecoindex(elements: int, requests: int, kilobytes: float) -> float:
    weighted = 3 * _position(DOM, elements) + 2 * _position(REQUESTS, requests) + _position(SIZE, kilobytes)
    return 100 - 5 * weighted / 6
