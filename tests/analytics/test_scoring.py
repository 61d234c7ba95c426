"""Scores worked out by hand."""

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from salesdash.analytics.scoring import Part, as_shown, attainment, band, score

REVENUE, PROFIT, NEW = Part("revenue", 50), Part("gross_profit", 30), Part("new_customers", 20)


def test_attainment_is_actual_over_target_and_undefined_without_a_target():
    assert attainment(200, 150) == Fraction(3, 4)
    assert attainment(200, 0) == 0
    assert attainment(200, -20) == Fraction(-1, 10)
    assert attainment(0, 5) is None and attainment(-1, 5) is None
    assert attainment(None, 5) is None and attainment(200, None) is None


def test_a_score_is_the_weighted_sum_of_attainments():
    found = score([REVENUE, PROFIT, NEW], {"revenue": (100, 90), "gross_profit": (50, 55), "new_customers": (4, 2)})
    # 0.9 × 50 % + 1.1 × 30 % + 0.5 × 20 % = 0.45 + 0.33 + 0.10
    assert found.value == Fraction(88, 100)
    assert [one.points for one in found.parts] == [Fraction(45, 100), Fraction(33, 100), Fraction(1, 10)]


def test_floor_and_cap_hold_each_part():
    parts = [Part("revenue", 1, 5_000, 12_000), Part("orders", 1, 5_000, 12_000), Part("quantity", 2, 0, 15_000)]
    found = score(parts, {"revenue": (100, 10), "orders": (10, 30), "quantity": (100, -50)})
    # 0.1 counts as 0.5, 3.0 as 1.2, −0.5 as 0: (0.5 + 1.2 + 2 × 0) ÷ 4
    assert found.value == Fraction(17, 40)
    assert [one.attainment for one in found.parts] == [Fraction(1, 10), 3, Fraction(-1, 2)]


@pytest.mark.parametrize(
    ("figures", "reason"),
    [((None, 7), "no_target"), ((0, 7), "no_target"), ((4, None), "no_data"), (None, "no_target")],
)
def test_a_missing_part_reweights_the_rest_and_never_counts_as_zero(figures, reason):
    known = {"revenue": (100, 90), "gross_profit": (50, 55)}
    found = score([REVENUE, PROFIT, NEW], known if figures is None else known | {"new_customers": figures})
    # 0.9 × 50 ÷ 80 + 1.1 × 30 ÷ 80 = (45 + 33) ÷ 80
    assert found.value == Fraction(78, 80)
    assert (found.parts[2].missing, found.parts[2].share, found.parts[2].points) == (reason, None, None)
    assert [one.share for one in found.parts[:2]] == [Fraction(5, 8), Fraction(3, 8)]


def test_a_target_without_sales_is_not_missing():
    assert score([REVENUE, NEW], {"revenue": (100, 100), "new_customers": (4, 0)}).value == Fraction(5, 7)


def test_all_missing_is_no_score():
    found = score([REVENUE, NEW], {"revenue": (None, 12)})
    assert found.value is None
    assert {one.missing for one in found.parts} == {"no_target"}


def test_a_band_begins_where_the_figure_is_shown_to_reach_it():
    limits = [0, 800, 1000]
    assert [band(Fraction(x), limits) for x in ("-0.2", "0", "0.799", "0.8", "0.9994", "1", "7")] == [
        0,
        0,
        0,
        1,
        1,
        2,
        2,
    ]
    assert (as_shown(Fraction(79996, 100_000)), band(Fraction(79996, 100_000), limits)) == (800, 1)
    assert band(None, limits) is None


_amounts = st.none() | st.integers(-1000, 3000)


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.tuples(st.integers(1, 100), _amounts, _amounts), min_size=1, max_size=6),
    st.integers(0, 9_000),
    st.integers(9_001, 30_000),
)
def test_what_is_missing_changes_nothing_for_the_rest(rows, floor, cap):
    parts = [Part(f"m{n}", weight, floor, cap) for n, (weight, _t, _a) in enumerate(rows)]
    figures = {f"m{n}": (target, actual) for n, (_w, target, actual) in enumerate(rows)}
    found = score(parts, figures)
    there = [part for part, one in zip(parts, found.parts, strict=True) if one.missing is None]
    assert found.value == score(there, figures).value
    if not there:
        assert found.value is None
        return
    assert sum(one.share for one in found.parts if one.share is not None) == 1
    assert sum(one.points for one in found.parts if one.points is not None) == found.value
    assert Fraction(floor, 10_000) <= found.value <= Fraction(cap, 10_000)
