"""From base figures to all metrics and their changes, on whole frames. The formulas are those of the registry."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd
from pandas import DataFrame, Series

from salesdash.access.identity import User
from salesdash.kpis.answers import METRICS
from salesdash.metrics import REGISTRY

#: the figures that an answer holds: the metrics, and what stands beside the gross margin
FIGURES = (*METRICS, "cost_coverage")


def complete(base: DataFrame, user: User, keep: Sequence[str] = ()) -> DataFrame:
    """The columns ``keep`` and FIGURES from the base figures of ``salesdash.kpis.counting``.

    Who may see quantities only gets <NA> for all else.
    """
    frame = base[list(keep)].copy()
    columns: dict[str, Series] = {name: base[name] for name in base.columns}
    columns["gross_profit"] = base["costed_revenue"] - base["cost"]
    columns["returned"] = base["sold"] - base["revenue"]
    for metric in (REGISTRY[key] for key in METRICS):
        if metric.over is not None:
            top, bottom = (columns[name] for name in metric.over)
            columns[metric.key] = rounded_quotient(top, bottom) if metric.unit == "money" else quotient(top, bottom)
    columns["cost_coverage"] = quotient(base["costed_revenue"], base["revenue"])
    everything = user.may("kpis.read")
    for name in FIGURES:
        seen = everything or (name in REGISTRY and REGISTRY[name].is_quantity)
        frame[name] = columns[name] if seen else columns[name].where(Series(False, index=frame.index))
    return frame


def quotient(top: Series, bottom: Series) -> Series:
    """``top`` ÷ ``bottom`` as Float64, <NA> where either is unknown or the bottom 0."""
    known = (top.notna() & bottom.notna() & (bottom != 0).fillna(False)).to_numpy(dtype=bool)
    values = np.full(len(top), np.nan)
    values[known] = _plain(top)[known] / _plain(bottom)[known]
    return Series(pd.arrays.FloatingArray(np.where(known, values, 0.0), ~known), index=top.index)


def rounded_quotient(top: Series, bottom: Series) -> Series:
    """``top`` ÷ ``bottom`` as whole numbers, half to even; <NA> where either is unknown or the bottom 0."""
    known = (top.notna() & bottom.notna() & (bottom != 0).fillna(False)).to_numpy(dtype=bool)
    a, b = _plain(top), np.where(known, _plain(bottom), 1)
    whole, rest = np.divmod(a, b)
    twice = 2 * rest
    up = (twice > b) | ((twice == b) & (whole % 2 == 1))  # b is a count, so it is positive
    return Series(pd.arrays.IntegerArray(np.where(known, whole + up, 0), ~known), index=top.index)


def _plain(column: Series) -> npt.NDArray[np.int64]:
    return column.fillna(0).to_numpy(dtype=np.int64)


def change(name: str, now: Series, base: Series) -> Series:
    """How a figure changed: ratios by the difference, others as a fraction of the base's size; <NA> where the base
    is 0 or either is unknown."""
    if name not in REGISTRY or REGISTRY[name].unit == "ratio":
        return (now - base).astype("Float64")
    return quotient(now - base, base.abs())


def compare(rows: DataFrame, base: DataFrame, on: Sequence[str], suffix: str, change_suffix: str) -> DataFrame:
    """``rows`` with the figures of ``base`` and the changes against them beside: ``{figure}{suffix}`` and
    ``{figure}{change_suffix}``, for the figures that both have."""
    names = [name for name in FIGURES if name in rows.columns and name in base.columns]
    if on:
        found = rows.merge(base[[*on, *names]].rename(columns=_with(names, suffix)), on=list(on), how="left")
    else:
        found = pd.concat([rows, base[names].add_suffix(suffix)], axis=1)
    changes = {f"{name}{change_suffix}": change(name, found[name], found[f"{name}{suffix}"]) for name in names}
    return found.assign(**changes)


def _with(names: Sequence[str], suffix: str) -> dict[Any, Any]:
    return {name: f"{name}{suffix}" for name in names}
