"""What is known of the days of past and coming periods: working days, holidays, Lunar New Year, promotions, closures.

A forecast gives them to its models as numbers per period. An event that takes place everywhere counts for every
series; one of a region (and all below it), product line or channel for the series that name such a member, since what
it means for a whole is what its parts add up to. Events with an expected effect are no numbers to learn from: they are
``factors``, by which history is divided and the forecast multiplied.
"""

from collections.abc import Iterable, Sequence
from datetime import date

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from pandas import DataFrame
from sqlalchemy import select
from sqlalchemy.orm import Session

from salesdash import company
from salesdash.events import days
from salesdash.events.calendar import PLACES
from salesdash.events.days import Stretch
from salesdash.kpis.filters import below, merged
from salesdash.masterdata.dimensions import DIMENSIONS
from salesdash.models import CompanyEvent, Region
from salesdash.periods import Grain, Range

#: columns of ``cells``: the series and, per dimension, the id of the member that it names; 0 all, -1 none
CELLS = ("unique_id", *PLACES)


def regressors(
    session: Session, periods: Sequence[date], frequency: Grain, cells: DataFrame | None = None
) -> DataFrame:
    """``ds`` (the first day of a period) and one column per known number that tells something: ``days.COLUMNS``, less
    those that are the same in every period, or in the same period of every year. ``periods``: first days of past and
    coming periods in their order.

    With ``cells`` (CELLS) and events that take place somewhere only the rows are per series: ``unique_id`` too. What
    is constant for one series may then still differ for others.
    """
    found = _Calendar(session, periods, frequency)
    numbers = found.per_place(cells, lambda of: days.numbers(found.bounds, of, found.free, found.festivals))
    return days.telling(numbers, found.positions)


def factors(session: Session, periods: Sequence[date], frequency: Grain, cells: DataFrame | None = None) -> DataFrame:
    """``ds``, with ``cells`` and events somewhere ``unique_id``, and ``factor``: 1 + expected effect × share of the
    period's days, over all events that have one. No rows where no event has an effect in these periods."""
    found = _Calendar(session, periods, frequency, expected=True)
    if not found.events:
        return DataFrame(columns=["ds", "factor"])
    return found.per_place(cells, lambda of: {"factor": days.factor(found.bounds, of)})


class _Calendar:
    """The events and free days of some periods. ``expected``: only events with an expected effect, else those
    without."""

    def __init__(self, session: Session, periods: Sequence[date], frequency: Grain, *, expected: bool = False) -> None:
        settings = company.settings(session)
        fiscal = settings.calendar
        self.bounds = [fiscal.bounds(frequency, period) for period in periods]
        self.positions = days.positions(fiscal, self.bounds, frequency)
        self.events = self._stretches(session, expected) if self.bounds else []
        years = range(self.bounds[0].start.year, self.bounds[-1].end.year + 1) if self.bounds else range(0)
        self.free = days.public(settings.holiday_country, years)
        self.festivals = days.festivals(settings.holiday_country, years)

    def per_place(self, cells: DataFrame | None, make: "days.Making") -> DataFrame:
        """The columns that ``make`` gives for the events that count: of all periods, or of each series of ``cells``
        where some event takes place somewhere only."""
        starts = pd.to_datetime([bounds.start for bounds in self.bounds])
        if cells is None or not any(one.place for one in self.events):
            return DataFrame({"ds": starts, **make([one for one in self.events if not one.place])})
        known: dict[tuple[int, ...], dict[str, NDArray[np.float64]]] = {}
        parts = []
        members = zip(cells["unique_id"], *(_column(cells, place) for place in PLACES), strict=True)
        for unique_id, *named in members:
            counting = tuple(at for at, one in enumerate(self.events) if one.holds(named))
            if counting not in known:
                known[counting] = make([self.events[at] for at in counting])
            parts.append(DataFrame({"unique_id": unique_id, "ds": starts, **known[counting]}))
        return pd.concat(parts, ignore_index=True)

    def _stretches(self, session: Session, expected: bool) -> list[Stretch]:
        first, last = self.bounds[0].start, self.bounds[-1].end
        wanted = select(CompanyEvent).where(CompanyEvent.last_on >= first, CompanyEvent.first_on <= last)
        wanted = wanted.where(CompanyEvent.effect.is_not(None) if expected else CompanyEvent.effect.is_(None))
        found = list(session.scalars(wanted.order_by(CompanyEvent.id)))
        into = {place: merged(session, DIMENSIONS[place].model) for place in PLACES} if found else {}
        stretches = []
        for one in found:
            place: dict[int, frozenset[int]] = {}
            for at, (name, column) in enumerate(PLACES.items()):
                if (member := getattr(one, column)) is not None:
                    stands = frozenset({into[name].get(member, member)})
                    place[at] = below(session, Region, stands) if name == "region" else stands
            stretches.append(Stretch(one.kind, Range(one.first_on, one.last_on), one.effect, place))
        return stretches


def _column(cells: DataFrame, place: str) -> Iterable[int]:
    return cells[place].tolist() if place in cells else [0] * len(cells)
