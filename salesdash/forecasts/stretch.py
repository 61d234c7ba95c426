"""Which periods a forecast may learn from: those that the data tell of as a whole.

A company's data begin and end somewhere within a period, and the running period has not come to its end; neither is
history. Whether data reach the end of a period is judged by how near to the ends of the periods before they came: a
shop that is closed on Sundays has no line on a Sunday that ends a month, and a company that bills in the middle of
each month has none after it.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from salesdash.periods import FiscalCalendar, Grain, Range

#: how many periods tell what is usual
USUAL = 12
#: data may begin in the first quarter of a period, as shops are closed on New Year's Day
BEGUN = 4
_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Stretch:
    """``periods``: the complete ones, oldest first; ``as_of``: the last day that is known; ``coming``: the first
    period after those that are known."""

    periods: tuple[Range, ...]
    as_of: date
    coming: date


def stretch(
    fiscal: FiscalCalendar, grain: Grain, days: Sequence[date], *, asked: date | None, today: date
) -> Stretch | None:
    """What is known by the day ``asked`` (None: today) of a company with lines on ``days``; None before its first
    line. A day asked for within the period of the last line, its end included, is believed; beyond it, or without
    one, the data say themselves how far they reach."""
    limit = asked or today
    told = sorted(day for day in set(days) if day <= limit)
    if not told:
        return None
    last = told[-1]
    period = fiscal.bounds(grain, last)
    if asked is not None and asked <= period.end:
        known = asked
    elif period.end <= limit and _reached(fiscal, grain, told, last, lambda p, day: (p.end - day).days):
        known = period.end
    else:
        known = last
    first = fiscal.bounds(grain, told[0])
    begun = (told[0] - first.start).days <= first.days // BEGUN
    if not begun and not _reached(fiscal, grain, told[::-1], told[0], lambda p, day: (day - p.start).days):
        first = fiscal.bounds(grain, first.end + _DAY)
    periods = []
    while first.end <= known:
        periods.append(first)
        first = fiscal.bounds(grain, first.end + _DAY)
    return Stretch(tuple(periods), known, first.start)


def _reached(
    fiscal: FiscalCalendar, grain: Grain, told: Sequence[date], day: date, gap: Callable[[Range, date], int]
) -> bool:
    """Whether ``day``, the outermost of the days, is as near to the bound of its period as the days of the periods
    beside it were to theirs. ``told``: the days, towards the outside."""
    bounds = fiscal.bounds(grain, day)
    if gap(bounds, day) == 0:
        return True
    usual: dict[Range, int] = {}
    for other in reversed(told):
        period = fiscal.bounds(grain, other)
        if period != bounds:
            usual.setdefault(period, gap(period, other))
        if len(usual) == USUAL:
            break
    return bool(usual) and gap(bounds, day) <= max(usual.values())
