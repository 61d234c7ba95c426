"""How many orders a day of the year brings: weekdays, seasons, Lunar New Year, promotions, growth."""

from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
from lunardate import LunarDate
from numpy.typing import NDArray

from salesdash.sample.draws import Ints
from salesdash.sample.recipe import Recipe, numbers

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Days:
    """The days of the sample company, as arrays: date, weekday (0 Monday), calendar month (0–11), months and
    calendar years from the beginning."""

    dates: NDArray[np.datetime64]
    weekday: Ints
    month: Ints
    month_index: Ints
    year_index: Ints

    def place(self, day: date) -> int:
        """The place of ``day``; before the beginning it is negative, after the end beyond the last."""
        return int((np.datetime64(day, "D") - self.dates[0]).astype(np.int64))


def days(start: date, end: date) -> Days:
    """All days from ``start`` to ``end``, both included."""
    dates = np.arange(np.datetime64(start, "D"), np.datetime64(end, "D") + 1)
    months = dates.astype("datetime64[M]").astype(np.int64)
    years = months // 12
    return Days(
        dates=dates,
        weekday=(dates.astype(np.int64) + 3) % 7,
        month=months % 12,
        month_index=months - months[0],
        year_index=years - years[0],
    )


def _new_year(calendar: Days) -> Floats:
    """The effect of Lunar New Year on orders of shops: stocking up, the holiday, a slow start."""
    effect = np.ones(len(calendar.dates))
    first, last = calendar.dates[0].item().year, calendar.dates[-1].item().year
    for year in range(first - 1, last + 2):
        festival = np.datetime64(LunarDate(year, 1, 1).to_solar_date(), "D")
        away = (calendar.dates - festival).astype(np.int64)
        for begin, end, factor in ((-30, -8, 1.4), (-7, -2, 0.9), (-1, 6, 0.04), (7, 15, 0.8)):
            effect[(away >= begin) & (away <= end)] = factor
    return effect


def _between(calendar: Days, first: tuple[int, int], last: tuple[int, int]) -> NDArray[np.bool_]:
    """The days of every year from the one (month, day) to the other, both included."""
    inside = np.zeros(len(calendar.dates), dtype=bool)
    for year in range(calendar.dates[0].item().year, calendar.dates[-1].item().year + 1):
        begin, end = np.datetime64(date(year, *first), "D"), np.datetime64(date(year, *last), "D")
        inside |= (calendar.dates >= begin) & (calendar.dates <= end)
    return inside


def anniversary(calendar: Days) -> NDArray[np.bool_]:
    """The days of the anniversary promotion, all of June."""
    return _between(calendar, (6, 1), (6, 30))


def singles(calendar: Days) -> NDArray[np.bool_]:
    """The days around 11 November, when the online store runs its sale."""
    return _between(calendar, (11, 8), (11, 12))


def friday(year: int) -> date:
    """The Friday after the fourth Thursday of November."""
    november = date(year, 11, 1)
    return november + timedelta(days=(3 - november.weekday()) % 7 + 22)


def black_friday(calendar: Days) -> NDArray[np.bool_]:
    """The four days from the Friday after the fourth Thursday of November, a sale in North America."""
    inside = np.zeros(len(calendar.dates), dtype=bool)
    for year in range(calendar.dates[0].item().year, calendar.dates[-1].item().year + 1):
        away = (calendar.dates - np.datetime64(friday(year), "D")).astype(np.int64)
        inside |= (away >= 0) & (away <= 3)
    return inside


def intensity(recipe: Recipe, calendar: Days, channel: int, region: int) -> Floats:
    """Orders of the day in proportion to an average one, for a channel in a region."""
    row, code = recipe.channels[channel], recipe.channels[channel]["code"]
    weekdays, season = numbers(row["weekdays"]), numbers(row["season"])
    day = weekdays[calendar.weekday] * 7 / weekdays.sum() * season[calendar.month] * 12 / season.sum()
    elapsed = np.arange(len(calendar.dates)) / 365
    day = day * (1 + int(row["growth_percent"]) / 100 * elapsed)
    share = int(recipe.regions[region]["new_year_percent"]) / 100
    if code == "ONLINE":
        share *= 0.5
        day[singles(calendar)] *= 3.5
        day[anniversary(calendar)] *= 1.35
        if recipe.regions[region]["code"] == "NAM":
            day[black_friday(calendar)] *= 4
    elif code == "DEALER":
        day[anniversary(calendar)] *= 1.3
    return day * (1 + (_new_year(calendar) - 1) * share)
