"""What came after a run was made, and what earlier runs had said of it."""

from collections.abc import Mapping, Sequence
from datetime import date

import numpy as np
import pandas as pd
from pandas import DataFrame
from sqlalchemy import and_, select
from sqlalchemy.orm import Session

from salesdash import company, db
from salesdash.access.identity import User
from salesdash.company import calendar
from salesdash.errors import BadInput
from salesdash.forecasts.history import figures, line_days
from salesdash.forecasts.made import CELL, whole
from salesdash.forecasts.question import ALL, COLUMNS, UNASSIGNED, Question, question, require_sight
from salesdash.forecasts.reading import dressed, ordered
from salesdash.forecasts.runs import Run, run_of, runs
from salesdash.forecasts.sight import sight
from salesdash.forecasts.stretch import stretch
from salesdash.kpis.answers import UNASSIGNED as NO_MEMBER
from salesdash.kpis.filters import TABLES
from salesdash.kpis.remembered import Remembered, state
from salesdash.locale import N_, language
from salesdash.metrics import REGISTRY
from salesdash.models import ForecastPoint, ForecastRun, ForecastSeries
from salesdash.periods import Range

_known: Remembered[DataFrame] = Remembered(128)
#: columns of ``came``
CAME = ["period", "period_on", "run_id", "as_of", "mean", "lo95", "hi95", "actual"]


def actuals(session: Session, user: User, run_id: int, until: date | None = None) -> DataFrame:
    """What has come since the run: level, the dimensions as in ``points``, period, period_on, days_elapsed, days,
    actual (whole numbers of 1/10,000; <NA>: missing). A row per series and period that has begun, from the first
    that the run did not know to the one of ``until`` (as far as the data reach, by default); days_elapsed < days
    says that the period runs. A member that the run did not know has rows too, so that members sum to the total. A
    period without lines of a member is 0, one without any of the company is missing.

    Permissions as ``points``. Remembered: do not change the frame.
    """
    run = run_of(session, user, run_id)
    found = _whole(session, run, until)
    seen = sight(session, user)
    return found[seen.mask(found)].reset_index(drop=True).drop(columns=CELL)


def _whole(session: Session, run: Run, until: date | None) -> DataFrame:
    today = company.today(company.settings(session))
    key = (state(session), db.versions(session).get("forecasts"), run.id, until, today, language())
    return _known.get(key, lambda: _counted(session, run, until, today))


def _counted(session: Session, run: Run, until: date | None, today: date) -> DataFrame:
    asked = Question(run.measure, run.by, run.frequency, run.horizon)
    known = stretch(calendar(session), run.frequency, line_days(session), asked=until, today=today)
    last = known.as_of if known else None
    names = ["period", "period_on", "days_elapsed", "days", "actual"]
    if last is None or last < run.begins:
        nothing = DataFrame(columns=["level", *CELL, "period_on", "days_elapsed", "days", "actual"], dtype=object)
        return ordered(run, dressed(session, run, nothing), names)
    pieces = calendar(session).pieces(run.frequency, Range(run.begins, last), last)
    starts = {piece.label: piece.bounds.start for piece in pieces}
    stored = select(ForecastSeries.level, *(getattr(ForecastSeries, column) for column in CELL))
    cells = DataFrame(
        session.execute(stored.where(ForecastSeries.run_id == run.id)).all(), columns=["level", *CELL]
    )  # fmt: skip
    parts = []
    for level in asked.levels:
        found = figures(session, asked, level, Range(run.begins, last), starts)
        members = cells[cells["level"] == ",".join(level)][CELL]
        parts.append(_level(found, members, ",".join(level), list(starts.values()), REGISTRY[run.measure].unit))
    frame = pd.concat(parts, ignore_index=True)
    whole_days = {piece.bounds.start: piece.bounds.days for piece in pieces}
    elapsed = {piece.bounds.start: piece.bounds.cut(last).days for piece in pieces}
    frame["days"] = frame["period_on"].map(whole_days)
    frame["days_elapsed"] = frame["period_on"].map(elapsed)
    return ordered(run, dressed(session, run, frame), names, "period_on")


