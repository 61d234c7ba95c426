"""Two methods on values freed from their season, on the logarithmic scale where values allow it.

The season is that of the moving mean, drawn towards none by as much as it may be chance (James–Stein; Miller &
Williams 2003): short and noisy series gain most. ``adjusted`` smooths what remains with a damped trend; ``layers``
does so for means over one, two, three … values and takes the mean of all, since what is noise among months may be seen
as a trend among years (Kourentzes, Petropoulos & Trapero 2014).
"""

import numpy as np
from numpy.typing import NDArray

from salesdash.analytics.forecasting.spread import seasonal_effects

Floats = NDArray[np.float64]

#: values that the library's smoothing with a damped trend needs
FEWEST = 10


def adjusted(y: Floats, horizon: int, season: int) -> Floats:
    """Damped trend on what remains without the season."""
    logs, rest, ahead = _freed(y, horizon, season)
    return _back(_damped(rest, horizon) + ahead, y, logs=logs)


def layers(y: Floats, horizon: int, season: int) -> Floats:
    """The mean of damped trends of means over blocks of values, from single ones up to a whole season."""
    logs, rest, ahead = _freed(y, horizon, season)
    found = []
    for width in widths(season):
        blocks = len(rest) // width
        if width > 1 and blocks < FEWEST - 2:
            break
        means = rest[len(rest) - blocks * width :].reshape(blocks, width).mean(axis=1)
        found.append(np.repeat(_damped(means, -(-horizon // width)), width)[:horizon])
    return _back(np.mean(found, axis=0) + ahead, y, logs=logs)


def widths(season: int) -> list[int]:
    """The widths of blocks: what divides a season, so that every block holds the same part of it."""
    longest = season if season > 1 else 4
    return [width for width in range(1, longest + 1) if longest % width == 0]


def shrunk_season(y: Floats, season: int) -> Floats:
    """The effect of each place in the season, drawn towards 0 by as much as it may be chance."""
    if season < 2 or len(y) < 2 * season:
        return np.zeros(max(season, 1))
    effects, off = seasonal_effects(y, season, np.mean)
    known = np.flatnonzero(np.isfinite(off))
    rest = off[known] - effects[known % season]
    chance = rest.var() * len(known) / max(1, len(known) - season) * season / len(known)
    size = float((effects**2).sum()) / (season - 1)
    if season <= 3 or size <= 0:
        return effects
    return effects * max(0.0, 1 - (season - 3) / (season - 1) * float(chance) / size)


def _freed(y: Floats, horizon: int, season: int) -> tuple[bool, Floats, Floats]:
    """Whether in logarithms; the values without their season; the season of the steps ahead."""
    logs = bool(y.min() > 0)
    values = np.log(y) if logs else y
    effects = shrunk_season(values, season)
    places = np.arange(len(y) + horizon) % len(effects)
    return logs, values - effects[places[: len(y)]], effects[places[len(y) :]]


def _damped(y: Floats, horizon: int) -> Floats:
    from statsforecast.models import AutoETS

    if (y == y[0]).all():
        return np.full(horizon, y[0])
    model = "AAN" if len(y) >= FEWEST else "ANN"
    return AutoETS(season_length=1, model=model, damped=model == "AAN").forecast(y, horizon)["mean"]


def _back(values: Floats, y: Floats, *, logs: bool) -> Floats:
    """Back from logarithms, within what could still be believed."""
    return np.exp(np.clip(values, np.log(y.min()) - 3, np.log(y.max()) + 3)) if logs else values
