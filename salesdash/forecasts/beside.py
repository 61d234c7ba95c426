"""What a run knows besides the figures: what people said of periods, and the company's calendar."""

from dataclasses import dataclass, field
from datetime import date, timedelta

import numpy as np
import numpy.typing as npt
from pandas import DataFrame
from sqlalchemy import select
from sqlalchemy.orm import Session

from salesdash import events
from salesdash.company import calendar
from salesdash.forecasts.history import CELL
from salesdash.forecasts.question import Question
from salesdash.forecasts.stretch import Stretch
from salesdash.models import SeriesMark


@dataclass(frozen=True)
class Beside:
    """``marks``: CELL, period_on, kind, what people said of periods of series; ``known``: numbers per period as the
    method takes them; ``factors``: unique_id (perhaps), ds, factor: what events with an expected effect multiply a
    period by."""

    marks: DataFrame = field(default_factory=DataFrame)
    known: DataFrame = field(default_factory=DataFrame)
    factors: DataFrame = field(default_factory=DataFrame)


def beside(session: Session, asked: Question, known: Stretch, cells: DataFrame, ahead: int) -> Beside:
    """What is known of the periods of the history and of ``ahead`` coming ones. ``cells``: unique_id, CELL."""
    fiscal = calendar(session)
    periods: list[date] = [one.start for one in known.periods]
    day = known.coming
    for _step in range(ahead):
        bounds = fiscal.bounds(asked.frequency, day)
        periods.append(bounds.start)
        day = bounds.end + timedelta(days=1)
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


def factors_of(frame: DataFrame, factors: DataFrame) -> npt.NDArray[np.float64]:
    """The factor of each row of ``frame`` (unique_id, ds), 1 where none is known."""
    if factors.empty:
        return np.ones(len(frame))
    on = ["unique_id", "ds"] if "unique_id" in factors else ["ds"]
    joined = frame[["unique_id", "ds"]].merge(factors.drop_duplicates(on), on=on, how="left")
    return joined["factor"].fillna(1.0).to_numpy(dtype=float)
