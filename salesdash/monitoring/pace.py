"""Actuals against the pace of targets, for the series of a view that have one.

A series is behind or ahead where it is further from its pace than chance would have it: as far from it as the bounds of
its forecast lie from the forecast.
"""

import numpy as np
import pandas as pd
from pandas import DataFrame
from sqlalchemy import select
from sqlalchemy.orm import Session

from salesdash import targets
from salesdash.access.identity import OPERATOR
from salesdash.analytics.deviations import BOUNDS, judged
from salesdash.forecasts.history import calendar
from salesdash.forecasts.made import CELL
from salesdash.forecasts.question import ALL, COLUMNS
from salesdash.metrics import REGISTRY
from salesdash.models import TargetSheet
from salesdash.monitoring.cells import codes
from salesdash.monitoring.comparing import Period, View
from salesdash.units import SCALE

#: how long periods of targets are
_FREQUENCIES = ("month", "quarter")


def against_targets(session: Session, view: View, period: Period, frame: DataFrame) -> DataFrame:
    """The rows of ``frame`` (a comparison) that have a target, judged against its pace instead of the forecast."""
    metric = REGISTRY[view.measure]
    if view.frequency not in _FREQUENCIES or not metric.target:
        return judged(frame.iloc[:0])
    year = calendar(session).fiscal_year(period.days.start)
    sheet = select(TargetSheet.id).where(TargetSheet.year == year, TargetSheet.measure == view.measure)
    if session.scalar(sheet.limit(1)) is None:
        return judged(frame.iloc[:0])
    parts = [_aims(session, view, period, year, level) for level in sorted(set(frame["level"]))]
    aims = pd.concat([part for part in parts if len(part)] or parts, ignore_index=True)
    found = frame.merge(aims, on=["level", *CELL])
    move = found["pace"] - found["expected"]
    return judged(found.assign(expected=found["pace"], **{name: found[name] + move for name in BOUNDS}))


def _aims(session: Session, view: View, period: Period, year: int, level: str) -> DataFrame:
    """level, CELL, pace: what the target had expected by the last day that is known."""
    names = level.split(",") if level else []
    answer = targets.attainment(
        session, OPERATOR, year=year, measure=view.measure, by=(view.frequency, *names), as_of=period.elapsed.end
    )
    label = calendar(session).label(view.frequency, period.days.start)
    rows = answer.rows
    rows = rows[(rows[view.frequency] == label) & rows["has_target"] & (rows["target"] > 0).fillna(False)]
    rows = rows[rows[names].notna().all(axis=1)] if names else rows
    cells = DataFrame({column: np.full(len(rows), ALL, np.int64) for column in CELL})
    for name in names:
        known = codes(session, name)
        cells[COLUMNS[name]] = [known[code] for code in rows[name]]
    scale = SCALE if REGISTRY[view.measure].unit == "count" else 1
    pace = (rows["expected_to_date"].to_numpy(dtype=float, na_value=np.nan) * scale).round()
    return cells.assign(level=level, pace=pd.array(pace, dtype="Float64").astype("Int64"))
