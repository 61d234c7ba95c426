"""How far automatic forecasts reach."""

from datetime import date

import pytest

from salesdash.forecasts.question import reach
from salesdash.periods import FiscalCalendar


@pytest.mark.parametrize(
    ("frequency", "coming", "expected"),
    [
        ("month", date(2026, 11, 1), 14),  # to December 2027
        ("month", date(2026, 1, 1), 24),
        ("quarter", date(2026, 10, 1), 5),
        ("quarter", date(2026, 1, 1), 8),
        ("week", date(2026, 11, 23), 24),  # 57 would be too many
    ],
)
def test_to_the_end_of_the_next_fiscal_year(frequency, coming, expected):
    assert reach(FiscalCalendar(1, 0), frequency, coming) == expected


def test_where_the_year_begins_in_april():
    fiscal = FiscalCalendar(4, 0)
    assert reach(fiscal, "month", date(2026, 3, 1)) == 13  # March, and the year to March 2027
    assert reach(fiscal, "month", date(2026, 4, 1)) == 24
