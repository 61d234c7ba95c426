"""From a run to what a reader looks at: one cell of it, or where the whole is not theirs all that is, together."""

from collections.abc import Mapping

from pandas import DataFrame

from salesdash import db, forecasts
from salesdash.forecasts import Run
from salesdash.metrics import REGISTRY
from salesdash.ui.forecast_frame import BOUNDS, Looked, below, of_cell
from salesdash.ui.kpi_frame import Frame


def looked_at(
    frame: Frame, run: Run, *, latest: bool, cell: Mapping[str, str | None], name: str
) -> Looked:  # fmt: skip
    """One cell of a run, with what it knew and what came since.

    Somebody who may not see the whole company has no series of a cell above their members. Of a measure that adds up
    they are shown the sum of what they may see, with the sums of the bounds: as if all erred in the same direction, the
    widest that the range can be.
    """
    with db.reading() as session:
        points, inputs = (ask(session, frame.user, run.id) for ask in (forecasts.points, forecasts.inputs))
        since = forecasts.actuals(session, frame.user, run.id)
    metric = REGISTRY[run.measure]
    mine = of_cell(points, cell)
    if len(mine) or not metric.additive:
        parts = (mine, of_cell(inputs, cell), of_cell(since, cell))
        return Looked(frame, run, latest, cell, name, metric, *parts)
    level = _level(points, cell)
    if level is None:
        return Looked(frame, run, latest, cell, name, metric, mine, of_cell(inputs, cell), of_cell(since, cell))
    theirs, known, came = (below(rows, cell, level) for rows in (points, inputs, since))
    return Looked(
        frame, run, latest, cell, name, metric, _points(theirs), _amounts(known), _days(came),
        summed=theirs[level].nunique(),
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
