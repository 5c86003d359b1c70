"""Whoever knows the rules, the total and what is shown cannot work out what is hidden."""

from collections import defaultdict
from itertools import product

import pytest

from bibia.observatoire.suppression import FLOOR, suppress, total


@pytest.mark.parametrize(
    ("counts", "shown"),
    [
        ([], []),
        ([5], [5]),
        ([4], [None]),
        ([0], [None]),
        ([5, 6, 7], [5, 6, 7]),
        ([4, 6, 7], [None, None, 7]),  # alone, the first would be the total less the two others
        ([4, 7, 7], [None, None, 7]),  # between equals, the first
        ([3, 2, 20], [None, None, None]),  # two hidden cells that add up to five tell too much
        ([4, 4, 20, 30], [None, None, None, 30]),
        ([0, 30, 40], [None, None, 40]),
        ([0, 0, 0], [None, None, None]),
        ([50, 3], [None, None]),
    ],
)
def test_the_rule(counts, shown):
    assert suppress(counts) == shown


def test_a_total_under_the_floor_is_hidden():
    assert [total(counts) for counts in ([4], [1, 1, 2], [0], [5], [1, 4])] == [None, None, None, 5, 5]


@pytest.mark.parametrize(("rows", "most"), [(1, 16), (2, 16), (3, 16), (4, 12)])
def test_every_small_table(rows, most):
    """All the tables that look the same once published: a hidden count never has a single possible value."""
    possible = defaultdict(lambda: [set() for _ in range(rows)])
    for counts in product(range(most), repeat=rows):
        shown = suppress(counts)
        assert all(value is None or value >= FLOOR for value in shown)
        assert [value for value in shown if value is not None] == [
            count for count, value in zip(counts, shown, strict=True) if value is not None
        ]
        for place, count in enumerate(counts):
            possible[total(counts), tuple(shown)][place].add(count)
    checked = 0
    for (whole, shown), values in possible.items():
        # Beyond, some of the tables that look the same hold counts that were not tried.
        if whole is None or whole < most - 1:
            for value, found in zip(shown, values, strict=True):
                if value is None:
                    checked += 1
                    assert len(found) > 1, (whole, shown, values)
    assert checked


def test_the_check_finds_a_rule_that_tells_too_much():
    """Hiding only what is small is not enough: the same check must see it."""
    naive = defaultdict(set)
    for counts in product(range(12), repeat=2):
        shown = tuple(count if count >= FLOOR else None for count in counts)
        if shown[0] is None and shown[1] is not None:
            naive[sum(counts), shown].add(counts[0])
    assert all(len(found) == 1 for found in naive.values())
