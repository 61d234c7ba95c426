"""The last resort of fitting: whole amounts by linear programming, for small sheets."""

from collections.abc import Sequence

import numpy as np

from salesdash.analytics.rounding import Real, Whole, sums

#: leaves up to which this is tried, and seconds that it may take
LARGEST = 5_000
SECONDS = 5


def nearest(real: Real, families: Sequence[tuple[Whole, Whole]]) -> Whole | None:
    """Whole amounts with the least sum of differences from ``real`` that hold every given sum (−1: none is given)."""
    from scipy.optimize import Bounds, LinearConstraint, milp  # here: commands that split nothing start without it
    from scipy.sparse import coo_array, hstack, vstack

    size = len(real)
    if not 0 < size <= LARGEST:
        return None
    base = np.floor(real).astype(np.int64)
    rows, wanted = [], []
    for labels, amounts in families:
        given = amounts >= 0
        inside = np.flatnonzero((labels >= 0) & given[labels])
        shape = (len(amounts), size)
        matrix = coo_array((np.ones(len(inside)), (labels[inside], inside)), shape=shape).tocsr()
        rows.append(matrix[given])
        wanted.append((amounts - sums(labels, base, len(amounts)))[given])
    table, target = vstack(rows), np.concatenate(wanted).astype(np.float64)
    solved = milp(
        np.ones(2 * size),
        constraints=LinearConstraint(hstack([table, -table]).tocsr(), target, target),
        integrality=np.ones(2 * size),
        bounds=Bounds(0, np.concatenate([np.full(size, np.inf), base])),
        options={"time_limit": SECONDS},
    )
    if solved.x is None:
        return None
    change = np.rint(solved.x).astype(np.int64)
    result = base + change[:size] - change[size:]
    return None if (result < 0).any() else result
