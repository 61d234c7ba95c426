"""What came beside what was expected, for all series of a run in one period."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd
from pandas import DataFrame
from sqlalchemy import select
from sqlalchemy.orm import Session

from salesdash import company, forecasts
from salesdash.access.identity import OPERATOR
from salesdash.analytics.deviations import BOUNDS, independent, part
from salesdash.analytics.widening import CLOSED
from salesdash.forecasts import Run
from salesdash.forecasts.history import calendar, line_days
from salesdash.forecasts.made import CELL
from salesdash.forecasts.question import ALL, COLUMNS
from salesdash.forecasts.stretch import stretch
from salesdash.metrics import REGISTRY
from salesdash.models import ForecastPoint, ForecastSeries
from salesdash.monitoring.cells import codes
from salesdash.monitoring.shares import shares
from salesdash.periods import Grain, Range

#: standard errors of a normal distribution's 95 % bounds
_NORMAL95 = 1.959964


@dataclass(frozen=True)
class View:
    """What is monitored: a measure, dimensions and a frequency, as far as was known on the day ``as_of``."""

    measure: str
    by: tuple[str, ...]
    frequency: Grain
    as_of: date | None


@dataclass(frozen=True)
class Period:
    """A period that is compared. ``elapsed``: its days up to the last that is known; ``running``: there are more."""

    days: Range
    elapsed: Range

    @property
    def running(self) -> bool:
        """Whether it has not come to its end."""
        return self.elapsed.end < self.days.end


def periods(session: Session, frequency: Grain, as_of: date | None, also: Sequence[date] = ()) -> list[Period]:
    """The last period that had come to its end by ``as_of`` (today) as far as the data reach, the running one, and
    those that begin on the days of ``also``; oldest first."""
    fiscal = calendar(session)
    today = company.today(company.settings(session))
    known = stretch(fiscal, frequency, line_days(session), asked=as_of, today=today)
    if known is None:
        return []
    wanted = {fiscal.bounds(frequency, day) for day in also}
    wanted.update(known.periods[-1:])
    wanted.add(fiscal.bounds(frequency, known.coming))
    begun = sorted(days for days in wanted if days.start <= known.as_of)
    return [Period(days, days.cut(known.as_of)) for days in begun]


def run_for(session: Session, view: View, start: date, until: date) -> Run | None:
    """The latest run made of what was known by ``until`` that says something of the period that begins on ``start``."""
    found = forecasts.runs(session, OPERATOR, measure=view.measure, by=view.by, frequency=view.frequency)
    for run in found:
        if run.as_of <= until and run.begins <= start:
            said = select(ForecastPoint.step).where(ForecastPoint.run_id == run.id, ForecastPoint.period_on == start)
            if session.scalar(said.limit(1)) is not None:
                return run
    return None


def comparison(session: Session, run: Run, period: Period) -> DataFrame:
    """One row per series that the run knows or that has come since: level, CELL, expected, BOUNDS, widening, actual
    (whole numbers of 1/10,000; <NA> where unknown). Of a running period all is of the days that have elapsed."""
    points = _points(session, run, period.days.start)
    found = forecasts.actuals(session, OPERATOR, run.id, until=period.elapsed.end)
    came = found[found["period_on"] == period.days.start]
    cells = DataFrame({column: np.full(len(came), ALL, np.int64) for column in CELL})
    for name in run.by:
        known = codes(session, name)
        cells[COLUMNS[name]] = [ALL if code is None else known[code] for code in came[name]]
    cells["level"] = came["level"].to_numpy()
    cells["actual"] = came["actual"].array
    frame = points.merge(cells, on=["level", *CELL], how="outer")
    frame["widening"] = frame["widening"].astype(float).fillna(independent(len(frame), CLOSED) / _NORMAL95)
    if period.running:
        frame = _elapsed(session, run, period, frame)
    return frame


def _points(session: Session, run: Run, start: date) -> DataFrame:
    series, point = ForecastSeries, ForecastPoint
    names = ["level", *CELL, "widening", "expected", *BOUNDS]
    rows = session.execute(
        select(
            series.level, *(getattr(series, column) for column in CELL), series.widening, point.mean,
            *(getattr(point, name) for name in BOUNDS),
        )
        .join(point, (point.run_id == series.run_id) & (point.number == series.number))
        .where(series.run_id == run.id, point.period_on == start)
    ).all()  # fmt: skip
    frame = DataFrame(rows, columns=names)
    return frame.astype({**dict.fromkeys(CELL, "int64"), **dict.fromkeys(["expected", *BOUNDS], "Int64")})


def _elapsed(session: Session, run: Run, period: Period, frame: DataFrame) -> DataFrame:
    """Bounds and expectations of the days that have elapsed; of additive measures sums are those of their members."""
    metric = REGISTRY[run.measure]
    share, unsure = shares(session, run, period.days, period.elapsed, frame)
    found = part(frame, share, unsure, ratio=metric.unit == "ratio")
    lowest = ",".join(run.by)
    if not metric.additive or not run.by:
        return found
    bottom = found[found["level"] == lowest]
    for at, row in found[found["level"] != lowest].iterrows():
        inside = np.logical_and.reduce([(row[c] == ALL) | (bottom[c] == row[c]) for c in CELL])
        move = int(bottom["expected"][inside].fillna(0).sum()) - row["expected"]
        if not pd.isna(move):
            found.loc[at, ["expected", *BOUNDS]] = [row[name] + move for name in ("expected", *BOUNDS)]
    return found
