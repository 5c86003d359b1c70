import pytest

from tests.browser.ecoindex import DOM, REQUESTS, SIZE, ecoindex


@pytest.mark.parametrize("rank", range(20))
def test_a_page_at_one_quantile_everywhere_has_the_score_of_that_quantile(rank):
    assert ecoindex(DOM[rank], REQUESTS[rank], SIZE[rank]) == pytest.approx(95 - 5 * rank)


def test_a_page_between_two_quantiles_is_interpolated():
    assert ecoindex(61, 2, 1.37) == pytest.approx(90 - 5 * 3 * 0.5 / 6)


def test_a_page_heavier_than_every_quantile_is_the_worst():
    assert ecoindex(600_000, 4_000, 230_000) == pytest.approx(100 - 5 * 21)
