"""From base figures to all metrics and their changes, on whole columns. The formulas are those of the registry."""

from collections.abc import Mapping, Sequence

import numpy as np
import numpy.typing as npt
import pandas as pd
from pandas import DataFrame
from pandas.api.extensions import ExtensionArray

from salesdash.access.identity import User
from salesdash.kpis.answers import METRICS
from salesdash.metrics import REGISTRY

#: the figures that an answer holds: the metrics, and what stands beside the gross margin
FIGURES = (*METRICS, "cost_coverage")
#: name → column of pandas' nullable numbers; all of one length
Columns = Mapping[str, ExtensionArray]


def complete(base: Columns, user: User) -> dict[str, ExtensionArray]:
    """FIGURES from the base figures of ``salesdash.kpis.counting``.

    Who may see quantities only gets <NA> for all else.
    """
    columns = dict(base)
    if "receipts" not in columns:  # a company without payments
        columns["receipts"] = _unseen(base["revenue"])
    columns["gross_profit"] = base["costed_revenue"] - base["cost"]  # type: ignore[operator]
    columns["returned"] = base["sold"] - base["revenue"]  # type: ignore[operator]
    for metric in (REGISTRY[key] for key in METRICS):
        if metric.over is not None:
            top, bottom = (columns[name] for name in metric.over)
            columns[metric.key] = rounded_quotient(top, bottom) if metric.unit == "money" else quotient(top, bottom)
    columns["cost_coverage"] = quotient(base["costed_revenue"], base["revenue"])
    everything = user.may("kpis.read")
    return {
        name: columns[name]
        if everything or (name in REGISTRY and REGISTRY[name].is_quantity)
        else _unseen(columns[name])
        for name in FIGURES
    }


def of_frame(base: DataFrame) -> dict[str, ExtensionArray]:
    """The columns of a frame of base figures."""
    return {name: base[name].array for name in base.columns}


def change(name: str, now: ExtensionArray, base: ExtensionArray) -> ExtensionArray:
    """How a figure changed: ratios by the difference, others as a fraction of the base's size; <NA> where the base
    is 0 or either is unknown."""
    if name not in REGISTRY or REGISTRY[name].unit == "ratio":
        return now - base  # type: ignore[operator]
    known = ~(now.isna() | base.isna())
    a, b = _numbers(now), _numbers(base)
    return _ratio(a - b, np.abs(b), known)


def compared(rows: Columns, base: Columns, suffix: str, change_suffix: str) -> dict[str, ExtensionArray]:
    """The figures of ``base`` and the changes of ``rows`` against them: ``{figure}{suffix}`` and
    ``{figure}{change_suffix}``. Both have the same rows."""
    found: dict[str, ExtensionArray] = {}
    for name in FIGURES:
        found[f"{name}{suffix}"] = base[name]
        found[f"{name}{change_suffix}"] = change(name, rows[name], base[name])
    return found


def aligned(columns: Columns, places: Sequence[int]) -> dict[str, ExtensionArray]:
    """The columns in another order: row i is row ``places[i]`` of before, all <NA> where that is -1."""
    where = np.asarray(places, dtype=np.intp)
    return {name: column.take(where, allow_fill=True) for name, column in columns.items()}


def quotient(top: ExtensionArray, bottom: ExtensionArray) -> ExtensionArray:
    """``top`` ÷ ``bottom`` as Float64, <NA> where either is unknown or the bottom 0."""
    return _ratio(_numbers(top), _numbers(bottom), ~(top.isna() | bottom.isna()))


def rounded_quotient(top: ExtensionArray, bottom: ExtensionArray) -> ExtensionArray:
    """``top`` ÷ ``bottom`` (a count) as whole numbers, half to even; <NA> where either is unknown or the bottom 0."""
    a, b = _numbers(top), _numbers(bottom)
    known = ~(top.isna() | bottom.isna()) & (b != 0)
    b = np.where(known, b, 1)
    whole, rest = np.divmod(a, b)
    up = (2 * rest > b) | ((2 * rest == b) & (whole % 2 == 1))
    return pd.arrays.IntegerArray(np.where(known, whole + up, 0), ~known)


def _numbers(column: ExtensionArray) -> npt.NDArray[np.int64]:
    return column.to_numpy(dtype=np.int64, na_value=0)


def _ratio(top: npt.NDArray, bottom: npt.NDArray, known: npt.NDArray[np.bool_]) -> ExtensionArray:
    known = known & (bottom != 0)
    values = np.divide(top, bottom, out=np.zeros(len(top)), where=known)
    return pd.arrays.FloatingArray(values, ~known)


def _unseen(column: ExtensionArray) -> ExtensionArray:
    return column.take(np.full(len(column), -1), allow_fill=True)