def _level(found: DataFrame, members: DataFrame, level: str, periods: Sequence[date], unit: str) -> DataFrame:
    """Every member (of the run, or found) in every period, what it came to or 0, or missing."""
    told = set(found["period_on"])
    every = pd.concat([members, found[CELL]]).drop_duplicates(ignore_index=True)
    grid = every.merge(DataFrame({"period_on": list(periods)}), how="cross")
    filled = grid.merge(found.assign(told=True), on=[*CELL, "period_on"], how="left")
    nothing = filled["told"].isna() & filled["period_on"].isin(told) & (unit != "ratio")
    return filled.assign(level=level, actual=whole(filled["value"].mask(nothing, 0.0))).drop(columns=["value", "told"])


def came(  # noqa: PLR0917 - what a forecast is about, in the order of its words
    session: Session,
    user: User,
    measure: str,
    by: Sequence[str],
    frequency: str,
    cell: Mapping[str, str],
    steps: int = 1,
) -> DataFrame:
    """What earlier runs had said, ``steps`` periods ahead, of periods that have come: period, period_on, run_id, as_of,
    mean, lo95, hi95, actual (<NA>: missing), oldest first; of several runs the last made. ``cell``: dimension → code;
    {} the total. Empty for a cell that the user may not see. Permissions as ``points``; BadInput ``unknown_member``.
    Remembered: do not change the frame.
    """
    require_sight(user, measure)
    asked = question(measure, by, frequency)
    ids = cell_ids(session, cell)
    found = runs(session, user, measure=measure, by=asked.by, frequency=frequency)
    if not found or not sight(session, user).sees(region=ids["region_id"], rep=ids["person_id"]):
        return DataFrame({name: [] for name in CAME})
    key = ("came", state(session), tuple(run.id for run in found), tuple(ids.values()), steps)
    return _known.get(key, lambda: _came(session, found, ids, steps))


def _came(session: Session, found: Sequence[Run], ids: Mapping[str, int], steps: int) -> DataFrame:
    point, series = ForecastPoint, ForecastSeries
    rows = session.execute(
        select(point.period_on, point.run_id, ForecastRun.as_of, point.mean, point.lo95, point.hi95)
        .join(series, and_(series.run_id == point.run_id, series.number == point.number))
        .join(ForecastRun, ForecastRun.id == point.run_id)
        .where(point.run_id.in_([run.id for run in found]), point.step == steps)
        .where(*(getattr(series, column) == member for column, member in ids.items()))
        .order_by(point.period_on, point.run_id)
    ).all()
    frame = DataFrame(rows, columns=["period_on", *CAME[2:-1]]).drop_duplicates("period_on", keep="last")
    earliest = min(found, key=lambda run: run.begins)
    actual = _whole(session, earliest, None)
    chosen = np.logical_and.reduce([actual[column] == member for column, member in ids.items()])
    actual = actual[chosen & (actual["days_elapsed"] == actual["days"])][["period", "period_on", "actual"]]
    return frame.merge(actual, on="period_on")[CAME]


def cell_ids(session: Session, cell: Mapping[str, str]) -> dict[str, int]:
    """Column of a cell → id of the member named by its code, 0 for dimensions that are not named. Raises BadInput
    ``unknown_member``."""
    found = dict.fromkeys(CELL, ALL)
    for dimension, code in cell.items():
        model = TABLES[dimension][0]
        member = UNASSIGNED if code == NO_MEMBER else session.scalar(select(model.id).where(model.code == code))
        if member is None:
            raise BadInput(
                "unknown_member",
                N_("{dimension}: there is no member with the code {member}."),
                dimension=dimension,
                member=code,
            )
        found[COLUMNS[dimension]] = member
    return found
