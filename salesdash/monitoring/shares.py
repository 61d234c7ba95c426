"""How much of a running period has come by now as a rule, and how sure that is.

The rule is that of target pace: the share of the same period's amount in the last three years, or, of weeks, in the
weeks before; by working days where there is no history. How sure it is shows in how well the same rule would have done
in the periods before.
"""

from collections.abc import Sequence
from datetime import date, timedelta

import numpy as np
import numpy.typing as npt
from pandas import DataFrame
from sqlalchemy.orm import Session

from salesdash import company
from salesdash.analytics.elapsed import predicted
from salesdash.forecasts import Run
from salesdash.forecasts.history import CELL, calendar
from salesdash.forecasts.question import ALL, COLUMNS
from salesdash.metrics import REGISTRY
from salesdash.monitoring.cells import codes
from salesdash.periods import FiscalCalendar, Range
from salesdash.targets.season import first_day, on_days
from salesdash.workdays import working_days

Floats = npt.NDArray[np.float64]

#: periods in a year after which a season repeats, and how many seasons are looked back on
_SEASON = {"month": 12, "quarter": 4, "week": 1}
_SEASONS = {"month": 3, "quarter": 3, "week": 8}
#: periods before this one that are looked at
_BACK = {"month": 48, "quarter": 16, "week": 26}


def shares(session: Session, run: Run, days: Range, elapsed: Range, cells: DataFrame) -> tuple[Floats, Floats]:
    """Per row of ``cells`` (CELL) the share of the period's amount that falls on its elapsed days, and the standard
    error of that share."""
    fiscal = calendar(session)
    country = company.settings(session).holiday_country
    plain = _plain(elapsed, days, country)
    first = first_day(session)
    past = [] if first is None else _past(fiscal, run.frequency, days, first)
    if len(past) < 2:
        return _alone(plain, len(cells))
    parts = [_same_part(one, days, elapsed) for one in past]
    # a margin is of what has been sold: it goes by the revenue that has come
    measure = "revenue" if REGISTRY[run.measure].unit == "ratio" else run.measure
    to_date = _sums(session, fiscal, run, measure=measure, stretches=parts, past=past, cells=cells)
    whole = _sums(session, fiscal, run, measure=measure, stretches=past, past=past, cells=cells)
    by_days = np.array([_plain(part, one, country) for part, one in zip(parts, past, strict=True)])
    return predicted(to_date, whole, plain, by_days, season=_SEASON[run.frequency], seasons=_SEASONS[run.frequency])


def _alone(plain: float, rows: int) -> tuple[Floats, Floats]:
    """Without history: the share of working days, as unsure as if the whole came on few of them."""
    return np.full(rows, plain), np.full(rows, float(np.sqrt(plain * (1 - plain) / 8)))


def _plain(elapsed: Range, days: Range, country: str) -> float:
    whole = working_days(days, country)
    return working_days(elapsed, country) / whole if whole else elapsed.days / days.days


def _past(fiscal: FiscalCalendar, frequency: str, days: Range, first: date) -> list[Range]:
    """The whole periods before, the latest first."""
    found: list[Range] = []
    start = days.start
    while len(found) < _BACK[frequency]:
        before = fiscal.bounds(frequency, start - timedelta(days=1))  # type: ignore[arg-type]
        if before.start < first:
            break
        found.append(before)
        start = before.start
    return found


def _same_part(past: Range, days: Range, elapsed: Range) -> Range:
    """As much of a past period as has elapsed of the running one: as many days, and of what remains at least one."""
    last = min(elapsed.days, past.days - (1 if elapsed.end < days.end and past.days > 1 else 0))
    return Range(past.start, past.start + timedelta(days=max(last, 1) - 1))


def _sums(
    session: Session,
    fiscal: FiscalCalendar,
    run: Run,
    *,
    measure: str,
    stretches: Sequence[Range],
    past: Sequence[Range],
    cells: DataFrame,
) -> Floats:
    """Per row of ``cells`` and past period the amount on its stretch."""
    place = {fiscal.label(run.frequency, one.start): at for at, one in enumerate(past)}  # type: ignore[arg-type]
    found = np.zeros((len(cells), len(past)))
    keys = {tuple(row): at for at, row in enumerate(cells[list(CELL)].to_numpy().tolist())}
    for level in cells["level"].unique():
        names = level.split(",") if level else []
        rows = on_days(
            session, list(reversed(stretches)), measure, by=(run.frequency, *names), where={}, under=None
        ).rows
        known = {name: codes(session, name) for name in names}
        values = rows[measure].to_numpy(dtype=float, na_value=0.0)
        for at, label in enumerate(rows[run.frequency]):
            cell = dict.fromkeys(CELL, ALL)
            cell.update({COLUMNS[name]: known[name][rows[name].iloc[at]] for name in names})
            number = keys.get(tuple(cell.values()))
            if number is not None and label in place:
                found[number, place[label]] += values[at]
    return found
