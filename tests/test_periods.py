"""The company's calendar: hand-worked bounds and labels, and what must hold for every calendar."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from salesdash.errors import BadInput
from salesdash.periods import GRAINS, FiscalCalendar, Range

CALENDAR = FiscalCalendar()
APRIL = FiscalCalendar(first_month=4)
days = st.dates(date(1900, 1, 1), date(2199, 12, 31))
calendars = st.builds(FiscalCalendar, st.integers(1, 12), st.integers(0, 6))


@pytest.mark.parametrize(
    ("calendar", "grain", "day", "label", "first", "last"),
    [
        (CALENDAR, "day", "2017-07-31", "2017-07-31", "2017-07-31", "2017-07-31"),
        (CALENDAR, "week", "2017-07-31", "2017-W31", "2017-07-31", "2017-08-06"),
        (CALENDAR, "month", "2017-07-31", "2017-07", "2017-07-01", "2017-07-31"),
        (CALENDAR, "quarter", "2017-07-31", "2017-Q3", "2017-07-01", "2017-09-30"),
        (CALENDAR, "year", "2017-07-31", "2017", "2017-01-01", "2017-12-31"),
        (CALENDAR, "week", "2021-01-03", "2020-W53", "2020-12-28", "2021-01-03"),
        (APRIL, "month", "2017-07-03", "2018-07", "2017-07-01", "2017-07-31"),
        (APRIL, "quarter", "2017-07-03", "2018-Q2", "2017-07-01", "2017-09-30"),
        (APRIL, "year", "2017-07-03", "2018", "2017-04-01", "2018-03-31"),
        (APRIL, "year", "2018-03-31", "2018", "2017-04-01", "2018-03-31"),
        (APRIL, "week", "2017-04-05", "2018-W01", "2017-04-03", "2017-04-09"),
        (FiscalCalendar(1, 6), "week", "2017-01-01", "2017-W01", "2017-01-01", "2017-01-07"),
        (FiscalCalendar(12), "quarter", "2016-02-29", "2016-Q1", "2015-12-01", "2016-02-29"),
    ],
)
def test_bounds_and_labels(calendar, grain, day, label, first, last):
    given_day = date.fromisoformat(day)
    assert calendar.label(grain, given_day) == label
    assert calendar.bounds(grain, given_day) == Range(date.fromisoformat(first), date.fromisoformat(last))


@given(days)
def test_weeks_of_the_calendar_year_are_those_of_iso_8601(day):
    year, week, _ = day.isocalendar()
    assert CALENDAR.label("week", day) == f"{year}-W{week:02d}"


@given(calendars, days, st.sampled_from(GRAINS))
def test_a_label_names_the_bounds_that_hold_the_day(calendar, day, grain):
    bounds = calendar.bounds(grain, day)
    assert day in bounds
    assert calendar.parse(calendar.label(grain, day)) == (grain, bounds)


@given(calendars, days, st.sampled_from(GRAINS))
def test_periods_follow_each_other_without_gap_and_with_labels_of_their_own(calendar, day, grain):
    bounds = calendar.bounds(grain, day)
    after = bounds.end + timedelta(days=1)
    assert calendar.bounds(grain, after).start == after
    assert calendar.label(grain, after) != calendar.label(grain, day)
    assert {calendar.label(grain, bounds.start), calendar.label(grain, bounds.end)} == {calendar.label(grain, day)}


@given(calendars, days)
def test_a_month_lies_in_one_quarter_and_a_quarter_in_one_year(calendar, day):
    month, quarter, year = (calendar.bounds(g, day) for g in ("month", "quarter", "year"))
    assert year.start <= quarter.start <= month.start
    assert month.end <= quarter.end <= year.end


@pytest.mark.parametrize("label", ["", "2017-13", "2017-Q5", "2017-W54", "2017-02-30", "0000", "last week", "2017-W00"])
def test_what_is_no_period_is_refused(label):
    with pytest.raises(BadInput) as refused:
        CALENDAR.parse(label)
    assert refused.value.code == "unknown_period"


def test_a_range_does_not_end_before_it_starts():
    with pytest.raises(BadInput):
        Range(date(2024, 2, 1), date(2024, 1, 31))


def test_dates_that_span_a_period_exactly_are_recognised():
    assert APRIL.spanned(Range(date(2017, 4, 1), date(2018, 3, 31))) == "year"
    assert APRIL.spanned(Range(date(2017, 4, 1), date(2017, 6, 30))) == "quarter"
    assert APRIL.spanned(Range(date(2016, 2, 1), date(2016, 2, 29))) == "month"
    assert APRIL.spanned(Range(date(2017, 1, 1), date(2017, 12, 31))) is None
    assert CALENDAR.spanned(Range(date(2016, 2, 1), date(2016, 2, 28))) is None


def test_pieces_of_a_trend_mark_what_is_partial():
    pieces = CALENDAR.pieces("month", Range(date(2024, 1, 15), date(2024, 4, 30)), as_of=date(2024, 4, 10))
    assert [(p.label, p.partial) for p in pieces] == [
        ("2024-01", True),  # begins in the middle
        ("2024-02", False),
        ("2024-03", False),
        ("2024-04", True),  # still running
    ]
    assert not any(
        p.partial for p in CALENDAR.pieces("month", Range(date(2024, 3, 1), date(2024, 4, 30)), date(2024, 4, 30))
    )


def test_cut_keeps_what_lies_up_to_a_day():
    november = Range(date(2024, 11, 1), date(2024, 11, 30))
    assert november.cut(date(2024, 11, 23)) == Range(date(2024, 11, 1), date(2024, 11, 23))
    assert november.cut(date(2024, 12, 5)) == november
    assert november.cut(date(2024, 10, 5)) == november
