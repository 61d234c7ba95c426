"""The methods that forecasts are made of: those of a well-kept library, on the original and on the logarithmic scale,
and a few of our own for what it has none for.

Each takes the values known so far, the horizon and the season and gives the means of the steps ahead.
"""

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

from salesdash.analytics.forecasting.layers import adjusted, layers

Floats = NDArray[np.float64]
Method = Callable[[Floats, int, int], Floats]

#: longest season that the library's exponential smoothing knows
LONGEST_SEASON = 24


def _theta(y: Floats, horizon: int, season: int) -> Floats:
    from statsforecast.models import DynamicOptimizedTheta

    return DynamicOptimizedTheta(season_length=season).forecast(y, horizon)["mean"]


def _theta_log(y: Floats, horizon: int, season: int) -> Floats:
    from statsforecast.models import DynamicOptimizedTheta

    model = DynamicOptimizedTheta(season_length=season, decomposition_type="additive")
    return _from_logs(model.forecast(np.log(y), horizon)["mean"], y)


def _smoothing(y: Floats, horizon: int, season: int) -> Floats:
    from statsforecast.models import AutoETS

    return AutoETS(season_length=season, model="ZZZ", damped=True).forecast(y, horizon)["mean"]


def _smoothing_log(y: Floats, horizon: int, season: int) -> Floats:
    from statsforecast.models import AutoETS

    model = AutoETS(season_length=season, model="AAA" if season > 1 else "AAN", damped=True)
    return _from_logs(model.forecast(np.log(y), horizon)["mean"], y)


def _from_logs(logs: Floats, y: Floats) -> Floats:
    """Back from logarithms, within what could still be believed."""
    return np.exp(np.clip(logs, np.log(y.min()) - 3, np.log(y.max()) + 3))


def _level(y: Floats, horizon: int, season: int) -> Floats:
    """Simple smoothing: a level, nothing else."""
    from statsforecast.models import SimpleExponentialSmoothingOptimized

    if len(y) < 3:
        return np.full(horizon, y.mean())
    return SimpleExponentialSmoothingOptimized().forecast(y, horizon)["mean"]


def _naive(y: Floats, horizon: int, season: int) -> Floats:
    return np.full(horizon, y[-1])


def seasonal_naive(y: Floats, horizon: int, season: int) -> Floats:
    """What was there a season ago; the last value, before a season has passed."""
    if len(y) < season:
        return np.full(horizon, y[-1])
    return np.resize(y[-season:], horizon)


def _seasonal_growth(y: Floats, horizon: int, season: int) -> Floats:
    """A season ago, smoothed over neighbours where a season has many places, times most of what the last quarter of a
    season grew against the same one before."""
    reach = max(2, season // 4)
    if len(y) < season + reach:
        return seasonal_naive(y, horizon, season)
    before, lately = y[-season - reach : len(y) - season].sum(), y[-reach:].sum()
    if before <= 0 or lately <= 0:
        return seasonal_naive(y, horizon, season)
    growth = np.clip(lately / before, 0.25, 4) ** 0.7
    last = y[-season:]
    if season > LONGEST_SEASON:
        last = (np.roll(last, 1) + 2 * last + np.roll(last, -1)) / 4
    return np.resize(last, horizon) * growth


def _croston(y: Floats, horizon: int, season: int) -> Floats:
    from statsforecast.models import CrostonSBA

    return CrostonSBA().forecast(y, horizon)["mean"]


def _tsb(y: Floats, horizon: int, season: int) -> Floats:
    from statsforecast.models import TSB

    return TSB(alpha_d=0.1, alpha_p=0.1).forecast(y, horizon)["mean"]


def _aggregated(y: Floats, horizon: int, season: int) -> Floats:
    from statsforecast.models import IMAPA

    return IMAPA().forecast(y, horizon)["mean"]


METHODS: dict[str, Method] = {
    "theta": _theta,
    "theta_log": _theta_log,
    "smoothing": _smoothing,
    "smoothing_log": _smoothing_log,
    "layers": layers,
    "adjusted": adjusted,
    "level": _level,
    "naive": _naive,
    "seasonal_naive": seasonal_naive,
    "seasonal_growth": _seasonal_growth,
    "croston": _croston,
    "tsb": _tsb,
    "aggregated": _aggregated,
}


def made(method: str, y: Floats, horizon: int, season: int) -> Floats:
    """The means of one method; NaN where it cannot be applied to this series, which then does without it."""
    if method.endswith("_log") and y.min() <= 0:
        return np.full(horizon, np.nan)
    try:
        means = np.asarray(METHODS[method](y, horizon, season), dtype=np.float64)
    except Exception:  # a library's failure on one series must not end the run; the others of the combination stand
        return np.full(horizon, np.nan)
    bound = 10 * np.abs(y).max()
    return means if np.isfinite(means).all() and (np.abs(means) <= bound).all() else np.full(horizon, np.nan)


def each(methods: Sequence[str], y: Floats, horizon: int, season: int) -> dict[str, Floats]:
    """What the methods say that can be applied to this series; the last value where none can."""
    made_by = {method: made(method, y, horizon, season) for method in methods}
    able = {method: means for method, means in made_by.items() if not np.isnan(means[0])}
    return able or {"naive": _naive(y, horizon, season)}
