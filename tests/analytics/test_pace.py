"""Attainment, gap, expectation, pace, lead and what is left, worked out by hand."""

import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st
from pandas import DataFrame

from salesdash.analytics.pace import measured


def figures(
    target: int | None, actual: int | None, share: float | None, days: int | None, *, counts: bool = False
) -> dict:
    found = measured(
        pd.array([target], dtype="Int64"), pd.array([actual], dtype="Int64"), pd.array([share], dtype="Float64"),
        pd.array([days], dtype="Int64"), counts=counts,
    )  # fmt: skip
    return {name: None if pd.isna(value) else value for name, value in found.iloc[0].items()}


def test_by_hand() -> None:
    # 40 of 100 are there where half was to be expected; 60 remain for 8 days
    assert figures(1_000_000, 400_000, 0.5, 8) == {
        "attainment": 0.4, "gap": -600_000, "expected_to_date": 500_000, "pace": 0.8, "lead": -100_000, "left": 75_000,
    }  # fmt: skip


def test_no_sales_show_the_full_gap() -> None:
    found = figures(1_000_000, 0, 1.0, 0)
    assert (found["attainment"], found["gap"], found["pace"]) == (0, -1_000_000, 0)
    assert found["left"] is None  # no day is left


def test_returns_reduce_what_was_achieved() -> None:
    found = figures(1_000_000, -100_000, 0.5, 10)
    assert (found["attainment"], found["gap"], found["left"]) == (-0.1, -1_100_000, 110_000)


def test_nothing_is_left_where_the_target_is_reached() -> None:
    found = figures(1_000_000, 1_200_000, 0.5, 10)
    assert (found["attainment"], found["gap"], found["lead"], found["left"]) == (1.2, 200_000, 700_000, 0)


def test_undefined_where_the_target_is_zero_or_none() -> None:
    zero = figures(0, 50, 0.5, 10)
    assert (zero["attainment"], zero["pace"], zero["gap"], zero["lead"], zero["left"]) == (None, None, 50, 50, 0)
    assert set(figures(None, 50, 0.5, 10).values()) == {None}
    unsplit = figures(100, None, 0.5, 10)
    assert (unsplit["expected_to_date"], unsplit["attainment"], unsplit["gap"]) == (50, None, None)


def test_pace_is_undefined_before_anything_is_expected() -> None:
    found = figures(100, 10, 0.0, 10)
    assert (found["expected_to_date"], found["pace"], found["lead"]) == (0, None, 10)


def test_expectations_of_counts_are_fractions() -> None:
    found = figures(10, 3, 1 / 3, 4, counts=True)
    assert (found["expected_to_date"], found["lead"], found["left"]) == (3.3333, -0.3333, 1.75)


_AMOUNTS = st.integers(-(10**13), 10**13)


@settings(max_examples=30, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 10**13), _AMOUNTS, st.floats(0, 1)), min_size=1, max_size=6))
def test_gaps_add_up_and_nothing_is_ever_nan(rows: list[tuple[int, int, float]]) -> None:
    targets, actuals, shares = (list(column) for column in zip(*rows, strict=True))
    found: DataFrame = measured(
        pd.array(targets, dtype="Int64"), pd.array(actuals, dtype="Int64"), pd.array(shares, dtype="Float64"),
        pd.array([1] * len(rows), dtype="Int64"), counts=False,
    )  # fmt: skip
    assert int(found["gap"].sum()) == sum(actuals) - sum(targets)
    assert not found.astype(object).map(lambda value: value != value or abs(value) == float("inf")
                                        if isinstance(value, float) else False).to_numpy().any()  # fmt: skip
