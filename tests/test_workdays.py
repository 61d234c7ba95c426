"""Working days, counted on a calendar."""

from datetime import date

import pytest

from salesdash.periods import Range
from salesdash.workdays import countries, public_holidays, working_days


@pytest.mark.parametrize(
    ("start", "end", "country", "expected"),
    [
        (date(2024, 6, 1), date(2024, 6, 30), "", 20),  # begins with a Saturday
        (date(2024, 6, 3), date(2024, 6, 3), "", 1),
        (date(2024, 6, 1), date(2024, 6, 2), "", 0),
        (date(2023, 12, 25), date(2024, 1, 1), "", 6),
        (date(2023, 12, 25), date(2024, 1, 1), "GB", 3),  # Christmas Day, Boxing Day, New Year's Day
        (date(2024, 6, 3), date(2024, 6, 16), "TW", 9),  # the Dragon Boat Festival on 10 June
        (date(2024, 6, 3), date(2024, 6, 16), "nowhere", 10),
    ],
)
def test_monday_to_friday_less_public_holidays(start: date, end: date, country: str, expected: int) -> None:
    assert working_days(Range(start, end), country) == expected


def test_known_countries() -> None:
    assert {"TW", "CN", "US", "DE"} <= set(countries())
    assert date(2024, 10, 10) in public_holidays("TW", 2024)
