"""Means that add up: now and at every earlier end, with the same weights, so that they are judged as they are told."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from salesdash.analytics.forecasting.hierarchy import Tree, coherent, reconciler
from salesdash.analytics.forecasting.rolling import End, Made, seen_season
from salesdash.analytics.forecasting.sheet import Row
from salesdash.analytics.forecasting.spread import Spread, one_step_errors

Floats = NDArray[np.float64]


def reconciled(tree: Tree, rows: Sequence[Row], made: Sequence[Made], season: int) -> list[Made]:
    """Series whose means sum to those of their sums, and whose spread is that of the reconciled distribution."""
    start, end = min(row.start for row in rows), max(row.end for row in rows)
    errors = np.zeros((len(rows), end - start))
    for number, row in enumerate(rows):
        errors[number, row.start - start :] = one_step_errors(row.used, seen_season(made[number].kind, season))
    found = reconciler(tree, errors[:, min(season, max(0, (end - start) // 3)) :])
    positive = all((row.used >= 0).all() for row in rows)
    now = coherent(tree, found.weights, np.array([one.now.mean for one in made]), positive=positive)
    earlier = [
        coherent(tree, found.weights, np.array([one.earlier[at].mean for one in made]), positive=positive)
        for at in range(len(made[0].earlier))
    ]
    return [
        replace(
            one,
            now=_with(one.now, now[number], found.narrowed[number]),
            earlier=tuple(
                _with(before, earlier[at][number], found.narrowed[number]) for at, before in enumerate(one.earlier)
            ),
        )
        for number, one in enumerate(made)
    ]


def _with(end: End, mean: Floats, narrowed: float) -> End:
    return End(end.held, mean, Spread(end.spread.logs, end.spread.steps * narrowed))
