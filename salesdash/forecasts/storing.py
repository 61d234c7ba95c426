"""Storing a run in short transactions: nobody sees it until its last one, which is the switch."""

import json
from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from typing import Any

import pandas as pd
from pandas import DataFrame
from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from salesdash import db
from salesdash.access import audit
from salesdash.access.identity import User
from salesdash.forecasts.made import ACCURACY, CELL, POINT, Made
from salesdash.forecasts.question import Question
from salesdash.forecasts.stretch import Stretch
from salesdash.models import ForecastInput, ForecastPoint, ForecastRun, ForecastSeries, Job
from salesdash.models.base import now

#: rows of one transaction: a moment on SQLite, which has one writer
ROWS = 20_000
#: what hangs on a run, in an order that keeps every reference whole
PARTS = (ForecastInput, ForecastPoint, ForecastSeries)


def begin(url: str | None, user: User, asked: Question, known: Stretch, *, token: str, job: int | None) -> int:
    """A run that nobody sees yet; its id. What processes that ended in the middle left behind is taken away."""
    with db.reading(url) as session:
        left = _left(session, job)
    for run in left:
        discard(url, run, "failed")
    with db.writing(url) as session:
        made = ForecastRun(
            job_id=job, measure=asked.measure, by=",".join(asked.by), frequency=asked.frequency,
            horizon=asked.horizon, as_of=known.as_of, made_by=user.login, versions={}, parameters={}, data_token=token,
        )  # fmt: skip
        session.add(made)
        session.flush()
        return made.id


def _left(session: Session, job: int | None) -> list[int]:
    """The runs that nobody works on: of jobs that have ended or begin anew, and of no job since yesterday."""
    alive = select(Job.id).where(Job.status == "running", Job.id != (job or 0))
    abandoned = (ForecastRun.job_id.is_(None)) & (ForecastRun.made_at < now() - timedelta(days=1))
    ended = ForecastRun.job_id.is_not(None) & ForecastRun.job_id.not_in(alive)
    return list(session.scalars(select(ForecastRun.id).where(ForecastRun.status == "running", abandoned | ended)))


def same(asked: Question) -> tuple[Any, ...]:
    """The condition that holds of runs of the same measure, dimensions and frequency."""
    return (
        ForecastRun.measure == asked.measure,
        ForecastRun.by == ",".join(asked.by),
        ForecastRun.frequency == asked.frequency,
    )


def fill(url: str | None, run: int, made: Made) -> None:
    """Stores the rows of a run."""
    for table, frame in (
        ("forecast_series", _series(made.series)),
        ("forecast_points", made.points[["number", "step", "period_on", *POINT]]),
        ("forecast_inputs", made.inputs[["number", "period_on", "actual", "mark", "used"]]),
    ):
        for columns in _pieces(frame):
            with db.writing(url) as session:
                db.insert_columns(session, table, {"run_id": [run] * len(columns["number"]), **columns})


def _series(series: DataFrame) -> DataFrame:
    details = [None if value is None else json.dumps(value) for value in series["details"]]
    named = series.rename_axis("number").reset_index()[["number", "level", *CELL, *ACCURACY, "widening", "problem"]]
    return named.assign(details=pd.Series(details, dtype=object))


def _pieces(frame: DataFrame) -> Iterator[dict[str, list]]:
    for start in range(0, len(frame), ROWS):
        part = frame.iloc[start : start + ROWS]
        yield {str(name): _plain(part[name]) for name in part.columns}


def _plain(column: pd.Series) -> list[Any]:
    values = [None if missing else value for value, missing in zip(column.tolist(), column.isna(), strict=True)]
    return [value.isoformat() if isinstance(value, date) else value for value in values]


def finish(url: str | None, user: User, run: int, made: Made, **said: Any) -> None:
    """Shows a run to everybody: the one switch. ``said``: seconds, versions, parameters."""
    with db.writing(url) as session:
        found = session.get_one(ForecastRun, run)
        for name, value in said.items():
            setattr(found, name, value)
        found.series, found.failed = len(made.series), int(made.series["problem"].notna().sum())
        found.status = "done"
        _record(session, user, found)
        db.touch(session, "forecasts")


def _record(session: Session, user: User, run: ForecastRun) -> None:
    told: Mapping[str, Any] = {
        "measure": run.measure, "by": run.by, "frequency": run.frequency, "horizon": run.horizon, "as_of": run.as_of,
    }  # fmt: skip
    audit.record(session, user, "create", "forecast", str(run.id), None, told)


def discard(url: str | None, run: int, status: str) -> None:
    """Takes away the rows of a run that did not come to its end; that there was one stays, as ``status``."""
    clear(url, run)
    with db.writing(url) as session:
        found = session.get(ForecastRun, run)
        if found is not None:  # the company may have been emptied meanwhile
            found.status = status


def clear(url: str | None, run: int) -> None:
    """Takes away all rows of a run."""
    for part in PARTS:
        with db.writing(url) as session:
            session.execute(delete(part).where(part.run_id == run))
