"""Presets and comparison ranges: hand-worked dates, and what must hold for every period."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from salesdash.comparisons import (
    PRESETS,
    compared_with,
    lunar_year_before,
    preset_range,
    previous,
    year_before,
)
from salesdash.errors import BadInput
from salesdash.periods import FiscalCalendar, Range

CALENDAR = FiscalCalendar()
APRIL = FiscalCalendar(first_month=4)
LATER = date(2199, 12, 31)
days = st.dates(date(1950, 1, 1), date(2090, 12, 31))
ranges = st.builds(lambda first, length: Range(first, first + timedelta(days=length)), days, st.integers(0, 800))
calendars = st.builds(FiscalCalendar, st.integers(1, 12), st.integers(0, 6))


def span(text: str) -> Range:
    first, last = text.split("..")
    return Range(date.fromisoformat(first), date.fromisoformat(last))


@pytest.mark.parametrize(
    ("preset", "expected"),
    [
        ("this_month", "2026-11-01..2026-11-30"),
        ("this_quarter", "2026-10-01..2026-12-31"),
        ("this_year", "2026-04-01..2027-03-31"),
        ("last_month", "2026-10-01..2026-10-31"),
        ("last_quarter", "2026-07-01..2026-09-30"),
        ("last_year", "2025-04-01..2026-03-31"),
        ("last_30_days", "2026-10-25..2026-11-23"),
        ("last_90_days", "2026-08-26..2026-11-23"),
        ("last_365_days", "2025-11-24..2026-11-23"),
    ],
)
def test_presets_of_a_company_whose_year_begins_in_april(preset, expected):
    assert preset_range(APRIL, preset, date(2026, 11, 23)) == span(expected)


@pytest.mark.parametrize("preset", ["custom", "this_week", "last_7_days", "", "this_"])
def test_what_is_no_preset_is_refused(preset):
    with pytest.raises(BadInput):
        preset_range(CALENDAR, preset, date(2026, 11, 23))


@pytest.mark.parametrize(
    ("shown", "as_of", "before"),
    [
        ("2026-10-01..2026-10-31", "2026-11-23", "2026-09-01..2026-09-30"),  # whole months, however long
        ("2026-11-01..2026-11-30", "2026-11-23", "2026-10-01..2026-10-23"),  # running: days that have elapsed
        ("2026-03-01..2026-03-31", "2026-03-30", "2026-02-01..2026-02-28"),  # February is over by then
        ("2026-10-01..2026-12-31", "2026-11-23", "2026-07-01..2026-08-23"),
        ("2026-01-01..2026-12-31", "2026-11-23", "2025-01-01..2025-11-23"),
        ("2024-01-01..2024-12-31", "2024-03-01", "2023-01-01..2023-03-02"),  # 61 days in
        ("2017-02-01..2017-02-28", "2026-11-23", "2017-01-01..2017-01-31"),
        ("2026-11-10..2026-11-20", "2026-11-23", "2026-10-30..2026-11-09"),  # free dates
        ("2026-11-10..2026-11-29", "2026-11-23", "2026-10-27..2026-11-09"),  # free dates that still run: 14 days
        ("2026-01-15..2026-02-14", "2026-11-23", "2025-12-15..2026-01-14"),  # a month long, yet no calendar month
    ],
)
def test_previous(shown, as_of, before):
    assert previous(CALENDAR, span(shown), date.fromisoformat(as_of)) == span(before)


def test_previous_follows_the_companys_year():
    assert previous(APRIL, span("2017-04-01..2018-03-31"), LATER) == span("2016-04-01..2017-03-31")
    assert previous(CALENDAR, span("2017-04-01..2018-03-31"), LATER) == span("2016-04-01..2017-03-31")
    assert previous(APRIL, span("2016-01-01..2016-12-31"), LATER) == span("2014-12-31..2015-12-31")  # 366 free days


@pytest.mark.parametrize(
    ("shown", "as_of", "before"),
    [
        ("2026-11-01..2026-11-30", "2026-11-23", "2025-11-01..2025-11-23"),
        ("2024-02-29..2024-02-29", "2026-11-23", "2023-02-28..2023-02-28"),
        ("2024-02-01..2024-02-29", "2026-11-23", "2023-02-01..2023-02-28"),
        ("2025-02-01..2025-02-28", "2026-11-23", "2024-02-01..2024-02-28"),  # the same dates
        ("2024-01-01..2024-12-31", "2026-11-23", "2023-01-01..2023-12-31"),
    ],
)
def test_year_before(shown, as_of, before):
    assert year_before(span(shown), date.fromisoformat(as_of)) == span(before)


@pytest.mark.parametrize(
    ("shown", "before"),
    [
        # the festival was on 10 February 2024 and on 22 January 2023, 384 days apart
        ("2024-02-01..2024-02-29", "2023-01-13..2023-02-10"),
        ("2024-02-10..2024-02-10", "2023-01-22..2023-01-22"),
        # on 29 January 2025 and 10 February 2024, 354 days apart
        ("2025-01-01..2025-01-31", "2024-01-13..2024-02-12"),
        ("2024-12-20..2024-12-31", "2024-01-01..2024-01-12"),
        ("2025-07-01..2025-07-31", None),
        ("2025-01-01..2025-12-31", None),
    ],
)
def test_alignment_on_lunar_new_year(shown, before):
    assert lunar_year_before(span(shown), LATER) == (span(before) if before else None)


def test_no_alignment_where_the_festivals_date_is_not_known():
    assert lunar_year_before(Range(date(2150, 2, 1), date(2150, 2, 10)), LATER) is None
    assert lunar_year_before(Range(date(1900, 1, 20), date(1900, 2, 10)), LATER) is None


@given(calendars, ranges)
def test_previous_ends_just_before_the_shown_days_begin(calendar, shown):
    before = previous(calendar, shown, LATER)
    assert before.end == shown.start - timedelta(days=1)
    assert calendar.spanned(before) == calendar.spanned(shown) or (
        calendar.spanned(shown) is None and before.days == shown.days
    )


@given(calendars, days, st.sampled_from([p for p in PRESETS if p != "custom"]))
def test_what_runs_compares_with_as_many_days_as_have_elapsed(calendar, as_of, preset):
    shown = preset_range(calendar, preset, as_of)
    elapsed, before = shown.cut(as_of), previous(calendar, shown, as_of)
    assert before.end < shown.start
    if as_of < shown.end:
        whole = calendar.bounds(calendar.spanned(shown), before.start)
        assert before.start == whole.start
        assert before.days == min(elapsed.days, whole.days)
    assert elapsed.end <= as_of


@given(ranges)
def test_a_year_before_keeps_day_and_month(shown):
    before = year_before(shown, LATER)
    for now, then in ((shown.start, before.start), (shown.end, before.end)):
        assert then.year == now.year - 1
        assert (then.month, then.day) == (now.month, now.day) or (now.month, now.day, then.day) == (2, 29, 28)


@given(ranges)
def test_an_aligned_comparison_has_as_many_days_a_lunar_year_before(shown):
    before = lunar_year_before(shown, LATER)
    if before is not None:
        assert before.days == shown.days
        assert (shown.start - before.start).days in (353, 354, 355, 383, 384, 385)


def test_all_comparisons_by_name():
    shown, as_of = span("2024-02-01..2024-02-29"), date(2024, 2, 10)
    assert compared_with(CALENDAR, shown, "previous", as_of) == span("2024-01-01..2024-01-10")
    assert compared_with(CALENDAR, shown, "year", as_of) == span("2023-02-01..2023-02-10")
    assert compared_with(CALENDAR, shown, "lunar_year", as_of) == span("2023-01-13..2023-01-22")
