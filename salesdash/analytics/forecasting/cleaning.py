"""Holes filled and one-off values set aside, so that models see what the series is like. What was done is marked."""

import numpy as np
from numpy.typing import NDArray

from salesdash.analytics.forecasting.spread import seasonal_effects

Floats = NDArray[np.float64]

#: robust standard deviations from which a single value counts as one-off; at the very end a new level may begin
FAR, FAR_AT_THE_END = 9.0, 13.0
#: a series with a larger share of such values is simply wild: none is set aside
MOST = 0.05
#: values that a judgement needs
FEWEST = 12


def clean(y: Floats, said: NDArray[np.object_], season: int) -> tuple[Floats, NDArray[np.object_]]:
    """What models are given, and a mark per place: hole, outlier (seen here), or what people said.

    ``said``: one_off and closed are treated as if nothing were known of the place, normal is left as it is.
    """
    marks = np.full(len(y), None, dtype=object)
    marks[np.isnan(y)] = "hole"
    told = np.array([word is not None for word in said], dtype=bool)
    marks[told] = said[told]
    known = np.where((said == "one_off") | (said == "closed"), np.nan, y)
    if np.isnan(known).all():
        known = y
    pattern = _pattern(known, season)
    used = np.where(np.isnan(known), pattern, known)
    if (y[~np.isnan(y)] >= 0).all():
        used = np.maximum(used, 0)
    far = _far(known, pattern) & (said != "normal")
    used[far] = pattern[far]
    marks[far & ~told] = "outlier"
    return used, marks


def _pattern(y: Floats, season: int) -> Floats:
    """What each place would be expected to hold: the median of its neighbours and of its place in the season."""
    places = np.arange(len(y))
    known = ~np.isnan(y)
    level = _running_median(np.interp(places, places[known], y[known]), 2)
    if season < 2 or len(y) < 2 * season:
        return level
    effects, _ = seasonal_effects(np.interp(places, places[known], y[known]), season, np.median)
    of_places = effects[places % season]
    plain = np.interp(places, places[known], (y - of_places)[known])
    return _running_median(plain, 2) + of_places


def _running_median(y: Floats, reach: int) -> Floats:
    padded = np.concatenate([np.full(reach, np.nan), y, np.full(reach, np.nan)])
    windows = np.lib.stride_tricks.sliding_window_view(padded, 2 * reach + 1)
    return np.nanmedian(windows, axis=1)


def _far(y: Floats, pattern: Floats) -> NDArray[np.bool_]:
    """Single values far from what their place would hold; none where many are, or too little is known."""
    off = y - pattern
    known = ~np.isnan(off)
    none = np.zeros(len(y), dtype=bool)
    if known.sum() < FEWEST or (y[known] == 0).mean() > 0.2:
        return none
    spread = 1.4826 * np.median(np.abs(off[known]))
    # a running median follows most values exactly: the spread must not fall to almost nothing
    spread = max(spread, 0.5 * float(np.sqrt(np.mean(np.clip(off[known], -5 * spread, 5 * spread) ** 2))))
    if spread <= 0:
        return none
    limit = np.full(len(y), FAR)
    limit[-1] = FAR_AT_THE_END
    far = known & (np.abs(off) > limit * spread)
    return far if far.sum() <= max(1, MOST * known.sum()) else none
