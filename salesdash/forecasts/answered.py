"""The answer of the method in the whole numbers that are stored, by number of series."""

from typing import Any

import numpy as np
import pandas as pd
from pandas import DataFrame

from salesdash.analytics.forecasting import Forecasts
from salesdash.analytics.widening import widening
from salesdash.forecasts.beside import Beside, factors_of
from salesdash.forecasts.made import ACCURACY, BOUNDS, CELL, POINT, Made, coherent, nested, summed, whole
from salesdash.forecasts.question import ALL, SEASONS, Question


def answered(asked: Question, cells: DataFrame, found: Forecasts, beside: Beside) -> Made:
    """The answer by number of series. A sum that is one series and no more has that series' answer."""
    there = set(found.accuracy["unique_id"]) | set(found.points["unique_id"]) | set(found.problems["unique_id"])
    source = {name: name for name in cells["unique_id"]}
    lowest = cells[cells["level"] == ",".join(asked.levels[-1])]
    for cell in cells[~cells["unique_id"].isin(there)].to_dict("records"):
        inside = np.logical_and.reduce([(cell[column] == ALL) | (lowest[column] == cell[column]) for column in CELL])
        source[cell["unique_id"]] = lowest["unique_id"][inside].iloc[0]
    numbers = DataFrame({"number": cells.index, "of": cells["unique_id"], "unique_id": cells["unique_id"].map(source)})
    points = _points(asked, cells, found.points.merge(numbers, on="unique_id"), beside)
    inputs = found.inputs.merge(numbers, on="unique_id")
    back = factors_of(inputs.assign(unique_id=inputs["of"]), beside.factors)
    inputs = DataFrame({
        "number": inputs["number"], "period_on": inputs["ds"].dt.date, "actual": whole(inputs["y"] * back),
        "mark": inputs["mark"].astype(object), "used": whole(inputs["used"] * back),
    })  # fmt: skip
    if asked.additive and len(asked.levels) > 1:
        inputs["actual"] = summed(inputs, "actual", ["period_on"], cells, asked.levels)
    series = _told(cells, numbers, found)
    wide = widening(found.points, found.errors, found.inputs, SEASONS[asked.frequency])
    return Made(series.assign(widening=numbers.set_index("number")["unique_id"].map(wide)), points, inputs)


def _points(asked: Question, cells: DataFrame, points: DataFrame, beside: Beside) -> DataFrame:
    """Whole numbers that add up, with what events with an expected effect will do."""
    plain = points.assign(period_on=points["ds"].dt.date)
    effect = factors_of(points.assign(unique_id=points["of"]), beside.factors)
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
    problems = {row["unique_id"]: row for row in found.problems.to_dict("records")}
    warnings: dict[str, list[dict[str, Any]]] = {}
    for row in found.warnings.to_dict("records"):
        warnings.setdefault(row["unique_id"], []).append({"code": row["code"], **row["details"]})
    of = numbers.set_index("number")["unique_id"]
    codes = [problems[name]["code"] if name in problems else None for name in of]
    details = [
        dict(problems[name]["details"]) if name in problems
        else {"warnings": warnings[name]} if name in warnings else None
        for name in of
    ]  # fmt: skip
    return series.assign(
        problem=pd.Series(codes, index=of.index, dtype=object), details=pd.Series(details, index=of.index, dtype=object)
    )
