"""What a run says, as far as a person may see it: points, inputs, accuracy. Stored rows, read once and remembered."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd
from pandas import DataFrame
from sqlalchemy import select
from sqlalchemy.orm import Session

from salesdash import db
from salesdash.access.identity import User
from salesdash.company import calendar
from salesdash.forecasts.made import ACCURACY, CELL, POINT
from salesdash.forecasts.question import ALL, COLUMNS, UNASSIGNED
from salesdash.forecasts.runs import Run, run_of
from salesdash.forecasts.sight import sight
from salesdash.kpis.names import members
from salesdash.kpis.remembered import Remembered
from salesdash.locale import language
from salesdash.models import ForecastInput, ForecastPoint, ForecastSeries

_answers: Remembered[DataFrame] = Remembered(64)


def points(session: Session, user: User, run: int) -> DataFrame:
    """What is expected: level, for each dimension of the run its code (None: all) and ``DIM_name``, period (label),
    period_on, step, mean, lo80, hi80, lo95, hi95 (whole numbers of 1/10,000 of the unit), model; the total first.

    Takes kpis.read, for quantities kpis.quantities is enough; only the series that the user may see. Raises BadInput
    ``unknown_run``. Remembered: do not change the frame.
    """
    return _answer(session, user, run, "points", _points)


def inputs(session: Session, user: User, run: int) -> DataFrame:
    """What the run knew: level, the dimensions as in ``points``, period, period_on, actual (<NA>: missing), mark
    (outlier, hole, or what a person said: one_off, closed, normal; None), used (what the models were given).
    Permissions and errors as ``points``."""
    return _answer(session, user, run, "inputs", _inputs)


def accuracy(session: Session, user: User, run: int) -> DataFrame:
    """How well the chosen model did where it did not know what came, one row per series: level, the dimensions as in
    ``points``, kind, model, errors (how many were measured), mase, wape, smape, bias, coverage80, coverage95 (None
    where there is none), problem (code: why there is no forecast) and details. Permissions and errors as
    ``points``."""
    return _answer(session, user, run, "accuracy", _accuracy)


def _answer(session: Session, user: User, run_id: int, what: str, read: Any) -> DataFrame:
    run = run_of(session, user, run_id)
    versions = db.versions(session)
    key = (*(versions.get(name) for name in ("database", "forecasts", "master", "settings")), run_id, what, language())
    whole = _answers.get(key, lambda: read(session, run))
    seen = sight(session, user)
    if seen.everything:
        return whole.drop(columns=CELL)
    return _answers.get((*key, seen), lambda: whole[seen.mask(whole)].reset_index(drop=True)).drop(columns=CELL)


def _points(session: Session, run: Run) -> DataFrame:
    chosen = [ForecastPoint.period_on, ForecastPoint.step, *(getattr(ForecastPoint, name) for name in POINT)]
    frame = _rows(session, run, ForecastPoint, [*chosen, ForecastSeries.model])
    frame = dressed(session, run, frame)
    return ordered(run, frame, ["period", "period_on", "step", *POINT, "model"], "step")


def _inputs(session: Session, run: Run) -> DataFrame:
    chosen = [getattr(ForecastInput, name) for name in ("period_on", "actual", "mark", "used")]
    frame = _rows(session, run, ForecastInput, chosen)
    frame = dressed(session, run, frame).astype({"actual": "Int64", "used": "Int64"})
    return ordered(run, frame, ["period", "period_on", "actual", "mark", "used"], "period_on")


def _accuracy(session: Session, run: Run) -> DataFrame:
    names = [*ACCURACY, "problem", "details"]
    query = select(*_cell(), *(getattr(ForecastSeries, name) for name in names)).where(ForecastSeries.run_id == run.id)
    frame = _frame(session, query, ["level", *CELL, *names])
    return ordered(run, dressed(session, run, frame), names)


def _cell() -> list[Any]:
    return [ForecastSeries.level, *(getattr(ForecastSeries, column) for column in CELL)]


def _rows(session: Session, run: Run, table: Any, chosen: Sequence[Any]) -> DataFrame:
    query = (
        select(*_cell(), *chosen)
        .join(ForecastSeries, (ForecastSeries.run_id == table.run_id) & (ForecastSeries.number == table.number))
        .where(table.run_id == run.id)
    )
    return _frame(session, query, ["level", *CELL, *(column.key for column in chosen)])


def _frame(session: Session, query: Any, names: Sequence[str]) -> DataFrame:
    rows = session.execute(query).all()
    columns = list(zip(*rows, strict=True)) if rows else [()] * len(names)
    return DataFrame({
        name: np.array(values, dtype=np.int64) if name in (*CELL, "step", *POINT) else pd.Series(values, dtype=object)
        for name, values in zip(names, columns, strict=True)
    })  # fmt: skip


def dressed(session: Session, run: Run, frame: DataFrame) -> DataFrame:
    """``frame`` with code and name for the ids of each dimension of the run, and the label of ``period_on``."""
    added: dict[str, list] = {}
    for name in run.by:
        ids = frame[COLUMNS[name]].tolist()
        known = members(session, name, {member for member in ids if member > ALL})
        # the tables of KPIs have 0 for what names no member; here that is the whole
        words = {**known, UNASSIGNED: known[0], ALL: (None, None)}
        added[name] = [words[member][0] for member in ids]
        added[f"{name}_name"] = [words[member][1] for member in ids]
    if "period_on" in frame:
        fiscal = calendar(session)
        days = frame["period_on"]
        labels = {day: fiscal.label(run.frequency, day) for day in days.unique()}
        added["period"] = [labels[day] for day in days]
    return frame.assign(**{name: pd.Series(values, dtype=object) for name, values in added.items()})


def ordered(run: Run, frame: DataFrame, names: Sequence[str], last: str | None = None) -> DataFrame:
    """The rows by level and member, the columns in their order; CELL stays for the row scope."""
    order = {level: place for place, level in enumerate(["", *run.by, ",".join(run.by)])}
    frame = frame.assign(_level=frame["level"].map(order))
    by = ["_level", *run.by, *([last] if last else [])]
    dimensions = [column for name in run.by for column in (name, f"{name}_name")]
    sorted_ = frame.sort_values(by, kind="stable", ignore_index=True, na_position="first")
    return sorted_[["level", *dimensions, *names, *CELL]]
