"""What becomes of customers after their first purchase."""

from collections.abc import Mapping

import numpy as np
import numpy.typing as npt

Grid = npt.NDArray[np.float64]


def retention(sizes: Mapping[int, int], bought: Mapping[tuple[int, int], int], last: int) -> Grid:
    """Share of each cohort that bought again, by its age in periods: row per cohort in order, column per age from 0.

    ``sizes``: number of the cohort's period → customers; ``bought``: (cohort, age) → customers who bought then;
    ``last``: number of the last whole period. What lies after it has not happened yet and is NaN; a whole period in
    which nobody of the cohort bought is 0. A cohort's own period is 1 by definition.
    """
    cohorts = sorted(sizes)
    ages = max((last - cohort for cohort in cohorts), default=-1) + 1
    grid = np.full((len(cohorts), max(ages, 0)), np.nan)
    for row, cohort in enumerate(cohorts):
        for age in range(last - cohort + 1):
            grid[row, age] = 1.0 if age == 0 else bought.get((cohort, age), 0) / sizes[cohort]
    return grid


def average(grid: Grid, sizes: Mapping[int, int]) -> list[float | None]:
    """The share of all customers that bought at each age, over the cohorts old enough: large cohorts weigh more."""
    weights = np.array([sizes[cohort] for cohort in sorted(sizes)], dtype=float)[:, None]
    old = ~np.isnan(grid)
    people = (weights * old).sum(axis=0)
    kept = np.where(old, grid, 0) * weights
    return [float(k) / float(p) if p else None for k, p in zip(kept.sum(axis=0), people, strict=True)]
