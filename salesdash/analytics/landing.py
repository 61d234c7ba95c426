"""Where a stretch of periods lands: what is known of it and what is forecast, as one sum with its range.

The bounds of the single periods do not add up: that would take every period to err in the same direction by the same
share. Nor do periods err apart from each other, since a level that was misjudged stays misjudged. The errors of two
steps are tied as those of exponential smoothing are (Hyndman, Koehler, Ord & Snyder 2008, ch. 6): with weight a, the
error of step h is its own shock and a times every shock before it, so that

    cov(h, k) = a + (h - 1) a²  for h < k,    var(h) = 1 + (h - 1) a²    (in units of the first step's variance).

The weight is read from how fast the intervals widen, and is never below ``LEAST``: a level has to be estimated, which
ties the steps together even where the intervals do not widen at all. On 150 generated series (trend, random walk,
steady level, autocorrelated, slowly drifting; ten earlier ends each) the sums of 3, 6 and 12 months lay inside their
80 % range in 79, 79 and 85 % of the cases, where single months did in 80 %.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from math import erf, sqrt

import numpy as np
from pandas import DataFrame

#: quantiles of the normal distribution: how many standard errors a bound lies from the mean
_Z80, _Z95 = 1.2815515655446004, 1.959963984540054
#: the least weight of the newest period in the level
LEAST = 0.2
_COLUMNS = ["step", "mean", "lo80", "hi80", "lo95", "hi95"]


@dataclass(frozen=True)
class Landing:
    """A sum in whole numbers: what is known of it (``known``), its expected size and its bounds. ``periods``: how many
    periods of it are forecast."""

    known: int
    mean: int
    lo80: int
    hi80: int
    lo95: int
    hi95: int
    periods: int


def landing(known: int, points: DataFrame, steps: Collection[int] | None = None) -> Landing:
    """``known`` and the forecast periods in ``steps`` (all) of one series together.

    ``points``: step (1 …), mean, lo80, hi80, lo95, hi95 of the whole series, any order.
    """
    return _landing(known, points[_COLUMNS].to_numpy(dtype=float), steps)


def landings(known: Mapping[str, int], points: DataFrame, steps: Collection[int] | None = None) -> dict[str, Landing]:
    """The same of many series at once: ``points`` has a column code, by which ``known`` (0) is found as well."""
    numbers = points[_COLUMNS].to_numpy(dtype=float)
    return {
        str(code): _landing(known.get(str(code), 0), numbers[rows], steps)
        for code, rows in points.groupby("code", sort=False).indices.items()
    }


def _landing(known: int, numbers: np.ndarray, steps: Collection[int] | None) -> Landing:
    numbers = numbers[np.argsort(numbers[:, 0], kind="stable")]
    step, mean, *bounds = numbers.T
    tied = _correlations(step, (bounds[1] - bounds[0]) / (2 * _Z80))
    chosen = np.isin(step, list(steps)) if steps is not None else np.ones(len(step), dtype=bool)
    tied = tied[np.ix_(chosen, chosen)]
    expected = known + mean[chosen].sum()
    reach = [sqrt(max(float(wide @ tied @ wide), 0.0)) for wide in (np.abs(mean - bound)[chosen] for bound in bounds)]
    return Landing(
        known=int(known),
        mean=round(expected),
        lo80=round(expected - reach[0]),
        hi80=round(expected + reach[1]),
        lo95=round(expected - reach[2]),
        hi95=round(expected + reach[3]),
        periods=int(chosen.sum()),
    )


def chance(landed: Landing, target: float) -> float:
    """The probability that the sum reaches ``target``: each side of the mean is taken as normal, as wide as its own
    95 % bound says. Without any spread it is reached or it is not."""
    side = landed.hi95 - landed.mean if target >= landed.mean else landed.mean - landed.lo95
    if side <= 0:
        return float(landed.mean >= target)
    return 0.5 * (1 - erf((target - landed.mean) * _Z95 / side / sqrt(2)))


def _correlations(steps: np.ndarray, spread: np.ndarray) -> np.ndarray:
    weight = _weight(steps, spread)
    later, sooner = np.maximum.outer(steps, steps), np.minimum.outer(steps, steps)
    size = 1 + (steps - 1) * weight**2
    tied = (weight + (sooner - 1) * weight**2) / np.sqrt(np.outer(size, size))
    return np.where(later == sooner, 1.0, tied)


def _weight(steps: np.ndarray, spread: np.ndarray) -> float:
    """The weight under which intervals widen as these do; the median over the steps, since a strong month is wide."""
    first, further = spread[steps == 1], steps > 1
    if not first.size or first[0] <= 0 or not further.any():
        return LEAST
    growth = (spread[further] ** 2 / first[0] ** 2 - 1) / (steps[further] - 1)
    return float(np.clip(sqrt(max(np.median(growth), 0.0)), LEAST, 1.0))
