"""What a run found, as frames."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd
from pandas import DataFrame

from salesdash.analytics.forecasting import measures
from salesdash.analytics.forecasting.calendar import Grid
from salesdash.analytics.forecasting.judging import Judged
from salesdash.analytics.forecasting.rolling import Made
from salesdash.analytics.forecasting.sheet import Row

#: names of the bounds, in the order of intervals.TAILS
BOUNDS = ("lo95", "lo80", "hi80", "hi95")
_ORDER = ("mean", "lo80", "hi80", "lo95", "hi95")


def points(rows: Sequence[Row], made: Sequence[Made], found: Judged, grid: Grid) -> DataFrame:
    """unique_id, step, ds, mean, bounds, model."""
    parts = []
    for row, one, bounds in zip(rows, made, found.bounds, strict=True):
        steps = np.arange(1, len(one.now.mean) + 1)
        columns = {"unique_id": row.name, "step": steps, "ds": grid.dates(row.end + steps - 1), "mean": one.now.mean}
        parts.append(DataFrame({**columns, **dict(zip(BOUNDS, bounds, strict=True)), "model": one.model}))
    return _joined(parts, ("unique_id", "step", "ds", *_ORDER, "model"))


def errors(rows: Sequence[Row], found: Judged, grid: Grid) -> DataFrame:
    """unique_id, origin, step, ds, y, mean, bounds: what was said at earlier ends and what came."""
    parts = []
    for past in found.past:
        row = rows[past.series]
        first = row.end - past.end.held
        steps = np.arange(1, len(past.actual) + 1)
        parts.append(
            DataFrame(
                {
                    "unique_id": row.name, "origin": grid.dates([first - 1])[0], "step": steps,
                    "ds": grid.dates(first + steps - 1), "y": past.actual, "mean": past.mean,
                    **dict(zip(BOUNDS, past.bounds, strict=True)),
                }
            )
        )  # fmt: skip
    return _joined(parts, ("unique_id", "origin", "step", "ds", "y", *_ORDER))


def inputs(rows: Sequence[Row], grid: Grid) -> DataFrame:
    """unique_id, ds, y, mark, used."""
    parts = [
        DataFrame({"unique_id": row.name, "ds": grid.dates(range(row.start, row.end)), "y": row.y, "mark": row.marks,
                   "used": row.used})
        for row in rows
    ]  # fmt: skip
    return _joined(parts, ("unique_id", "ds", "y", "mark", "used"))


def accuracy(rows: Sequence[Row], made: Sequence[Made], found: Judged) -> DataFrame:
    """unique_id, kind, model, errors and the measures over all earlier ends."""
    of: dict[int, list[Any]] = {}
    for past in found.past:
        of.setdefault(past.series, []).append(past)
    lines = []
    for number, (row, one) in enumerate(zip(rows, made, strict=True)):
        line: dict[str, Any] = {"unique_id": row.name, "kind": one.kind, "model": one.model, "errors": 0}
        if seen := of.get(number):
            actual = np.concatenate([past.actual for past in seen])
            mean = np.concatenate([past.mean for past in seen])
            scales = np.concatenate([np.full(len(past.actual), past.scale) for past in seen])
            lo95, lo80, hi80, hi95 = np.concatenate([past.bounds for past in seen], axis=1)
            line |= {
                "errors": int(np.isfinite(actual).sum()), "mase": measures.mase(actual, mean, scales),
                "wape": measures.wape(actual, mean), "smape": measures.smape(actual, mean),
                "bias": measures.bias(actual, mean), "coverage80": measures.coverage(actual, lo80, hi80),
                "coverage95": measures.coverage(actual, lo95, hi95),
            }  # fmt: skip
        lines.append(line)
    columns = ["unique_id", "kind", "model", "errors", "mase", "wape", "smape", "bias", "coverage80", "coverage95"]
    return DataFrame(lines, columns=columns)


def uncertain(rows: Sequence[Row], made: Sequence[Made], season: int) -> list[tuple[str, str, dict[str, Any]]]:
    """Warnings about series of which little is known."""
    remarks: list[tuple[str, str, dict[str, Any]]] = []
    for row, one in zip(rows, made, strict=True):
        if one.kind == "short":
            remarks.append((row.name, "short", {"values": len(row.used), "season": season}))
        elif one.kind == "constant":
            remarks.append((row.name, "constant", {}))
    return remarks


def _joined(parts: list[DataFrame], columns: Sequence[str]) -> DataFrame:
    if not parts:
        return DataFrame({name: [] for name in columns})
    return pd.concat(parts, ignore_index=True)[list(columns)]
