"""How far forecasts were off, and whether their intervals held what they said. The formulas are the glossary's.

All take arrays and leave out what is NaN; what is undefined is NaN.
"""

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


def _both(actual: Floats, forecast: Floats) -> tuple[Floats, Floats]:
    known = ~(np.isnan(actual) | np.isnan(forecast))
    return actual[known], forecast[known]


def naive_scale(history: Floats, season: int) -> float:
    """Mean absolute error of the seasonal naive forecast inside ``history``; of the naive one where no season has
    passed (Hyndman & Koehler 2006)."""
    lag = season if len(history) > season else 1
    errors = np.abs(history[lag:] - history[:-lag])
    errors = errors[~np.isnan(errors)]
    return float(errors.mean()) if len(errors) else np.nan


def mase(actual: Floats, forecast: Floats, scale: Floats) -> float:
    """Mean absolute scaled error; ``scale`` per forecast, from the history that it knew."""
    known = ~(np.isnan(actual) | np.isnan(forecast)) & (scale > 0)
    return float((np.abs(actual - forecast)[known] / scale[known]).mean()) if known.any() else np.nan


def smape(actual: Floats, forecast: Floats) -> float:
    """Mean of 200·|y − f| ÷ (|y| + |f|), in percent; 0 where both are 0 (Makridakis & Hibon 2000)."""
    actual, forecast = _both(actual, forecast)
    if not len(actual):
        return np.nan
    size = np.abs(actual) + np.abs(forecast)
    return float((200 * np.abs(actual - forecast) / np.where(size > 0, size, 1)).mean())


def wape(actual: Floats, forecast: Floats) -> float:
    """Σ |y − f| ÷ Σ |y|."""
    actual, forecast = _both(actual, forecast)
    size = np.abs(actual).sum()
    return float(np.abs(actual - forecast).sum() / size) if size > 0 else np.nan


def bias(actual: Floats, forecast: Floats) -> float:
    """Σ (f − y) ÷ Σ y: positive says too much."""
    actual, forecast = _both(actual, forecast)
    size = actual.sum()
    return float((forecast - actual).sum() / size) if len(actual) and size != 0 else np.nan


def coverage(actual: Floats, low: Floats, high: Floats) -> float:
    """Share of actuals inside the interval, its bounds included."""
    known = ~(np.isnan(actual) | np.isnan(low) | np.isnan(high))
    return float(((low <= actual) & (actual <= high))[known].mean()) if known.any() else np.nan
