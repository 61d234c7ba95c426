"""The series of a run, side by side: what came, what models are given of it, and the sums that are asked for."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from pandas import DataFrame

from salesdash.analytics.forecasting.checking import Checked, One
from salesdash.analytics.forecasting.cleaning import clean
from salesdash.analytics.forecasting.hierarchy import Tree, tree

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Row:
    """A series: ``y`` as it came (NaN: missing), ``used`` as models see it, ``marks`` on what differs or was said."""

    name: str
    start: int
    y: Floats
    used: Floats
    marks: NDArray[np.object_]

    @property
    def end(self) -> int:
        """The first place after the history."""
        return self.start + len(self.y)


def plain(checked: Checked, season: int) -> list[Row]:
    """Series independent of each other. One value alone says nothing of what follows: a problem."""
    rows = []
    for one in checked.series:
        if np.count_nonzero(~np.isnan(one.y)) < 2:
            checked.problems.append((one.name, "one_point", {}))
        else:
            rows.append(_row(one, season))
    return rows


def summed(checked: Checked, levels: DataFrame, of: Sequence[Sequence[str]], season: int) -> tuple[Tree, list[Row]]:
    """Bottom series on one stretch of time, and their sums. Before its first value a member sold nothing; a series
    without any value stays out, as do the sums of none."""
    found = {one.name: one for one in checked.series}
    table = levels.assign(unique_id=levels["unique_id"].astype(str))
    made = tree(table[table["unique_id"].isin(list(found))].reset_index(drop=True), of)
    bottom = [found[name] for name in made.names[len(made.parts) :]]
    if not bottom:
        return made, []
    end = max(one.start + len(one.y) for one in bottom)
    rows = [_row(_until(one, end), season) for one in bottom]
    start = min(row.start for row in rows)
    sold, models = (_aligned(rows, start, end, which) for which in ("y", "used"))
    holes = np.array([_held(row, start, end) for row in rows])
    sums = []
    for number, parts in enumerate(made.parts):
        missing = np.isnan(sold[parts]).any(axis=0)
        total = np.where(missing, np.nan, np.nansum(sold[parts], axis=0))
        # where a member is missing, its place is taken by what its own models are given
        filled = np.where(missing, models[parts].sum(axis=0), total)
        # outliers of a sum are judged on the sum; what people set aside in a member is aside in the sum too
        aside = holes[parts].any(axis=0)
        one = One(made.names[number], start, np.where(aside, models[parts].sum(axis=0), filled),
                  np.full(end - start, None, dtype=object))  # fmt: skip
        row = _row(one, season)
        marks = np.where(missing, "hole", row.marks)
        sums.append(replace(row, y=total, marks=np.where(aside & ~missing, "one_off", marks)))
    return made, [*sums, *rows]


def _row(one: One, season: int) -> Row:
    used, marks = clean(one.y, one.said, season)
    return Row(one.name, one.start, one.y, used, marks)


def _until(one: One, end: int) -> One:
    """The same series with holes up to the common end."""
    lacking = end - one.start - len(one.y)
    if not lacking:
        return one
    y = np.concatenate([one.y, np.full(lacking, np.nan)])
    return One(one.name, one.start, y, np.concatenate([one.said, np.full(lacking, None, dtype=object)]))


def _aligned(rows: Sequence[Row], start: int, end: int, which: str) -> Floats:
    table = np.zeros((len(rows), end - start))
    for number, row in enumerate(rows):
        table[number, row.start - start :] = getattr(row, which)
    return table


def _held(row: Row, start: int, end: int) -> NDArray[np.bool_]:
    """Where people set a value aside."""
    table = np.zeros(end - start, dtype=bool)
    table[row.start - start :] = [mark in ("one_off", "closed") for mark in row.marks]
    return table
