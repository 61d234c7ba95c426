"""Which periods count as history: by hand, without a database."""

from datetime import date, timedelta

import pytest

from salesdash.forecasts.question import alias
from salesdash.forecasts.stretch import Stretch, stretch
from salesdash.periods import FiscalCalendar

CALENDAR = FiscalCalendar()
TODAY = date(2024, 6, 20)


def daily(first: date, last: date) -> list[date]:
    return [first + timedelta(days=n) for n in range((last - first).days + 1)]


def found(days: list[date], *, asked: date | None = None, today: date = TODAY, grain: str = "month") -> Stretch:
    known = stretch(CALENDAR, grain, days, asked=asked, today=today)  # type: ignore[arg-type]
    assert known is not None
    return known


def months(known: Stretch) -> tuple[str, str, int]:
    return f"{known.periods[0].start:%m}", f"{known.periods[-1].start:%m}", len(known.periods)


def test_the_running_month_and_the_first_part_of_a_month_are_no_history() -> None:
    known = found(daily(date(2024, 1, 9), date(2024, 6, 19)))
    assert months(known) == ("02", "05", 4)
    assert (known.as_of, known.coming) == (date(2024, 6, 19), date(2024, 6, 1))


def test_a_shop_that_is_closed_on_new_years_day_has_a_whole_january() -> None:
    assert months(found(daily(date(2024, 1, 2), date(2024, 6, 19)))) == ("01", "05", 5)


@pytest.mark.parametrize(("last", "as_of", "history"), [
    (date(2024, 5, 31), date(2024, 5, 31), "05"),  # to the end
    (date(2024, 5, 30), date(2024, 5, 30), "04"),  # a daily seller whose last import lacks a day
])  # fmt: skip
def test_an_import_that_ends_early(last: date, as_of: date, history: str) -> None:
    known = found(daily(date(2024, 1, 1), last))
    assert (known.as_of, f"{known.periods[-1].start:%m}") == (as_of, history)


def test_no_sales_on_weekends() -> None:
    # March ended on a Sunday, and so did June: two days without a line before its end are usual
    days = [day for day in daily(date(2024, 1, 1), date(2024, 6, 28)) if day.weekday() < 5]
    known = found(days, today=date(2024, 7, 3))
    assert months(known) == ("01", "06", 6) and known.as_of == date(2024, 6, 30)


def test_a_company_that_bills_once_a_month() -> None:
    days = [date(2024, month, 15) for month in range(1, 6)]
    known = found(days)
    assert months(known) == ("01", "05", 5)
    assert (known.as_of, known.coming) == (date(2024, 5, 31), date(2024, 6, 1))


def test_a_day_asked_for_hides_what_came_later() -> None:
    days = daily(date(2024, 1, 1), date(2024, 6, 19))
    assert months(found(days, asked=date(2024, 3, 30))) == ("01", "02", 2)
    assert months(found(days, asked=date(2024, 3, 31))) == ("01", "03", 3)


def test_a_day_asked_for_is_believed_within_its_period_and_not_beyond_the_data() -> None:
    days = daily(date(2024, 1, 1), date(2024, 5, 20))
    assert months(found(days, asked=date(2024, 5, 31))) == ("01", "05", 5)
    beyond = found(days, asked=date(2024, 12, 31), today=date(2025, 1, 1))
    assert (months(beyond), beyond.as_of) == (("01", "04", 4), date(2024, 5, 20))


def test_months_without_sales_stay_in_their_place() -> None:
    days = [*daily(date(2024, 1, 1), date(2024, 2, 29)), *daily(date(2024, 4, 1), date(2024, 5, 31))]
    assert months(found(days)) == ("01", "05", 5)


def test_weeks_and_quarters() -> None:
    days = daily(date(2024, 1, 1), date(2024, 6, 19))
    weeks = found(days, grain="week")  # 2024-01-01 is a Monday, 2024-06-19 a Wednesday
    assert (len(weeks.periods), weeks.coming) == (24, date(2024, 6, 17))
    assert found(days, grain="quarter").coming == date(2024, 4, 1)


def test_periods_of_the_companys_own_year_as_the_method_names_them() -> None:
    own = FiscalCalendar(first_month=4, week_first_day=6)
    assert [alias(own, grain) for grain in ("month", "quarter", "week")] == ["MS", "QS-APR", "W-SUN"]
    known = stretch(own, "quarter", daily(date(2024, 1, 1), date(2024, 6, 30)), asked=None, today=date(2024, 7, 2))
    assert known and [one.start for one in known.periods] == [date(2024, 1, 1), date(2024, 4, 1)]


def test_nothing_known() -> None:
    assert stretch(CALENDAR, "month", [], asked=None, today=TODAY) is None
    assert stretch(CALENDAR, "month", [date(2024, 6, 1)], asked=date(2024, 5, 1), today=TODAY) is None
    assert found([date(2024, 6, 1)]).periods == ()
