"""The question put to the method: the company's history as series, and what is known besides."""

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pandas as pd
from pandas import DataFrame

from salesdash.analytics.forecasting import aggregate_id, forecast
from salesdash.forecasts.answered import answered
from salesdash.forecasts.beside import Beside, factors_of
from salesdash.forecasts.history import History
from salesdash.forecasts.made import CELL, Made
from salesdash.forecasts.question import ALL, COLUMNS, SEASONS, Question

#: raised with every change of the method that changes figures
METHOD = 1
#: the code of the problem that a series has ended: nothing is known of it for half a season
ENDED = "ended"


def ids(cells: DataFrame) -> list[str]:
    """The id of each series by its cell, as the method names sums."""
    members = cells[CELL].to_numpy()
    found = []
    for level, row in zip(cells["level"], members, strict=True):
        names = level.split(",") if level else []
        found.append(aggregate_id(names, [row[CELL.index(COLUMNS[name])] for name in names]))
    return found


def every_cell(asked: Question, lowest: DataFrame) -> DataFrame:
    """The cells of all series, level by level, the total first; of an additive measure those above the lowest level
    as well. With ``unique_id``."""
    cells = lowest
    if asked.additive:
        above = []
        for level in asked.levels[:-1]:
            rolled = lowest.assign(level=",".join(level))
            rolled[[column for name, column in COLUMNS.items() if name not in level]] = ALL
            above.append(rolled.drop_duplicates())
        cells = pd.concat([*above, lowest], ignore_index=True)
    return cells.assign(unique_id=ids(cells))


def silence(asked: Question, known: History) -> dict[int, int]:
    """Number of a series → the periods since its last value, of those that are missing at their end. The levels of an
    additive measure end together: what is missing there is filled."""
    if asked.additive and asked.by:
        return {}
    told = known.values.assign(told=known.values["value"].notna()).groupby("number")["told"]
    since = told.agg(lambda values: int(values.to_numpy()[::-1].argmax()))  # 0 too where nothing is known at all
    return {int(number): int(periods) for number, periods in zip(since.index, since, strict=True) if periods}


def ahead(asked: Question, silent: dict[int, int]) -> int:
    """How many periods the method is asked for, so that every series reaches the horizon from its own last value."""
    return asked.horizon + max((n for n in silent.values() if n <= SEASONS[asked.frequency] // 2), default=0)


def make(
    asked: Question,
    known: History,
    beside: Beside,
    *,
    alias: str,
    engine: str | None,
    report: Callable[[str, float], None],
) -> Made:
    """Asks the method. ``alias``: what pandas calls the periods."""
    cells = every_cell(asked, known.cells)
    lowest = known.cells.assign(unique_id=ids(known.cells))
    values = known.values.merge(lowest[[*CELL, "unique_id"]], left_on="number", right_index=True)
    silent = silence(asked, known)
    ended = {number: n for number, n in silent.items() if n > SEASONS[asked.frequency] // 2}
    series = _series(values, beside)[~values["number"].isin(ended).to_numpy()]
    levels = None
    if asked.additive and asked.by:
        levels = lowest[["unique_id"]].assign(**{name: lowest[COLUMNS[name]].to_numpy() for name in asked.by})
    found = forecast(
        series.reset_index(drop=True),
        horizon=ahead(asked, silent),
        season_length=SEASONS[asked.frequency],
        frequency=alias,
        known=None if beside.known.empty else beside.known,
        levels=levels,
        of=asked.levels[:-1],
        engine=engine,
        report=report,
    )
    # a series whose last values are missing begins earlier: its first steps are behind
    behind = found.points["unique_id"].map({lowest["unique_id"][number]: n for number, n in silent.items()}).fillna(0)
    steps = found.points["step"] - behind.astype(int)
    points = found.points.assign(step=steps)[(steps >= 1) & (steps <= asked.horizon)]
    gone = [(lowest["unique_id"][number], ENDED, {"periods": n}) for number, n in ended.items()]
    problems = pd.concat([found.problems, DataFrame(gone, columns=["unique_id", "code", "details"])])
    untold = _series(values, beside)[values["number"].isin(ended).to_numpy()].assign(used=np.nan)
    inputs = pd.concat([found.inputs, untold[["unique_id", "ds", "y", "mark", "used"]]]) if ended else found.inputs
    return answered(asked, cells, replace(found, points=points, problems=problems, inputs=inputs), beside)


def _series(values: DataFrame, beside: Beside) -> DataFrame:
    """unique_id, ds, y, mark, as the method takes them: what events with an expected effect did is taken out."""
    frame = DataFrame(
        {"unique_id": values["unique_id"], "ds": pd.to_datetime(values["period_on"]), "y": values["value"]}
    )
    factor = factors_of(frame, beside.factors)
    frame["y"] = np.divide(frame["y"], factor, out=frame["y"].to_numpy(copy=True), where=factor > 0)
    frame["mark"] = None
    for cell in beside.marks.itertuples() if len(beside.marks) else ():
        inside = values["period_on"].to_numpy() == cell.period_on
        for column in CELL:
            member = getattr(cell, column)
            inside &= (member == ALL) | (values[column] == member).to_numpy()
        frame.loc[inside, "mark"] = cell.kind
    return frame.reset_index(drop=True)
