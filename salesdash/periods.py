"""The company's calendar: labels and bounds of its months, quarters, years and weeks.

Pure: no clock. Both ends of every range are included. What periods are compared with stands in
``salesdash.comparisons``.
"""

import calendar as _calendar
import re
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from typing import Literal

from salesdash.errors import BadInput
from salesdash.locale import N_

Grain = Literal["day", "week", "month", "quarter", "year"]
GRAINS: tuple[Grain, ...] = ("day", "week", "month", "quarter", "year")
#: months in one period of a grain
_MONTHS = {"month": 1, "quarter": 3, "year": 12}

_LABEL = re.compile(r"(\d{4})(?:-(?:Q([1-4])|W(\d{2})|(\d{2})(?:-(\d{2}))?))?")


@dataclass(frozen=True, order=True)
class Range:
    """Days from ``start`` to ``end``, both included."""

    start: date
    end: date

    def __post_init__(self) -> None:
        if self.end < self.start:
            raise BadInput(
                "dates_reversed",
                N_("The period ends ({end}) before it starts ({start})."),
                start=self.start.isoformat(),
                end=self.end.isoformat(),
            )

    @property
    def days(self) -> int:
        """Number of days."""
        return (self.end - self.start).days + 1

    def __contains__(self, day: date) -> bool:
        return self.start <= day <= self.end

    def shifted(self, days: int) -> "Range":
        """The same number of days, moved by ``days``."""
        move = timedelta(days=days)
        return Range(self.start + move, self.end + move)

    def cut(self, last: date) -> "Range":
        """What of this range lies up to ``last``; a range that lies wholly after it stays whole."""
        return self if last < self.start or last >= self.end else Range(self.start, last)


@dataclass(frozen=True)
class Piece:
    """One period of a trend: its label, its whole bounds, and whether only a part of it is shown."""

    label: str
    bounds: Range
    partial: bool


def month_end(day: date) -> date:
    """The last day of the calendar month of ``day``."""
    return day.replace(day=_calendar.monthrange(day.year, day.month)[1])


def plus_months(first: date, months: int) -> date:
    """The first day of the month that lies ``months`` after that of ``first``."""
    year, month = divmod(first.year * 12 + first.month - 1 + months, 12)
    return date(year, month + 1, 1)


@dataclass(frozen=True)
class FiscalCalendar:
    """The company's year begins with ``first_month`` (1 to 12), its week with ``week_first_day`` (0 Monday … 6 Sunday).

    A fiscal year is named by the calendar year in which it ends. A month is named by the fiscal year that it lies in
    and its number in the calendar (2018-07 is July 2017 where the year begins in April). A week belongs to the fiscal
    year that holds most of its days; with January and Monday these are the weeks of ISO 8601.
    """

    first_month: int = 1
    week_first_day: int = 0

    def fiscal_year(self, day: date) -> int:
        """The name of the fiscal year that ``day`` lies in."""
        return day.year + (self.first_month > 1 and day.month >= self.first_month)

    def year_bounds(self, year: int) -> Range:
        """First and last day of the fiscal year named ``year``."""
        first = date(year - (self.first_month > 1), self.first_month, 1)
        return Range(first, plus_months(first, 12) - timedelta(days=1))

    def quarter_bounds(self, year: int, quarter: int) -> Range:
        """First and last day of quarter 1 to 4 of the fiscal year named ``year``."""
        first = plus_months(self.year_bounds(year).start, 3 * (quarter - 1))
        return Range(first, plus_months(first, 3) - timedelta(days=1))

    def month_bounds(self, year: int, month: int) -> Range:
        """First and last day of the calendar month ``month`` that lies in the fiscal year named ``year``."""
        first = date(year - (self.first_month > 1 and month >= self.first_month), month, 1)
        return Range(first, month_end(first))

    def week_bounds(self, year: int, week: int) -> Range:
        """First and last day of week ``week`` of the fiscal year named ``year``; week 1 is the first that has at
        least four days in it."""
        fourth = self.bounds("week", self.year_bounds(year).start + timedelta(days=3))
        return fourth.shifted(7 * (week - 1))

    def bounds(self, grain: Grain, day: date) -> Range:
        """First and last day of the period of ``grain`` that ``day`` lies in."""
        if grain == "day":
            return Range(day, day)
        if grain == "week":
            first = day - timedelta(days=(day.weekday() - self.week_first_day) % 7)
            return Range(first, first + timedelta(days=6))
        months = _MONTHS[grain]
        into_year = (day.month - self.first_month) % 12
        first = plus_months(day, -(into_year % months))
        return Range(first, plus_months(first, months) - timedelta(days=1))

    def label(self, grain: Grain, day: date) -> str:
        """The name of the period of ``grain`` that ``day`` lies in: 2017-07-31, 2017-W31, 2017-07, 2017-Q3, 2017."""
        return _label(self, grain, day)

    def parse(self, label: str) -> tuple[Grain, Range]:
        """The period that ``label`` names. Raises BadInput ``unknown_period`` where it names none."""
        match = _LABEL.fullmatch(label.strip())
        if found := self._named(*match.groups()) if match else None:
            return found
        raise BadInput(
            "unknown_period",
            N_(
                "{period} is no period. Write year (2017), quarter (2017-Q3), month (2017-07), week (2017-W31) or date."
            ),
            period=label,
        )

    def _named(
        self, year: str, quarter: str | None, week: str | None, month: str | None, day: str | None
    ) -> tuple[Grain, Range] | None:
        try:
            if quarter:
                return "quarter", self.quarter_bounds(int(year), int(quarter))
            if week:
                bounds = self.week_bounds(int(year), int(week))
                return ("week", bounds) if self.label("week", bounds.start) == f"{year}-W{week}" else None
            if day and month:
                only = date(int(year), int(month), int(day))
                return "day", Range(only, only)
            if month:
                return "month", self.month_bounds(int(year), int(month))
            return "year", self.year_bounds(int(year))
        except ValueError:  # a month 13, a 30 February, the year 0
            return None

    def spanned(self, days: Range) -> Grain | None:
        """ "month", "quarter" or "year" if ``days`` is exactly one of the company's, else None."""
        for grain in ("month", "quarter", "year"):
            if self.bounds(grain, days.start) == days:  # type: ignore[arg-type]
                return grain  # type: ignore[return-value]
        return None

    def pieces(self, grain: Grain, days: Range, as_of: date) -> list[Piece]:
        """The periods of ``grain`` that ``days`` touches, oldest first. Partial are those that ``days`` holds only in
        part and those that have begun but not ended on ``as_of``."""
        pieces: list[Piece] = []
        day = days.start
        while day <= days.end:
            bounds = self.bounds(grain, day)
            partial = bounds.start < days.start or bounds.end > days.end or bounds.start <= as_of < bounds.end
            pieces.append(Piece(self.label(grain, day), bounds, partial))
            day = bounds.end + timedelta(days=1)
        return pieces


@lru_cache(maxsize=65_536)
def _label(calendar: FiscalCalendar, grain: Grain, day: date) -> str:
    if grain == "day":
        return day.isoformat()
    if grain == "week":
        first = calendar.bounds("week", day).start
        year = calendar.fiscal_year(first + timedelta(days=3))
        return f"{year:04d}-W{(first - calendar.week_bounds(year, 1).start).days // 7 + 1:02d}"
    year = calendar.fiscal_year(day)
    if grain == "month":
        return f"{year:04d}-{day.month:02d}"
    if grain == "quarter":
        return f"{year:04d}-Q{(day.month - calendar.first_month) % 12 // 3 + 1}"
    return f"{year:04d}"
