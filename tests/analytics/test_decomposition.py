"""Trend, season and rest: series made of known parts, and one that statsmodels took apart."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from salesdash.analytics.decomposition import PERIOD, decompose, loess_matrix

SEASON = np.array([5.0, -3, 2, 0, 1, -4, 6, -7, 3, -2, 1, -2])
#: 40 months: −100 + 2 a month, the season above beginning with its fourth place, and normal noise
SERIES = np.array([
    -100.8, -98.32, -100.25, -87.58, -97.86, -86.89, -90.55, -85.78, -85.25, -75.37, -82.73, -77.23, -76.96, -71.4,
    -75.8, -65.73, -75.08, -64.16, -66.63, -61.49, -62.71, -52.45, -59.06, -52.59, -51.59, -48.17, -53.64, -40.26,
    -51.98, -39.17, -43.29, -36.98, -38.04, -29.3, -36.05, -28.4, -29.09, -26.36, -27.78, -17.11,
])  # fmt: skip


def test_what_adds_up_is_found_again():
    months = np.arange(40)
    added = -100 + 2.0 * months + SEASON[(months + 3) % PERIOD]
    found = decompose(added, first=3)
    assert not found.multiplicative
    assert found.effects == pytest.approx(SEASON, abs=1e-6)
    assert found.trend == pytest.approx(-100 + 2.0 * months, abs=1e-6)
    assert np.abs(found.rest).max() < 1e-6


def test_what_multiplies_is_found_again_in_units():
    months = np.arange(36)
    level, season = 1000 * np.exp(0.01 * months), np.exp(SEASON / 20)
    found = decompose(level * season[months % PERIOD])
    assert found.multiplicative
    assert found.effects == pytest.approx(season - 1, abs=1e-6)
    assert found.trend == pytest.approx(level, rel=1e-6)


def test_it_comes_near_to_the_robust_stl_of_statsmodels():
    """statsmodels 0.15: STL(SERIES, period=12, seasonal=401, seasonal_deg=0, trend=19, robust=True).fit(inner_iter=20,
    outer_iter=15); its season bends a little over the years, ours not at all."""
    found = decompose(SERIES)
    theirs = [-0.319, 0.915, -3.834, 5.763, -6.683, 2.903, -2.519, 0.882, -1.693, 5.911, -2.95, 1.623]
    assert found.effects == pytest.approx(theirs, abs=0.2)
    assert found.trend[[0, 20, 39]] == pytest.approx([-100.236, -60.349, -22.759], abs=0.2)


def test_an_odd_month_stands_out_and_moves_neither_trend_nor_season():
    months = np.arange(48)
    usual = -300 + months + SEASON[months % PERIOD]
    found = decompose(usual + np.where(months == 30, 50, 0))
    assert found.rest[30] == pytest.approx(50, abs=0.5)
    assert np.abs(np.delete(found.rest, 30)).max() < 0.5
    assert found.effects == pytest.approx(SEASON, abs=0.5)


def test_a_missing_month_is_no_zero():
    months = np.arange(36)
    series = -300 + months + SEASON[months % PERIOD]
    gap = np.where(months == 20, np.nan, series)
    found = decompose(gap)
    assert np.isnan(found.rest[20]) and np.isnan(found.season[20])
    assert found.trend[20] == pytest.approx(-280, abs=1e-6)
    assert found.effects == pytest.approx(SEASON, abs=1e-6)


def test_two_whole_years_are_needed_and_every_month_twice():
    assert decompose(np.ones(23)) is None
    assert decompose(np.full(40, np.nan)) is None
    assert decompose(np.array([])) is None
    once = np.arange(30.0)
    once[[3, 15]] = np.nan  # April was seen once only
    assert decompose(once) is None
    level = decompose(np.ones(24))
    assert level.trend == pytest.approx(1) and level.rest == pytest.approx(0)


@settings(max_examples=30, deadline=None)
@given(st.lists(st.integers(-(10**9), 10**9), min_size=24, max_size=60), st.integers(0, 11))
def test_the_parts_sum_to_the_series(values, first):
    series = np.array(values, dtype=float)
    found = decompose(series, first)
    assert found.trend + found.season + found.rest == pytest.approx(series, abs=1e-3)
    assert np.isfinite(found.trend).all() and np.isfinite(found.effects).all()


def test_local_lines_go_through_a_line():
    line = 7 - 3.0 * np.arange(9)
    assert loess_matrix(9, 5, np.ones(9)) @ line == pytest.approx(line)
    assert loess_matrix(1, 5, np.ones(1)) @ [4.0] == pytest.approx([4.0])
