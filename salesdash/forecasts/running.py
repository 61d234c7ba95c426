"""Making a run: the history, the method, the storing, and nothing visible unless it came to its end."""

import time
from collections.abc import Callable, Sequence
from datetime import date
from importlib.metadata import PackageNotFoundError, version
from typing import Any

import pandas as pd
from pandas import DataFrame
from sqlalchemy import select
from sqlalchemy.orm import Session

from salesdash import db, events
from salesdash.access.identity import User
from salesdash.forecasts import keeping, storing
from salesdash.forecasts.history import CELL, History, calendar, history
from salesdash.forecasts.making import METHOD, Beside, every_cell, make
from salesdash.forecasts.question import Question, alias, question, require_sight
from salesdash.forecasts.runs import Tokens
from salesdash.jobs import Cancelled
from salesdash.models import SeriesMark
from salesdash.periods import FiscalCalendar

#: libraries whose version decides about the figures
LIBRARIES = ("statsforecast", "hierarchicalforecast", "numpy", "pandas")
#: shares of a run's time that reading and storing take
_READ, _STORED = 0.05, 0.95


def nothing(_stage: str, _share: float) -> None:
    """Nobody asks how far it is."""


def run(
    url: str | None,
    user: User,
    *,
    measure: str,
    by: Sequence[str] = (),
    frequency: str = "month",
    horizon: int,
    as_of: date | None = None,
    report: Callable[[str, float], None] = nothing,
    job: int | None = None,
) -> int:
    """Makes and stores a forecast of the whole company; returns the run's id.

    ``as_of``: the last day that it may know, by default as far as the data reach. A run knows whole periods only.
    ``report`` is told the stage and the share done; what it raises ends the run, and nothing of it is to be seen.
    Series that cannot be forecast do not end it. Takes forecasts.run and the sight of the measure. Raises BadInput as
    ``question.question``, Conflict ``no_history``.
    """
    user.require("forecasts.run")
    require_sight(user, measure)
    asked = question(measure, by, frequency, horizon, as_of)
    began = time.monotonic()
    report("history", 0.0)
    with db.reading(url) as session:
        fiscal = calendar(session)
        known = history(session, asked)
        beside = _beside(session, asked, known, fiscal)
        token = Tokens(session).until(known.stretch.coming)
    made_run = storing.begin(url, user, asked, known.stretch, token=token, job=job)
    try:
        made = make(
            asked, known, beside, alias=alias(fiscal, frequency), engine=_engine(),
            report=lambda stage, share: report(stage, _READ + (_STORED - _READ) * share),
        )  # fmt: skip
        report("storing", _STORED)
        storing.fill(url, made_run, made)
        report("storing", 1.0)
        storing.finish(
            url, user, made_run, made,
            seconds=round(time.monotonic() - began, 3), versions=_versions(),
            parameters=_parameters(known, beside),
        )  # fmt: skip
    except BaseException as problem:
        stopped = isinstance(problem, (Cancelled, KeyboardInterrupt))
        storing.discard(url, made_run, "cancelled" if stopped else "failed")
        raise
    keeping.tidy(url, asked)
    return made_run


def _engine() -> str | None:
    """The address of the cluster that the installation names, if it does."""
    from salesdash.config import config

    return getattr(config(), "engine", None) or None


def _beside(session: Session, asked: Question, known: History, fiscal: FiscalCalendar) -> Beside:
    """Marks of people, and what the calendar says of past and coming periods."""
    periods = [one.start for one in known.stretch.periods]
    day = known.stretch.coming
    for _step in range(asked.horizon):
        bounds = fiscal.bounds(asked.frequency, day)
        periods.append(bounds.start)
        day = date.fromordinal(bounds.end.toordinal() + 1)
    cells = every_cell(asked, known.cells)
    named = cells[["unique_id"]].assign(
        region=cells["region_id"], product_line=cells["product_line_id"], channel=cells["channel_id"]
    )
    return Beside(
        marks=_marks(session, asked),
        known=events.regressors(session, periods, asked.frequency, named),
        factors=events.factors(session, periods, asked.frequency, named),
    )


def _marks(session: Session, asked: Question) -> DataFrame:
    columns = [*(getattr(SeriesMark, name) for name in CELL), SeriesMark.period_on, SeriesMark.kind]
    rows = session.execute(
        select(*columns)
        .where(SeriesMark.measure == asked.measure, SeriesMark.frequency == asked.frequency)
        .order_by(SeriesMark.id)
    ).all()
    return DataFrame(rows, columns=[*CELL, "period_on", "kind"])


def _parameters(known: History, beside: Beside) -> dict[str, Any]:
    """What the run was made with, beside what its columns say."""
    regressors = [str(name) for name in beside.known.columns if name not in ("unique_id", "ds")]
    return {
        "periods": len(known.stretch.periods),
        "from": known.stretch.periods[0].start.isoformat(),
        "regressors": regressors,
        "marks": len(beside.marks),
        "expected_effects": not beside.factors.empty and bool(pd.Series(beside.factors["factor"]).ne(1).any()),
        "engine": "cluster" if _engine() else "local",
    }


def _versions() -> dict[str, Any]:
    found: dict[str, Any] = {"method": METHOD}
    for name in LIBRARIES:
        try:
            found[name] = version(name)
        except PackageNotFoundError:
            found[name] = None
    return found
