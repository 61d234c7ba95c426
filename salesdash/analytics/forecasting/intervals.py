"""Intervals that hold what they say: bounds from the errors that the same method made at earlier ends.

Errors are divided by the spread of their series and pooled over like series and neighbouring steps (split conformal
prediction; Vovk, Gammerman & Shafer 2005), each tail for itself. Where few errors are known the normal distribution's
bounds, somewhat widened, count along.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

#: shares below the bounds: of the 95 % interval, of the 80 % one, and their upper ones
TAILS = (0.025, 0.1, 0.9, 0.975)
#: which way is outward
_SIGNS = (-1.0, -1.0, 1.0, 1.0)
#: the same of a t distribution with 8 degrees of freedom: few errors say less than a normal distribution claims
_PRIOR = np.array([-2.306, -1.397, 1.397, 2.306])
#: errors that the prior weighs as much as, and errors that a step wants before it stands for itself
_PRIOR_WEIGHT, _ENOUGH = 30, 400
#: errors beyond so many spreads count as such: what was not there yet when a sum was forecast must not rule
_FARTHEST = 6.0


@dataclass(frozen=True)
class Bounds:
    """Per step and tail, in units of the spread."""

    scores: Floats

    def at(self, tail: int) -> Floats:
        return self.scores[:, tail]


def calibrated(
    scores: Sequence[Floats], horizon: int, growth: Floats | None = None, wider: Bounds | None = None
) -> Bounds:
    """``scores``: per earlier end the errors of its steps, as many as came; in units of the spread. ``growth``: how
    the spread itself grows with the steps, so that bounds never narrow. ``wider``: the bounds of a larger circle of
    series, which count along where these errors are few."""
    table = np.full((max(len(scores), 1), horizon), np.nan)
    for row, found in enumerate(scores):
        table[row, : len(found)] = found[:horizon]
    table = np.clip(table, -_FARTHEST, _FARTHEST)
    known = np.isfinite(table)
    bounds = np.empty((horizon, len(TAILS)))
    for step in range(horizon):
        reach = 0
        while known[:, _around(step, reach, horizon)].sum() < _ENOUGH and reach < horizon:
            reach += 1
        near = table[:, _around(step, reach, horizon)]
        prior = None if wider is None else wider.scores[step]
        bounds[step] = _tails(near[np.isfinite(near)], len(scores), prior)
    grown = np.ones(horizon) if growth is None else growth
    return Bounds(np.column_stack([_outward(bounds[:, at] * sign, grown) * sign for at, sign in enumerate(_SIGNS)]))


def _outward(bounds: Floats, growth: Floats) -> Floats:
    """The nearest bounds that never narrow: what lies further ahead is never surer."""
    from scipy.optimize import isotonic_regression

    return isotonic_regression(np.maximum(bounds, 0.05) * growth).x / growth


def _around(step: int, reach: int, horizon: int) -> slice:
    return slice(max(0, step - reach), min(horizon, step + reach + 1))


def _tails(errors: Floats, ends: int, wider: Floats | None) -> Floats:
    """The tails of these errors. Those of one end move together, so that ends count, not errors."""
    if not len(errors):
        return _PRIOR if wider is None else wider
    weight = ends / (ends + _PRIOR_WEIGHT)
    if wider is None:
        size = np.sqrt(np.mean(np.clip(errors, -5, 5) ** 2))
        wider = _PRIOR * (size * weight + 1 - weight)
    return weight * np.quantile(errors, TAILS) + (1 - weight) * wider
