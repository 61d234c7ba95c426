"""Largest remainders, controlled rounding and fitting: by hand, and for any tables."""

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from salesdash.analytics.cascade import Family, Unsolvable, apportion, controlled_rounding, fit
from salesdash.analytics.linear import nearest


def test_100_000_by_12_equal_months_to_the_cent():
    # 10,000,000 cents ÷ 12 = 833,333 and 4 left over, for the first four
    parts = apportion(1_000_000_000, [1] * 12, 100)
    assert parts == [83_333_400] * 4 + [83_333_300] * 8
    assert sum(parts) == 1_000_000_000


def test_largest_remainder_by_hand():
    # 10 by 1.5 : 2.5 : 4 = 1.875, 3.125, 5: the one left over goes to the first
    assert apportion(10, [1.5, 2.5, 4]) == [2, 3, 5]
    assert apportion(7, [Fraction(1, 3), -5, 2]) == [1, 0, 6]
    assert apportion(0, [0, 0]) == [0, 0]


def test_weights_that_sum_to_nothing():
    with pytest.raises(Unsolvable):
        apportion(1, [0, -2])


@given(st.integers(0, 10**25), st.lists(st.integers(0, 10**12), min_size=1).filter(any))
def test_parts_sum_to_the_whole_and_lie_within_one_unit_of_their_share(total, weights):
    parts = apportion(total, weights)
    assert sum(parts) == total
    for part, weight in zip(parts, weights, strict=True):
        assert abs(part - Fraction(total * weight, sum(weights))) < 1


def test_a_two_way_table_is_rounded_up_or_down_and_keeps_its_totals():
    # the kind of table of Causey, Cox and Ernst (1985): rounding each cell alone makes columns of 0, 0, 0 and rows of
    # 0, while rows and columns sum to whole numbers
    table = np.array([[0.5, 0.5, 1.0], [0.25, 1.5, 0.25], [1.25, 0.0, 1.75]])
    rounded = controlled_rounding(table, [2, 2, 3], [2, 2, 3])
    assert rounded.sum(axis=1).tolist() == [2, 2, 3]
    assert rounded.sum(axis=0).tolist() == [2, 2, 3]
    assert (np.abs(rounded - table) < 1).all()
    assert rounded[0, 2] == 1
    assert rounded[2, 1] == 0


def test_one_each_in_a_table_of_thirds():
    rounded = controlled_rounding(np.full((3, 3), 1 / 3), [1, 1, 1], [1, 1, 1])
    assert sorted(rounded.tolist()) == [[0, 0, 1], [0, 1, 0], [1, 0, 0]]


def test_a_table_with_empty_places():
    # only the diagonal and its neighbours may hold anything: row 1 must give its 5 to column 1
    table = np.array([[1.0, 0.0, 0.0], [1.0, 1.0, 0.0], [0.0, 1.0, 1.0]])
    rounded = controlled_rounding(table, [5, 3, 4], [6, 4, 2])
    # row 1 has only column 1, so (2, 1) is 1, (2, 2) is 2, (3, 2) is 2 and (3, 3) is 2
    assert rounded.tolist() == [[5, 0, 0], [1, 2, 0], [0, 2, 2]]


def test_what_cannot_be_says_where():
    with pytest.raises(Unsolvable) as error:
        controlled_rounding(np.array([[1.0, 0.0], [1.0, 1.0]]), [5, 3], [4, 4])
    assert error.value.family is not None


@pytest.mark.parametrize("size", [10**9, 10**13, 4 * 10**16])
def test_amounts_beyond_what_floats_tell_apart(size):
    table = np.array([[1.0, 2.0, 3.0], [5.0, 1.0, 1.0]]) * size / 13
    rounded = controlled_rounding(table, [size // 13 * 6, size // 13 * 7 + 3], [size // 13 * 6 + 1, size // 13 * 3 + 1, size // 13 * 4 + 1])  # fmt: skip  # noqa: E501
    assert sum(rounded.ravel().tolist()) == size // 13 * 13 + 3
    assert rounded.sum(axis=1).tolist() == [size // 13 * 6, size // 13 * 7 + 3]


@settings(max_examples=50, deadline=None)
@given(st.data(), st.integers(1, 6), st.integers(1, 6), st.sampled_from((10, 10**6, 10**14)))
def test_any_table_whose_sums_are_those_of_some_table(data, height, width, largest):
    """Where a table with these sums and empty places exists, one is found; starts may be far from it."""
    known = np.array(data.draw(st.lists(st.integers(0, largest), min_size=height * width, max_size=height * width)))
    start = np.array(data.draw(st.lists(st.integers(1, 9), min_size=height * width, max_size=height * width)))
    start = np.where(known > 0, start, 0).reshape(height, width)
    known = known.reshape(height, width)
    rounded = controlled_rounding(start.astype(float), known.sum(axis=1).tolist(), known.sum(axis=0).tolist())
    assert rounded.sum(axis=1).tolist() == known.sum(axis=1).tolist()
    assert rounded.sum(axis=0).tolist() == known.sum(axis=0).tolist()
    assert (rounded >= 0).all()
    assert (rounded[start == 0] == 0).all()


def test_free_sums_follow_in_proportion():
    # 60 and 40 become 61 in all: 36.6 and 24.4, so 37 and 24
    people = Family(np.array([0, 0, 1, 1]), np.array([-1, -1]))
    total = Family(np.zeros(4, np.int64), np.array([61]))
    found = fit(np.array([30, 30, 20, 20]), [total, people])
    assert [found[:2].sum(), found[2:].sum()] == [37, 24]


def test_fixed_leaves_stay():
    total = Family(np.zeros(3, np.int64), np.array([100]))
    assert fit(np.array([10, 20, 30]), [total], np.array([True, False, False])).tolist() == [10, 36, 54]
    with pytest.raises(Unsolvable):
        fit(np.array([101, 20, 30]), [total], np.array([True, False, False]))


def test_a_part_that_takes_its_whole_leaves_nothing_beside_it():
    # of the 500 of March 500 are locked for one person, so the others have none of it, exactly
    march = Family(np.array([0, 0, -1, -1]), np.array([500]))
    person = Family(np.array([0, -1, -1, -1]), np.array([500]))
    everyone = Family(np.array([0, 1, 0, 1]), np.array([700, 300]))
    assert fit(np.array([400, 100, 400, 100]), [march, everyone, person]).tolist() == [500, 0, 200, 300]


def test_three_ways_by_linear_programming():
    # 2 × 2 × 2 with all three kinds of two-way sums: leaves are decided by the first of them
    known = np.array([3, 1, 0, 2, 4, 1, 1, 5])
    i, j, k = np.indices((2, 2, 2)).reshape(3, -1)
    families = [Family(a * 2 + b, np.bincount(a * 2 + b, known).astype(np.int64)) for a, b in ((i, j), (i, k), (j, k))]
    found = nearest(np.full(8, 2.0), [(family.labels, family.amounts) for family in families])
    assert found is not None
    for family in families:
        assert len(family.wrong(found)) == 0
    impossible = Family(families[0].labels, families[0].amounts + np.array([1, 0, 0, 0]))
    assert nearest(np.full(8, 2.0), [(f.labels, f.amounts) for f in (*families, impossible)]) is None
