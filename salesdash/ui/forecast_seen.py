"""From a run to what a reader looks at: one cell of it, or where the whole is not theirs all that is, together."""

from collections.abc import Mapping

from pandas import DataFrame

from salesdash import db, forecasts
from salesdash.forecasts import Run
from salesdash.metrics import REGISTRY
from salesdash.ui.forecast_frame import BOUNDS, Looked, Rows, below, of_cell
from salesdash.ui.kpi_frame import Frame


def rows_of(frame: Frame, run: Run) -> Rows:
    """All that the reader may see of a run."""
    with db.reading() as session:
        asked = (forecasts.points, forecasts.inputs, forecasts.actuals)
        return Rows(*(ask(session, frame.user, run.id) for ask in asked))


def looked_at(frame: Frame, run: Run, rows: Rows, *, latest: bool, cell: Mapping[str, str | None], name: str) -> Looked:
    """One cell of a run, with what it knew and what came since. ``rows``: of the whole run.

    Somebody who may not see the whole company has no series of a cell above their members. Of a measure that adds up
    they are shown the sum of what they may see, with the sums of the bounds: as if all erred in the same direction, the
    widest that the range can be.
    """
    metric = REGISTRY[run.measure]
    mine, summed = rows.part(lambda frame: of_cell(frame, cell)), 0
    if mine.points.empty and metric.additive and (level := _level(rows.points, cell)) is not None:
        parts = rows.part(lambda frame: below(frame, cell, level))
        mine = Rows(_points(parts.points), _amounts(parts.inputs), _days(parts.since))
        summed = parts.points[level].nunique()
    return Looked(
        frame, run, latest, cell, name, metric, mine.points, mine.inputs, mine.since, summed=summed
    )  # fmt: skip


def _level(points: DataFrame, cell: Mapping[str, str | None]) -> str | None:
    """The dimension whose members are the reader's in the cell."""
    left = [dimension for dimension, code in cell.items() if code is None]
    return next((dimension for dimension in left if len(below(points, cell, dimension))), None)


def _points(rows: DataFrame) -> DataFrame:
    sums = rows.groupby(["step", "period", "period_on"], as_index=False)[list(BOUNDS)].sum()
    return sums.assign(model="").sort_values("step", ignore_index=True)


def _amounts(rows: DataFrame) -> DataFrame:
    """Per period what is known; missing where it is missing of all."""
    keys = ["period", "period_on"]
    sums = rows.groupby(keys, as_index=False)[["actual", "used"]].sum(min_count=1)
    return (
        sums.assign(mark=None).astype({"actual": "Int64", "used": "Int64"}).sort_values("period_on", ignore_index=True)
    )


def _days(rows: DataFrame) -> DataFrame:
    if rows.empty:
        return rows
    keys = ["period", "period_on", "days_elapsed", "days"]
    sums = rows.astype({"actual": "Int64"}).groupby(keys, as_index=False)[["actual"]].sum(min_count=1)
    return sums.sort_values("period_on", ignore_index=True)
