"""Days and months: what can be read as whole months, and what only line by line."""

import calendar
from collections.abc import Iterable, Sequence
from datetime import date, timedelta

from salesdash.periods import Range


def within(days: Range) -> str:
    """The SQL condition that a row's day lies in ``days``."""
    return f"day BETWEEN DATE '{days.start}' AND DATE '{days.end}'"


def split(ranges: Sequence[Range], months: Iterable[int], summaries: bool = True) -> tuple[list[int], list[int]]:
    """Of the months that have lines, those that lie in ranges and are cut by none, and those that some range cuts."""
    whole: list[int] = []
    cut: list[int] = []
    for month in sorted(months):
        days = days_of(month)
        touching = [r for r in ranges if r.start <= days.end and r.end >= days.start]
        if not touching:
            continue
        is_whole = summaries and all(r.start <= days.start and r.end >= days.end for r in touching)
        (whole if is_whole else cut).append(month)
    return whole, cut


def days_of(month: int) -> Range:
    """First and last day of a month (202407)."""
    first = date(month // 100, month % 100, 1)
    return Range(first, first.replace(day=calendar.monthrange(first.year, first.month)[1]))


def merged(ranges: Iterable[Range]) -> list[Range]:
    """The same days as few ranges that neither overlap nor touch."""
    days: list[Range] = []
    for following in sorted(ranges):
        if days and following.start <= days[-1].end + timedelta(days=1):
            days[-1] = Range(days[-1].start, max(days[-1].end, following.end))
        else:
            days.append(following)
    return days
