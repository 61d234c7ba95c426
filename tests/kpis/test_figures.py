"""Columns of figures are the registry's formulas, row by row."""

import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st

from salesdash import metrics
from salesdash.access.identity import OPERATOR
from salesdash.kpis import figures
from salesdash.kpis.answers import METRICS

amount = st.none() | st.integers(-(10**13), 10**13)
count = st.none() | st.integers(0, 10**6)
BASE = {
    "revenue": amount, "sold": amount, "costed_revenue": amount, "quantity": amount, "cost": amount, "orders": count,
    "customers": count, "new_customers": count,
}  # fmt: skip


def arrays(rows: list[dict]) -> dict:
    return {name: pd.array([row[name] for row in rows], dtype="Int64") for name in BASE}


def minus(a: int | None, b: int | None) -> int | None:
    return None if a is None or b is None else a - b


@settings(deadline=None)
@given(st.lists(st.fixed_dictionaries(BASE), min_size=1, max_size=8))
def test_whole_columns_agree_with_the_registry(rows: list[dict]) -> None:
    found = figures.complete(arrays(rows), OPERATOR)
    for number, row in enumerate(rows):
        expected = metrics.complete(
            row
            | {
                "gross_profit": minus(row["costed_revenue"], row["cost"]),
                "returned": minus(row["sold"], row["revenue"]),
            }
        )
        for name in METRICS:
            value = found[name][number]
            assert (None if pd.isna(value) else value) == expected[name], name


@settings(deadline=None)
@given(st.lists(st.tuples(amount, amount), min_size=1))
def test_changes_agree_with_the_registry(pairs: list[tuple[int | None, int | None]]) -> None:
    now, base = (pd.array([pair[i] for pair in pairs], dtype="Int64") for i in (0, 1))
    found = figures.change("revenue", now, base)
    for number, (a, b) in enumerate(pairs):
        value = found[number]
        assert (None if pd.isna(value) else value) == metrics.REGISTRY["revenue"].change(a, b)


def test_ratios_change_by_the_difference() -> None:
    now, base = pd.array([0.5, None], dtype="Float64"), pd.array([0.2, 0.1], dtype="Float64")
    found = figures.change("gross_margin", now, base)
    assert (found[0], found[1] is pd.NA) == (0.3, True)


def test_rows_are_put_in_another_order_with_gaps() -> None:
    column = pd.array([1, 2], dtype="Int64")
    assert figures.aligned({"a": column}, [1, -1, 0])["a"].tolist() == [2, pd.NA, 1]
