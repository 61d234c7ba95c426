"""Trend, season and rest of a monthly series.

The procedure is STL (Cleveland, Cleveland, McRae & Terpenning, "STL: A Seasonal-Trend Decomposition Procedure Based on
Loess", Journal of Official Statistics 6, 1990) with a season that is the same every year ("periodic"): the season is
the mean of each calendar month after the trend is taken off, the trend a local straight line through what remains, in
turns until neither moves, with months that lie far off weighed less. Months without a figure weigh nothing.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Numbers = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]

PERIOD = 12
#: fewer months than two years cannot tell a season from a trend
FEWEST = 2 * PERIOD
#: points that a local line of the trend looks at: the smallest odd number over 1.5 × period ÷ (1 − 1.5 ÷ ∞)
_WIDTH = 19
_TURNS, _ROUNDS = 40, 8
#: of the median absolute rest, from where on a month weighs nothing
_FAR = 6.0


@dataclass(frozen=True)
class Decomposition:
    """Per month ``trend``, ``season``, ``rest``, in the units of the series and summing to it; NaN where the series
    has no figure (but the trend, which passes over such months). ``effects``: what the season adds in each of the
    twelve places of the cycle, as a fraction of the trend where ``multiplicative``, else in units."""

    trend: Numbers
    season: Numbers
    rest: Numbers
    effects: Numbers
    multiplicative: bool


def decompose(values: Numbers, first: int = 0) -> Decomposition | None:
    """Takes a monthly series apart; ``first``: the place of its first month in the cycle, 0 to 11.

    None with fewer than two whole years from the first known month to the last, or where a place of the cycle was
    never seen twice. A season multiplies where every figure is positive, as sales do that grow; else it adds.
    """
    known = ~np.isnan(values)
    places = (np.arange(len(values)) + first) % PERIOD
    seen = np.flatnonzero(known)
    if not len(seen) or seen[-1] - seen[0] + 1 < FEWEST or np.bincount(places[known], minlength=PERIOD).min() < 2:
        return None
    multiplicative = bool((values[known] > 0).all())
    series = np.where(known, values, 1.0)
    series = np.log(series) if multiplicative else np.where(known, values, 0.0)
    trend, effects = _fit(series, known, places)
    if multiplicative:
        level = np.exp(trend)
        season = level * np.expm1(effects[places])
        effects = np.expm1(effects)
    else:
        level, season = trend, effects[places]
    gap = np.where(known, 0.0, np.nan)
    return Decomposition(level, season + gap, values - level - season, effects, multiplicative)


def _fit(series: Numbers, known: Flags, places: npt.NDArray[np.intp]) -> tuple[Numbers, Numbers]:
    """Trend per month and effect per place of the cycle, the effects summing to 0."""
    # medians first: one odd month moves them little
    trend, effects = _in_turns(series, known.astype(float), places, _medians)
    for _round in range(_ROUNDS):
        rest = np.abs(series - trend - effects[places])
        # each place of the cycle keeps at least the month that lies nearest
        nearest = np.array([2 * rest[known & (places == place)].min() for place in range(PERIOD)])
        far = np.maximum(_FAR * float(np.median(rest[known])), nearest[places])
        robust = np.clip(1 - (rest / np.maximum(far, 1e-9)) ** 2, 0, None) ** 2
        trend, effects = _in_turns(series, known * robust, places, _means)
    return trend, effects


def _in_turns(
    series: Numbers, weights: Numbers, places: npt.NDArray[np.intp], centres: "Centres"
) -> tuple[Numbers, Numbers]:
    effects, trend = np.zeros(PERIOD), np.zeros(len(series))
    smoother = loess_matrix(len(series), _WIDTH, weights)
    size = max(float(np.abs(series).max()), 1.0)
    for _turn in range(_TURNS):
        before = trend
        trend = smoother @ (series - effects[places])
        effects = centres(series - trend, weights, places)
        trend, effects = trend + effects.mean(), effects - effects.mean()
        if float(np.abs(trend - before).max()) < 1e-10 * size:
            break
    return trend, effects


Centres = Callable[[Numbers, Numbers, npt.NDArray[np.intp]], Numbers]


def _means(rest: Numbers, weights: Numbers, places: npt.NDArray[np.intp]) -> Numbers:
    totals = np.bincount(places, weights=weights, minlength=PERIOD)
    return np.bincount(places, weights=weights * rest, minlength=PERIOD) / totals


def _medians(rest: Numbers, weights: Numbers, places: npt.NDArray[np.intp]) -> Numbers:
    return np.array([np.median(rest[(places == place) & (weights > 0)]) for place in range(PERIOD)])


def loess_matrix(length: int, width: int, weights: Numbers) -> Numbers:
    """The matrix that smooths ``length`` equally spaced points by local straight lines: ``matrix @ series``.

    Each line goes through the ``width`` nearest points, weighed by the tricube of their distance and by ``weights``.
    """
    places = np.arange(length, dtype=float)
    away = np.abs(places[:, None] - places)
    reach = np.sort(away, axis=1)[:, min(width, length) - 1] * max(1.0, width / length)
    near = np.clip(1 - (away / np.maximum(reach, 1.0)[:, None] * 0.999) ** 3, 0, None) ** 3 * weights
    total = near.sum(axis=1, keepdims=True)
    near = np.divide(near, total, out=np.zeros_like(near), where=total > 0)
    centre = (near * places).sum(axis=1, keepdims=True)
    spread = (near * (places - centre) ** 2).sum(axis=1, keepdims=True)
    tilt = np.divide((places[:, None] - centre), spread, out=np.zeros((length, 1)), where=spread > 1e-9)
    return near * (1 + tilt * (places - centre))
