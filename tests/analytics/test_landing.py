"""The sum of known and forecast periods: by hand, at both ends of how tied the steps can be, and its properties."""

from math import sqrt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pandas import DataFrame, concat

from salesdash.analytics.landing import LEAST, Landing, chance, landing, landings


def points(means, widths80, widths95=None):
    """Points with symmetric bounds so far from the mean."""
    widths95 = widths95 or [2 * width for width in widths80]
    rows = zip(means, widths80, widths95, strict=True)
    return DataFrame(
        [(step, m, m - a, m + a, m - b, m + b) for step, (m, a, b) in enumerate(rows, 1)],
        columns=["step", "mean", "lo80", "hi80", "lo95", "hi95"],
    )


def test_one_period_keeps_its_bounds_and_what_is_known_moves_them():
    assert landing(500, points([100], [10])) == Landing(500, 600, 590, 610, 580, 620, 1)


def test_a_random_walk_sums_as_its_shocks_do():
    # widths grow with the root of the step: the weight is 1, step h is the sum of h shocks of the same size. Two
    # steps: 2 of the first shock and 1 of the second: sqrt(4 + 1) times the width of one
    shown = landing(0, points([100, 100], [10, 10 * sqrt(2)]))
    assert (shown.lo80, shown.hi80) == (round(200 - 10 * sqrt(5)), round(200 + 10 * sqrt(5)))


def test_steady_widths_are_tied_by_the_least_weight():
    # cov(1, 2) = 0.2, var = 1 and 1.04: correlation 0.2 / sqrt(1.04); 100 + 100 + 2 * 100 * that
    shown = landing(0, points([100, 100], [10, 10]))
    assert shown.hi80 - 200 == round(sqrt(200 + 200 * LEAST / sqrt(1 + LEAST**2)))


def test_only_the_steps_asked_for_are_summed_but_all_say_how_tied_they_are():
    series = points([100, 200, 300], [10, 10 * sqrt(2), 10 * sqrt(3)])
    shown = landing(0, series, steps=[2, 3])
    # a random walk: two shocks in both, a third in the last: sqrt(2² + 2² + 1²)
    assert (shown.mean, shown.periods, shown.hi80) == (500, 2, 530)
    assert landing(7, series, steps=[]) == Landing(7, 7, 7, 7, 7, 7, 0)


def test_bounds_of_different_widths_stay_so():
    series = DataFrame({"step": [1], "mean": [100], "lo80": [95], "hi80": [120], "lo95": [90], "hi95": [140]})
    shown = landing(0, series)
    assert (shown.lo80, shown.hi80, shown.lo95, shown.hi95) == (95, 120, 90, 140)


def test_many_series_at_once_are_each_their_own():
    north, south = points([100, 100], [10, 20]), points([7, 7], [1, 1])
    both = concat([south.assign(code="S"), north.assign(code="N")])
    assert landings({"N": 40}, both, [2]) == {"S": landing(0, south, [2]), "N": landing(40, north, [2])}


def test_the_chance_of_a_target():
    shown = Landing(0, 1000, 900, 1100, 800, 1400, 1)
    assert chance(shown, 1000) == 0.5
    assert chance(shown, 1400) == pytest.approx(0.025, abs=1e-6)
    assert chance(shown, 800) == pytest.approx(0.975, abs=1e-6)
    sure = Landing(5, 5, 5, 5, 5, 5, 0)
    assert (chance(sure, 5), chance(sure, 6)) == (1.0, 0.0)


@settings(max_examples=40, deadline=None)
@given(st.lists(st.integers(1, 10_000), min_size=2, max_size=24), st.floats(0, 2))
def test_a_sum_is_never_surer_than_apart_nor_less_sure_than_all_together(widths, growth):
    grown = [width * (1 + growth * at) for at, width in enumerate(widths)]
    shown = landing(0, points([0] * len(grown), grown))
    apart, together = sqrt(sum(w * w for w in grown)), sum(grown)
    assert apart - 1 <= shown.hi80 <= together + 1
    assert shown.hi80 == -shown.lo80 and shown.hi95 >= shown.hi80
