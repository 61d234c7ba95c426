"""Retention of cohorts and association of pairs, worked out by hand."""

import numpy as np
import pytest
from pandas import DataFrame

from salesdash.analytics.baskets import associations
from salesdash.analytics.cohorts import average, retention


def test_retention_of_three_cohorts():
    sizes = {10: 4, 11: 2, 13: 1}
    bought = {(10, 0): 4, (10, 1): 2, (10, 3): 1, (11, 0): 2, (11, 1): 2, (13, 0): 1}
    grid = retention(sizes, bought, last=13)
    assert grid[0].tolist() == [1, 0.5, 0, 0.25]  # nobody came in the second period after: 0, it has happened
    assert grid[1][:3].tolist() == [1, 1, 0] and np.isnan(grid[1][3])  # the third has not
    assert grid[2][0] == 1 and np.isnan(grid[2][1:]).all()
    # age 1: 2 of 4 and 2 of 2; age 2: none of 6; age 3: one of 4
    assert average(grid, sizes) == pytest.approx([1, 4 / 6, 0, 0.25])


def test_no_cohort_is_no_table():
    assert retention({}, {}, last=5).shape == (0, 0)


def test_association_of_a_pair():
    # of 10 orders 5 hold a, 4 hold b, 3 both: 0.3 ÷ (0.5 × 0.4) = 1.5
    pairs = DataFrame({"a": [1, 1], "b": [2, 3], "orders": [3, 1], "orders_a": [5, 5], "orders_b": [4, 2]})
    found = associations(pairs, 10)
    first, second = found.to_dict("records")
    assert (first["support"], first["confidence"], first["confidence_back"]) == pytest.approx((0.3, 0.6, 0.75))
    assert first["lift"] == pytest.approx(1.5)
    assert (second["b"], second["lift"]) == (3, pytest.approx(1.0))


def test_no_pairs_and_no_orders():
    columns = ("a", "b", "orders", "orders_a", "orders_b")
    empty = DataFrame({name: np.array([], dtype=int) for name in columns})
    assert associations(empty, 0)["lift"].tolist() == []
