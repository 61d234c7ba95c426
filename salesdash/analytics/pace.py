"""Attainment, gap, pace and lead on whole columns. The formulas are those of the glossary.

Amounts are whole numbers; what is undefined is <NA>.
"""

import numpy as np
import pandas as pd
from pandas import DataFrame
from pandas.api.extensions import ExtensionArray

#: what ``measured`` adds to a target and an actual
FIGURES = ("attainment", "gap", "expected_to_date", "pace", "lead", "left")


def measured(
    target: ExtensionArray, actual: ExtensionArray, share: ExtensionArray, days_left: ExtensionArray, *, counts: bool
) -> DataFrame:
    """FIGURES per row. ``target`` and ``actual``: Int64, whatever is unknown <NA>; ``share``: of the period's amount,
    how much falls up to the day as a rule; ``days_left``: working days of the period after the day.

    ``left`` is what remains per working day left: nothing where the target is reached, undefined where no day is left.
    Amounts are whole; expectations of ``counts`` are fractions of one, to four decimals.
    """
    goal, done = _floats(target), _floats(actual)
    part, days = _floats(share), _floats(days_left)
    known = ~(target.isna() | actual.isna())
    positive = ~target.isna() & (goal > 0)
    expected = _rounded(goal * part, counts)
    expects = ~(target.isna() | share.isna())
    remains = np.maximum(goal - done, 0)
    return DataFrame(
        {
            "attainment": _ratio(done, goal, known & positive),
            "gap": actual - target,  # type: ignore[operator]
            "expected_to_date": _amounts(expected, expects, counts),
            "pace": _ratio(done, expected, known & expects & (expected > 0)),
            "lead": _amounts(done - expected, known & expects, counts),
            "left": _amounts(
                _rounded(remains / np.maximum(days, 1), counts), known & ~days_left.isna() & (days > 0), counts
            ),
        }
    )


def _floats(column: ExtensionArray) -> np.ndarray:
    return column.to_numpy(dtype=np.float64, na_value=0.0)


def _rounded(values: np.ndarray, counts: bool) -> np.ndarray:
    return np.round(values, 4 if counts else 0)


def _amounts(values: np.ndarray, known: np.ndarray, counts: bool) -> ExtensionArray:
    if counts:
        return pd.arrays.FloatingArray(np.where(known, np.round(values, 4), 0.0), ~known)
    return pd.arrays.IntegerArray(np.where(known, values, 0).astype(np.int64), ~known)


def _ratio(top: np.ndarray, bottom: np.ndarray, known: np.ndarray) -> ExtensionArray:
    values = np.divide(top, bottom, out=np.zeros(len(top)), where=known)
    return pd.arrays.FloatingArray(values, ~known)
