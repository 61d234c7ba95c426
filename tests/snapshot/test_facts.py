"""Which months are read whole, which days are read from lines, and what scope and filters ask for."""

from datetime import date

import pytest

from salesdash.access.identity import EVERYTHING, Scope
from salesdash.kpis.counting import order_flag
from salesdash.periods import Range
from salesdash.snapshot.days import merged, split
from salesdash.snapshot.facts import summary_with
from salesdash.snapshot.selection import Selection, condition

MONTHS = [202401, 202402, 202403, 202404]


def test_a_month_is_read_whole_unless_a_range_cuts_it() -> None:
    assert split([Range(date(2024, 1, 1), date(2024, 3, 31))], MONTHS) == ([202401, 202402, 202403], [])
    assert split([Range(date(2024, 1, 2), date(2024, 3, 31))], MONTHS) == ([202402, 202403], [202401])
    two = [Range(date(2024, 1, 1), date(2024, 2, 29)), Range(date(2024, 2, 10), date(2024, 2, 12))]
    assert split(two, MONTHS) == ([202401], [202402])
    assert split([Range(date(2024, 2, 1), date(2024, 2, 29))], MONTHS, summaries=False) == ([], [202402])


def test_ranges_that_touch_or_overlap_become_one() -> None:
    days = [Range(date(2024, 1, 5), date(2024, 1, 9)), Range(date(2024, 1, 1), date(2024, 1, 4))]
    assert merged([*days, Range(date(2024, 2, 1), date(2024, 2, 2))]) == [
        Range(date(2024, 1, 1), date(2024, 1, 9)),
        Range(date(2024, 2, 1), date(2024, 2, 2)),
    ]


def test_the_condition_of_scope_and_filters() -> None:
    assert condition(Selection(EVERYTHING)) == "true"
    assert condition(Selection(Scope())) == "false"
    assert condition(Selection(EVERYTHING, {"region": frozenset()})) == "false"
    seen = Scope(people=frozenset({2, 1}), teams=frozenset({7}), regions=frozenset({3}))
    assert condition(Selection(seen, {"channel": frozenset({0})})) == (
        "channel IN (0) AND (person IN (1, 2) OR team IN (7)) AND region IN (3)"
    )
    assert condition(Selection(Scope(people=frozenset({1}), regions=frozenset()))).endswith("false")


def test_the_smallest_summary_that_serves() -> None:
    assert summary_with({"region", "team"}) == "by_line"
    assert summary_with({"product"}) == "by_product"
    assert summary_with({"customer"}) == "by_customer"
    assert summary_with({"customer", "product_line"}) == "by_customer_line"
    assert summary_with({"customer", "product"}) is None


@pytest.mark.parametrize(
    ("columns", "selected", "levels", "flag"),
    [
        (set(), {}, set(), "orders"),
        ({"customer", "region"}, {}, {"region"}, "orders"),
        ({"product_line"}, {}, set(), "line_orders"),
        ({"product_line"}, {}, {"product_line"}, None),  # by category
        (set(), {"product_line": frozenset({1})}, set(), "line_orders"),
        (set(), {"product_line": frozenset({1, 2})}, set(), None),
        ({"product"}, {}, set(), "product_orders"),
        ({"product"}, {"product_line": frozenset({1})}, set(), None),
    ],
)
def test_the_flag_that_counts_orders_exactly(columns: set, selected: dict, levels: set, flag: str | None) -> None:
    assert order_flag(columns, selected, frozenset(levels)) == flag
