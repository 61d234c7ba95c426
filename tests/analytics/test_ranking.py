"""ABC classes, shares and concentration, worked out by hand."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from salesdash.analytics.ranking import classes, curve, shares, spread

amounts = st.lists(st.integers(-(10**12), 10**12), max_size=30).map(lambda values: np.array(values, dtype=np.int64))


def whole(*values):
    return np.array(values, dtype=np.int64)


def test_a_member_belongs_where_its_share_begins():
    # cumulative 50 %, 80 %, 94 %, 99 %, 100 %: what begins below 80 % is A, below 95 % B
    assert classes(whole(50, 30, 14, 5, 1)) == ["A", "A", "B", "B", "C"]
    assert classes(whole(90, 10)) == ["A", "B"]
    assert classes(whole(7)) == ["A"]
    assert classes(whole()) == []


def test_what_brought_nothing_is_a_c_and_has_no_share():
    assert classes(whole(10, 0, -5)) == ["A", "C", "C"]
    assert shares(whole(10, 0, -5)).tolist() == [1, 0, 0]
    assert classes(whole(-1, -2)) == ["C", "C"]


def test_concentration_of_four():
    # shares 0.4, 0.3, 0.2, 0.1: squares sum to 0.16 + 0.09 + 0.04 + 0.01
    found = spread(whole(20, 40, 10, 30, -7), tops=(1, 2, 4))
    assert (found.members, found.total) == (4, 100)
    assert found.tops == pytest.approx({1: 0.4, 2: 0.7})  # four of four are no top
    assert found.herfindahl == pytest.approx(0.30)
    assert found.equal == pytest.approx(1 / 0.30)


def test_nobody_and_one():
    nobody = spread(whole(-3, 0))
    assert (nobody.members, nobody.tops, nobody.herfindahl, nobody.equal) == (0, {}, None, None)
    assert spread(whole(5)).herfindahl == 1
    assert curve(whole(-3)) == ([], [])


def test_the_curve_begins_at_nothing_and_ends_at_all():
    members, reached = curve(whole(10, 60, 30))
    assert members == pytest.approx([0, 1 / 3, 2 / 3, 1])
    assert reached == pytest.approx([0, 0.6, 0.9, 1])
    members, reached = curve(np.arange(1, 10_001), points=50)
    assert len(members) == 51 and reached[-1] == pytest.approx(1)


@settings(max_examples=50, deadline=None)
@given(amounts)
def test_classes_are_exhaustive_and_in_order(values):
    falling = np.sort(values)[::-1]
    found = classes(falling)
    assert len(found) == len(values)
    assert found == sorted(found)
    if (falling > 0).any():
        assert found[0] == "A"
        assert 1 / (falling > 0).sum() - 1e-9 <= spread(falling).herfindahl <= 1 + 1e-9
