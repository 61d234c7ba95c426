"""From the company's history to what is stored: the question put to the method, and its answer in whole numbers."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pandas as pd
from pandas import DataFrame

from salesdash.analytics.forecasting import Forecasts, aggregate_id, forecast
from salesdash.forecasts.history import History
from salesdash.forecasts.made import ACCURACY, BOUNDS, CELL, POINT, Made, coherent, nested, summed, whole
from salesdash.forecasts.question import ALL, COLUMNS, SEASONS, Question

#: raised with every change of the method that changes figures
METHOD = 1


@dataclass(frozen=True)
class Beside:
    """What is known besides the figures. ``marks``: CELL, period_on, kind, what people said of periods of series;
    ``known``: numbers per period as the method takes them; ``factors``: unique_id (perhaps), ds, factor: what events
    with an expected effect multiply a period by."""

    marks: DataFrame = field(default_factory=DataFrame)
    known: DataFrame = field(default_factory=DataFrame)
    factors: DataFrame = field(default_factory=DataFrame)


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
    series = _series(values, beside)
    levels = None
    if asked.additive and asked.by:
        levels = lowest[["unique_id"]].assign(**{name: lowest[COLUMNS[name]].to_numpy() for name in asked.by})
    found = forecast(
        series,
        horizon=asked.horizon,
        season_length=SEASONS[asked.frequency],
        frequency=alias,
        known=None if beside.known.empty else beside.known,
        levels=levels,
        of=asked.levels[:-1],
        engine=engine,
        report=report,
    )
    return _made(asked, cells, found, beside)


def _series(values: DataFrame, beside: Beside) -> DataFrame:
    """unique_id, ds, y, mark, as the method takes them: what events with an expected effect did is taken out."""
    frame = DataFrame(
        {"unique_id": values["unique_id"], "ds": pd.to_datetime(values["period_on"]), "y": values["value"]}
    )
    factor = _factors(frame, beside.factors)
    frame["y"] = np.divide(frame["y"], factor, out=frame["y"].to_numpy(copy=True), where=factor > 0)
    frame["mark"] = None
    for cell in beside.marks.itertuples() if len(beside.marks) else ():
        inside = values["period_on"].to_numpy() == cell.period_on
        for column in CELL:
            member = getattr(cell, column)
            inside &= (member == ALL) | (values[column] == member).to_numpy()
        frame.loc[inside, "mark"] = cell.kind
    return frame.reset_index(drop=True)


def _factors(frame: DataFrame, factors: DataFrame) -> np.ndarray:
    """The factor of each row of ``frame`` (unique_id, ds), 1 where none is known."""
    if factors.empty:
        return np.ones(len(frame))
    on = ["unique_id", "ds"] if "unique_id" in factors else ["ds"]
    joined = frame[["unique_id", "ds"]].merge(factors.drop_duplicates(on), on=on, how="left")
    return joined["factor"].fillna(1.0).to_numpy(dtype=float)


def _made(asked: Question, cells: DataFrame, found: Forecasts, beside: Beside) -> Made:
    """The answer by number of series. A sum that is one series and no more has that series' answer."""
    there = set(found.accuracy["unique_id"]) | set(found.points["unique_id"]) | set(found.problems["unique_id"])
    source = {name: name for name in cells["unique_id"]}
    lowest = cells[cells["level"] == ",".join(asked.levels[-1])]
    for cell in cells[~cells["unique_id"].isin(there)].itertuples():
        inside = np.logical_and.reduce([
            (getattr(cell, column) == ALL) | (lowest[column] == getattr(cell, column)) for column in CELL
        ])  # fmt: skip
        source[cell.unique_id] = lowest.loc[inside, "unique_id"].iloc[0]
    numbers = DataFrame({"number": cells.index, "of": cells["unique_id"], "unique_id": cells["unique_id"].map(source)})
    points = _points(asked, cells, found.points.merge(numbers, on="unique_id"), beside)
    inputs = found.inputs.merge(numbers, on="unique_id")
    back = _factors(inputs.assign(unique_id=inputs["of"]), beside.factors)
    inputs = DataFrame({
        "number": inputs["number"], "period_on": inputs["ds"].dt.date, "actual": whole(inputs["y"] * back),
        "mark": inputs["mark"].where(inputs["mark"].notna(), None), "used": whole(inputs["used"] * back),
    })  # fmt: skip
    if asked.additive and len(asked.levels) > 1:
        inputs["actual"] = summed(inputs, "actual", ["period_on"], cells, asked.levels)
    return Made(_told(cells, numbers, found), points, inputs)


def _points(asked: Question, cells: DataFrame, points: DataFrame, beside: Beside) -> DataFrame:
    """Whole numbers that add up, with what events with an expected effect will do."""
    plain = points.assign(period_on=points["ds"].dt.date)
    effect = _factors(points.assign(unique_id=points["of"]), beside.factors)
    bottom = cells["level"] == ",".join(asked.levels[-1])
    single = not asked.additive or len(asked.levels) == 1
    for name in POINT:
        plain[name] = whole(points[name] * effect).to_numpy(dtype=np.int64)
    columns = plain[["number", "step", "period_on", *POINT]]
    if single:
        return nested(columns)
    before = plain["mean"].to_numpy(copy=True)
    added = coherent(columns, cells[["level", *CELL]], asked.levels)
    # a sum's bounds move with its mean, where events move some of its members
    ratio = np.where(before != 0, added["mean"] / np.where(before != 0, before, 1), 1.0)
    moved = (~plain["number"].map(bottom)).to_numpy(bool) & (np.abs(ratio - 1) > 1e-6)
    for name in BOUNDS:
        added[name] = np.where(moved, np.rint(plain[name] * ratio), plain[name]).astype(np.int64)
    return nested(added)


def _told(cells: DataFrame, numbers: DataFrame, found: Forecasts) -> DataFrame:
    """One row per series: level, CELL, ACCURACY, problem, details."""
    accuracy = numbers.merge(found.accuracy, on="unique_id", how="left").set_index("number")
    series = cells[["level", *CELL]].join(accuracy[list(ACCURACY)])
    series = series.assign(
        kind=series["kind"].fillna("empty"),
        model=series["model"].fillna(""),
        errors=series["errors"].fillna(0).astype(int),
    )
    problems = {row.unique_id: row for row in found.problems.itertuples()}
    warnings: dict[str, list[dict[str, Any]]] = {}
    for row in found.warnings.itertuples():
        warnings.setdefault(row.unique_id, []).append({"code": row.code, **row.details})
    of = numbers.set_index("number")["unique_id"]
    series["problem"] = [problems[name].code if name in problems else None for name in of]
    series["details"] = [
        dict(problems[name].details) if name in problems else {"warnings": warnings[name]} if name in warnings else None
        for name in of
    ]
    return series
