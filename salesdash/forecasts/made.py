"""What a forecast brought, in the whole numbers that are stored: pure, data frames in and out.

The lowest level is rounded to 1/10,000 and all levels above are its sums, so that means add up exactly at every level
of an additive measure.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from pandas import DataFrame, Series

from salesdash.forecasts.question import ALL, COLUMNS
from salesdash.units import SCALE

CELL = list(COLUMNS.values())
BOUNDS = ("lo80", "hi80", "lo95", "hi95")
POINT = ("mean", *BOUNDS)
ACCURACY = ("kind", "model", "errors", "mase", "wape", "smape", "bias", "coverage80", "coverage95")


@dataclass(frozen=True)
class Made:
    """``series``: one row per series (its number the index): level, CELL, ACCURACY, problem, details. ``points``:
    number, step, period_on, POINT. ``inputs``: number, period_on, actual, mark, used; missing is <NA>."""

    series: DataFrame
    points: DataFrame
    inputs: DataFrame


def whole(values: Series) -> Series:
    """Units as whole numbers of 1/10,000, half to even; missing stays missing."""
    numbers = np.rint(values.to_numpy(dtype=float) * SCALE)
    missing = ~np.isfinite(numbers)
    return Series(pd.arrays.IntegerArray(np.where(missing, 0, numbers).astype(np.int64), missing), index=values.index)


def summed(
    rows: DataFrame, name: str, keys: Sequence[str], cells: DataFrame, levels: Sequence[tuple[str, ...]]
) -> Series:
    """The column ``name`` of ``rows`` (number, ``keys``) with the rows of all levels but the last as the sums of the
    last level's; missing stays missing. ``cells``: level, CELL by number."""
    *above, lowest = levels
    named = rows.merge(cells, left_on="number", right_index=True)
    bottom = named[named["level"] == ",".join(lowest)]
    values = rows[name].copy()
    for level in above:
        rolled = bottom.assign(**{column: ALL for dimension, column in COLUMNS.items() if dimension not in level})
        sums = rolled.groupby([*CELL, *keys])[name].sum().rename("sum").reset_index()
        mine = rows.reset_index()[["index", "number", *keys]].merge(
            cells[cells["level"] == ",".join(level)], left_on="number", right_index=True
        )
        found = mine.merge(sums, on=[*CELL, *keys]).set_index("index")["sum"]
        found = found[values.loc[found.index].notna()]
        values.loc[found.index] = found
    return values


def coherent(points: DataFrame, cells: DataFrame, levels: Sequence[tuple[str, ...]]) -> DataFrame:
    """``points`` (number, step, POINT as whole numbers) with the means of all levels but the last as the sums of the
    last, and bounds that hold their mean."""
    return nested(points.assign(mean=summed(points, "mean", ["step"], cells, levels)))


def nested(points: DataFrame) -> DataFrame:
    """``points`` with bounds that lie around the mean, the wider around the narrower."""
    lo80, hi80 = np.minimum(points["lo80"], points["mean"]), np.maximum(points["hi80"], points["mean"])
    return points.assign(
        lo80=lo80, hi80=hi80, lo95=np.minimum(points["lo95"], lo80), hi95=np.maximum(points["hi95"], hi80)
    )
