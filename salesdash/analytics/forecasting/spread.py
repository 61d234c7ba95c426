"""How widely a series may stray: the scale that its forecast errors are measured by, step by step.

Series of all sizes become comparable when errors are divided by it, so that they can be pooled.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

#: of one or two values, how far off they may be, in parts of their size
UNKNOWN = 0.3
#: values from which on a spread is believed
FEW = 8

_WEIGHTS = np.linspace(0.05, 0.95, 19)


@dataclass(frozen=True)
class Spread:
    """``logs``: in logarithms, that is in parts of the mean, as for series that are always positive."""

    logs: bool
    steps: Floats

    def score(self, actual: Floats, mean: Floats) -> Floats:
        """Errors in units of the spread; positive where more came than was said."""
        if self.logs:
            with np.errstate(divide="ignore", invalid="ignore"):
                off = np.log(np.maximum(actual, 0.02 * mean) / mean)
        else:
            off = actual - mean
        return off / self.steps[: len(mean)]

    def bound(self, mean: Floats, score: Floats) -> Floats:
        """The value that has this score."""
        if self.logs:
            return mean * np.exp(np.clip(score * self.steps[: len(mean)], -4, 4))
        return mean + score * self.steps[: len(mean)]


def spread(y: Floats, season: int, horizon: int) -> Spread:
    """From the one-step errors of simple smoothing, whose weight says how fast uncertainty grows with the steps."""
    # parts of the mean that few values differ by say little, and grow beyond all measure over the steps
    logs = bool(len(y) >= FEW and y.min() > 0 and y.max() < 50 * np.median(y) and y.min() > np.median(y) / 50)
    values = np.log(y) if logs else y
    plain = values - seasonal_part(values, season)
    weight, error = smoothed(plain)
    if len(y) < FEW:  # neither the spread nor how fast it grows can be known from so few
        weight, error = max(weight, 0.5), error * (1 + 2 / len(y))
    part = 1e-3 if len(y) > 2 else UNKNOWN
    floor = part if logs else part * float(np.abs(y).mean()) or 1.0
    return Spread(logs, max(error, floor) * np.sqrt(1 + np.arange(horizon) * weight**2))


def smoothed(y: Floats) -> tuple[float, float]:
    """The weight of simple smoothing with the least squared errors, and their root mean square."""
    if len(y) < 3:
        return 0.5, float(np.abs(np.diff(y)).mean()) if len(y) == 2 else 0.0
    level = np.full(len(_WEIGHTS), y[: min(len(y), 4)].mean())
    errors = np.empty((len(y), len(_WEIGHTS)))
    for at, value in enumerate(y):
        errors[at] = value - level
        level = level + _WEIGHTS * errors[at]
    squares = np.mean(errors[1:] ** 2, axis=0)
    best = int(np.argmin(squares))
    return float(_WEIGHTS[best]), float(np.sqrt(squares[best]))


def one_step_errors(y: Floats, season: int) -> Floats:
    """What simple smoothing of the values without their season missed, step by step."""
    plain = y - seasonal_part(y, season)
    weight, _ = smoothed(plain)
    level = plain[: min(len(y), 4)].mean()
    errors = np.empty(len(y))
    for at, value in enumerate(plain):
        errors[at] = value - level
        level += weight * errors[at]
    return errors


def seasonal_part(y: Floats, season: int) -> Floats:
    """What each value owes to its place in the season; 0 where none can be seen."""
    if season < 2 or len(y) < 2 * season:
        return np.zeros(len(y))
    return seasonal_effects(y, season, np.mean)[0][np.arange(len(y)) % season]


def seasonal_effects(y: Floats, season: int, middle: Callable[[Floats], float]) -> tuple[Floats, Floats]:
    """Per place in the season its ``middle`` distance from the moving mean over a season, which sum to 0; and these
    distances, NaN at the edges."""
    kernel = np.full(season, 1 / season)
    if season % 2 == 0:
        kernel = np.convolve(kernel, [0.5, 0.5])
    level = np.convolve(y, kernel, mode="valid")
    reach = len(kernel) // 2
    off = np.full(len(y), np.nan)
    off[reach : reach + len(level)] = y[reach : reach + len(level)] - level
    known = [off[first::season][np.isfinite(off[first::season])] for first in range(season)]
    effects = np.array([float(middle(values)) if len(values) else 0.0 for values in known])
    return effects - effects.mean(), off
