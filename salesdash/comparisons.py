"""Which days a page shows and which days it compares them with (環比, 同比, aligned on Lunar New Year).

Pure: what day it is comes in as ``as_of``, the last day that has elapsed. A period that still runs is shown, and
compared, with the days that have elapsed.
"""

from datetime import date, timedelta
from typing import Literal

from lunardate import LunarDate

from salesdash.errors import BadInput
from salesdash.locale import N_
from salesdash.periods import FiscalCalendar, Grain, Range

Comparison = Literal["previous", "year", "lunar_year"]

#: key → name, in the order in which they are offered
COMPARISONS: dict[str, str] = {
    "previous": N_("Previous period"),
    "year": N_("Last year"),
    "lunar_year": N_("Last year, aligned on Lunar New Year"),
}

#: key → name, in the order in which they are offered
PRESETS = {
    "this_month": N_("This month"),
    "this_quarter": N_("This quarter"),
    "this_year": N_("This year"),
    "last_month": N_("Last month"),
    "last_quarter": N_("Last quarter"),
    "last_year": N_("Last fiscal year"),
    "last_30_days": N_("Last 30 days"),
    "last_90_days": N_("Last 90 days"),
    "last_365_days": N_("Last 365 days"),
    "custom": N_("Free dates"),
}

#: days around the festival within which it moves sales enough for an alignment to make sense
_FESTIVAL_REACH = 45
#: a longer period holds the festival in both years anyway
_LONGEST_ALIGNED = 100


def preset_range(calendar: FiscalCalendar, preset: str, as_of: date) -> Range:
    """The whole bounds of a preset of PRESETS (running ones to their end) as seen on ``as_of``.

    Raises BadInput ``unknown_preset`` for another name and for "custom", whose dates are the reader's own.
    """
    when, _, what = preset.partition("_")
    if preset in PRESETS and what.endswith("_days"):
        return Range(as_of - timedelta(days=int(what.removesuffix("_days")) - 1), as_of)
    if preset in PRESETS and preset != "custom":
        grain: Grain = what  # type: ignore[assignment]
        bounds = calendar.bounds(grain, as_of)
        return bounds if when == "this" else calendar.bounds(grain, bounds.start - timedelta(days=1))
    raise BadInput("unknown_preset", N_("There is no period named {preset}."), preset=preset)


def previous(calendar: FiscalCalendar, days: Range, as_of: date) -> Range:
    """What ``days`` compares with as 環比. A month, quarter or year of the company: the one before, as many days in
    as have elapsed (the whole one once it has ended); free dates: as many days just before."""
    elapsed = days.cut(as_of)
    grain = calendar.spanned(days)
    if grain is None:
        return elapsed.shifted(-elapsed.days)
    before = calendar.bounds(grain, days.start - timedelta(days=1))
    if elapsed == days:
        return before
    return before.cut(before.start + timedelta(days=elapsed.days - 1))


def year_before(days: Range, as_of: date) -> Range:
    """What ``days`` compares with as 同比: the same dates a year before, as far as they have elapsed; 29 February
    reads 28 February."""
    elapsed = days.cut(as_of)
    return Range(_a_year_before(elapsed.start), _a_year_before(elapsed.end))


def lunar_year_before(days: Range, as_of: date) -> Range | None:
    """What ``days`` compares with when the festival is aligned: as many days, standing to last year's Lunar New Year
    as ``days`` stand to this year's. None where the festival is not near, and for periods over a quarter."""
    elapsed = days.cut(as_of)
    if days.days > _LONGEST_ALIGNED:
        return None
    festival = _nearest_festival(elapsed)
    if festival is None or not _touches(elapsed, festival):
        return None
    before = _festival(festival.year - 1)
    return elapsed.shifted((before - festival).days) if before else None


def compared_with(calendar: FiscalCalendar, days: Range, comparison: Comparison, as_of: date) -> Range | None:
    """The days that ``days`` compares with; None where the comparison does not apply to them."""
    if comparison == "previous":
        return previous(calendar, days, as_of)
    if comparison == "year":
        return year_before(days, as_of)
    return lunar_year_before(days, as_of)


def _a_year_before(day: date) -> date:
    last_of_february = (day.month, day.day) == (2, 29)
    return day.replace(year=day.year - 1, day=28 if last_of_february else day.day)


def _festival(year: int) -> date | None:
    """Lunar New Year of a calendar year; None beyond the years 1900 to 2099, whose dates are known."""
    try:
        return LunarDate(year, 1, 1).to_solar_date()
    except ValueError:
        return None


def _nearest_festival(days: Range) -> date | None:
    middle = days.start + timedelta(days=days.days // 2)
    known = [f for f in map(_festival, (middle.year, middle.year + 1)) if f]
    return min(known, key=lambda festival: abs((festival - middle).days), default=None)


def _touches(days: Range, festival: date) -> bool:
    reach = timedelta(days=_FESTIVAL_REACH)
    return days.start <= festival + reach and days.end >= festival - reach
