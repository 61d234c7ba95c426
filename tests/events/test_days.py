"""Days of periods, counted by hand from the calendars of 2025 and 2026."""

from datetime import date

import numpy as np
import pytest
from pandas import DataFrame

from salesdash.events import days
from salesdash.events.days import Stretch
from salesdash.periods import FiscalCalendar, Range

JANUARY, FEBRUARY = Range(date(2025, 1, 1), date(2025, 1, 31)), Range(date(2025, 2, 1), date(2025, 2, 28))
NOTHING: list = []


def told(events=NOTHING, free=NOTHING, festivals=NOTHING) -> dict[str, list[float]]:
    found = days.numbers([JANUARY, FEBRUARY], events, free, festivals)
    return {name: values.tolist() for name, values in found.items()}


def test_working_days_are_weekdays_less_holidays_and_closures() -> None:
    assert told()["working_days"] == [23, 20]
    free = [date(2025, 1, 1), date(2025, 2, 1)]  # a Wednesday, a Saturday
    closed = Stretch("closure", Range(date(2025, 1, 31), date(2025, 2, 3)))  # Friday to Monday
    found = told([closed], free)
    assert found["working_days"] == [21, 19]
    assert found["holidays"] == [1, 0]
    assert found["closure"] == [1, 3]


def test_a_holiday_of_the_company_is_one_day_with_the_public_one() -> None:
    own = Stretch("holiday", Range(date(2025, 1, 1), date(2025, 1, 3)))
    assert told([own], [date(2025, 1, 1)])["holidays"] == [3, 0]


def test_lunar_new_year_is_shared_by_the_months_it_lies_in() -> None:
    # 29 January 2025: the week from its eve has 28 to 31 January and 1 to 3 February
    assert told(festivals=[date(2025, 1, 29)])["lunar_new_year"] == pytest.approx([4 / 7, 3 / 7])
    assert days.festivals("TW", [2025, 2026]) == [date(2025, 1, 29), date(2026, 2, 17)]
    assert days.festivals("", [2026]) == [date(2026, 2, 17)]  # without a country history is to tell
    assert days.festivals("DE", [2025, 2026]) == [] == days.festivals("TW", [2199])


def test_days_with_two_promotions_count_once() -> None:
    first = Stretch("promotion", Range(date(2025, 1, 10), date(2025, 1, 19)))
    second = Stretch("promotion", Range(date(2025, 1, 15), date(2025, 2, 2)))
    assert told([first, second])["promotion"] == [22, 2]


def test_an_effect_counts_for_its_share_of_the_days() -> None:
    half = Stretch("promotion", Range(date(2025, 2, 15), date(2025, 3, 20)), 0.2)  # 14 of 28 days
    shut = Stretch("closure", Range(date(2025, 1, 1), date(2025, 1, 31)), -1.0)
    both = Stretch("closure", Range(date(2025, 1, 1), date(2025, 1, 31)), -0.5)
    found = days.factor([JANUARY, FEBRUARY], [half, shut, both])
    assert found.tolist() == pytest.approx([0.0, 1.1])


def test_an_event_counts_for_the_series_that_name_its_place() -> None:
    here = Stretch("promotion", JANUARY, place={0: frozenset({1, 2}), 2: frozenset({9})})
    assert here.holds([2, 0, 9]) and not here.holds([2, 0, 0]) and not here.holds([3, 0, 9])
    assert Stretch("promotion", JANUARY).holds([0, 0, 0])


def test_columns_that_say_nothing_are_left_out() -> None:
    places = np.array([0, 1, 0, 1])
    frame = DataFrame(
        {"ds": range(4), "same": [1.0] * 4, "season": [1.0, 2, 1, 2], "moves": [1.0, 0, 0, 1], "late": [0.0, 0, 0, 1]}
    )
    assert list(days.telling(frame, places).columns) == ["ds", "moves", "late"]
    # a year that comes once has no season yet
    assert list(days.telling(frame.head(2), places[:2]).columns) == ["ds", "season", "moves"]


def test_a_column_is_kept_where_it_tells_something_of_one_series() -> None:
    frame = DataFrame({"unique_id": list("aabb"), "ds": [0, 1, 0, 1], "here": [0.0, 0, 0, 3]})
    assert list(days.telling(frame, np.array([0, 0])).columns) == ["unique_id", "ds", "here"]


def test_places_in_the_year() -> None:
    fiscal = FiscalCalendar(first_month=4)
    assert days.positions(fiscal, [JANUARY, FEBRUARY], "month").tolist() == [9, 10]
    assert days.positions(fiscal, [JANUARY], "week").tolist() == [0]
    assert days.numbers([], [], [], [])["promotion"].tolist() == []
