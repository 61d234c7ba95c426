"""Days of periods counted: pure functions of bounds, events and free days."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

import numpy as np
from lunardate import LunarDate
from numpy.typing import NDArray
from pandas import DataFrame

from salesdash.locale import language
from salesdash.periods import FiscalCalendar, Grain, Range
from salesdash.workdays import public_holidays

Numbers = dict[str, NDArray[np.float64]]

#: what can be known of a period. working_days: Monday to Friday less holidays and closures; holidays: Mondays to
#: Fridays that are public or the company's holidays; lunar_new_year: share of its days in the period; the others:
#: days with such an event
COLUMNS = ("working_days", "holidays", "lunar_new_year", "promotion", "closure", "event")
#: our languages as the calendar of public holidays calls them
LANGUAGES = {"zh_Hant": "zh_TW", "zh_Hans": "zh_CN"}
#: the days of Lunar New Year: from its eve on a week
_EVE, _LONG = -1, 7
#: the years whose Lunar New Year is known
_KNOWN = range(1900, 2100)


@dataclass(frozen=True)
class Stretch:
    """An event: its kind, days and expected effect; ``place``: number of the dimension → the members in which it takes
    place, empty: everywhere."""

    kind: str
    days: Range
    effect: float | None = None
    place: Mapping[int, frozenset[int]] = field(default_factory=dict)

    def holds(self, named: Sequence[int]) -> bool:
        """Whether it counts for a series that names these members."""
        return all(named[at] in members for at, members in self.place.items())


#: gives columns for the events that count
Making = Callable[[list[Stretch]], Numbers]


def numbers(
    bounds: Sequence[Range], events: Iterable[Stretch], free: Iterable[date], festivals: Iterable[date]
) -> Numbers:
    """COLUMNS of every period."""
    if not bounds:
        return {name: np.zeros(0) for name in COLUMNS}
    first, last = bounds[0].start, bounds[-1].end
    dates = np.arange(np.datetime64(first, "D"), np.datetime64(last, "D") + 1)
    masks = {kind: np.zeros(len(dates), dtype=bool) for kind in ("holiday", "promotion", "closure", "event")}
    for event in events:
        masks[event.kind] |= _lies(dates, event.days)
    masks["holiday"] |= np.isin(dates, np.array(sorted(free), dtype="datetime64[D]"))
    weekday = (dates.astype(np.int64) + 3) % 7 < 5
    new_year = np.zeros(len(dates))
    for day in festivals:
        away = (dates - np.datetime64(day, "D")).astype(np.int64)
        new_year[(away >= _EVE) & (away < _EVE + _LONG)] += 1 / _LONG
    daily = {
        "working_days": weekday & ~masks["holiday"] & ~masks["closure"],
        "holidays": weekday & masks["holiday"],
        "lunar_new_year": new_year,
        "promotion": masks["promotion"],
        "closure": masks["closure"],
        "event": masks["event"],
    }
    return {name: _sums(dates, bounds, daily[name].astype(np.float64)) for name in COLUMNS}


def factor(bounds: Sequence[Range], events: Iterable[Stretch]) -> NDArray[np.float64]:
    """1 + Σ effect × share of the period's days, not below 0."""
    found = np.ones(len(bounds))
    for event in events:
        for at, period in enumerate(bounds):
            found[at] += (event.effect or 0.0) * share(period, event.days)
    return np.maximum(found, 0.0)


def share(period: Range, event: Range) -> float:
    """The share of a period's days on which an event lies."""
    first, last = max(period.start, event.start), min(period.end, event.end)
    return max((last - first).days + 1, 0) / period.days


def telling(frame: DataFrame, positions: NDArray[np.int64]) -> DataFrame:
    """``frame`` less columns that say nothing: the same number in every period, or in the same place of every year,
    which a season tells already. ``positions``: the place of each period in its year."""
    series = frame["unique_id"] if "unique_id" in frame else np.zeros(len(frame))
    places = np.resize(positions, len(frame)) if len(positions) else positions
    # a place that comes once only tells nothing of a season
    seasons = len(positions) > 0 and int(np.unique(positions, return_counts=True)[1].min()) > 1
    keep = []
    for name in frame.columns:
        if name in ("ds", "unique_id"):
            keep.append(name)
            continue
        constant = frame[name].groupby(series).nunique().le(1).all()
        seasonal = seasons and frame[name].groupby([series, places]).nunique().le(1).all()
        if not constant and not seasonal:
            keep.append(name)
    return frame[keep]


def positions(fiscal: FiscalCalendar, bounds: Sequence[Range], frequency: Grain) -> NDArray[np.int64]:
    """The place of each period in its year; weeks move against the year, so that each is its own."""
    if frequency in ("month", "quarter"):
        return np.array([(period.start.month - fiscal.first_month) % 12 for period in bounds], dtype=np.int64)
    return np.zeros(len(bounds), dtype=np.int64)


def public(country: str, years: Iterable[int]) -> frozenset[date]:
    """The public holidays of a country, none for ""."""
    return frozenset(day for year in years for day in public_holidays(country, year)) if country else frozenset()


def named(country: str, year: int) -> dict[date, str]:
    """The public holidays of a country in a year with their names, in the language in force where they are known."""
    from holidays import country_holidays

    if not public_holidays(country, year):
        return {}
    try:
        return dict(country_holidays(country, years=year, language=LANGUAGES.get(language(), "en_US")))
    except NotImplementedError:
        return {}


def festivals(country: str, years: Iterable[int]) -> list[date]:
    """Lunar New Year of the years, where the country keeps it; without a country nobody knows, so that history is to
    tell."""
    found = [LunarDate(year, 1, 1).to_solar_date() for year in years if year in _KNOWN]
    return [day for day in found if not country or day in public_holidays(country, day.year)]


def _lies(dates: NDArray[np.datetime64], days: Range) -> NDArray[np.bool_]:
    inside: NDArray[np.bool_] = (dates >= np.datetime64(days.start, "D")) & (dates <= np.datetime64(days.end, "D"))
    return inside


def _sums(dates: NDArray[np.datetime64], bounds: Sequence[Range], daily: NDArray[np.float64]) -> NDArray[np.float64]:
    upto = np.concatenate([[0.0], np.cumsum(daily)])
    starts = np.array([period.start for period in bounds], dtype="datetime64[D]")
    ends = np.array([period.end for period in bounds], dtype="datetime64[D]")
    first, last = (starts - dates[0]).astype(np.int64), (ends - dates[0]).astype(np.int64) + 1
    found: NDArray[np.float64] = np.round(upto[last] - upto[first], 9)
    return found
