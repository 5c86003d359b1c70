"""Shades: a darker one always means more, and their bounds can be remembered."""

import pytest

from bibia.catalogue.shades import Scale, rounded


@pytest.mark.parametrize(
    ("counts", "bounds"),
    [
        ([], ()),
        ([1, 1], (1,)),
        ([1, 3], (1, 2, 3)),
        ([7, 2, 1], (1, 2, 3, 5)),
        ([40_000], (1, 10, 200, 3_000)),
    ],
)
def test_bounds_of_the_shades(counts, bounds):
    assert Scale.of(counts).bounds == bounds


@pytest.mark.parametrize("most", [1, 2, 3, 4, 5, 9, 17, 100, 4_321])
def test_a_darker_shade_always_means_more(most):
    scale = Scale.of([most])
    shades = [scale.shade(count) for count in range(most + 1)]
    assert shades == sorted(shades)
    assert shades[0] == 0
    assert shades[1] == 1
    assert shades[-1] == (4 if most > 1 else 1)
    assert [one["shade"] for one in scale.legend] == sorted(set(shades[1:]))


def test_bounds_are_round():
    assert [rounded(value) for value in (1, 1.7, 5.2, 13, 47, 640)] == [1, 2, 5, 10, 50, 700]
