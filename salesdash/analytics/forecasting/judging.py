"""From the errors at earlier ends: bounds for what is said now, and how sure what was said has been."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from salesdash.analytics.forecasting.intervals import TAILS, Bounds, calibrated
from salesdash.analytics.forecasting.measures import naive_scale
from salesdash.analytics.forecasting.rolling import End, Made
from salesdash.analytics.forecasting.sheet import Row

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Past:
    """What was said at an earlier end of series number ``series``, and what came of it; ``bounds``: per tail."""

    series: int
    end: End
    actual: Floats
    bounds: Floats
    scale: float

    @property
    def mean(self) -> Floats:
        return self.end.mean[: len(self.actual)]


@dataclass(frozen=True)
class Judged:
    """``bounds``: per series an array of tails × steps; ``past``: per earlier end of each series."""

    bounds: list[Floats]
    past: list[Past]


_Like = tuple[str, bool]
#: of an earlier end: its errors in units of the spread, how many seasons were known, the spread
_Seen = tuple[Floats, float, Floats]


def judged(
    rows: Sequence[Row], made: Sequence[Made], horizon: int, season: int, levels: Sequence[str] | None = None
) -> Judged:
    """Bounds of like series are calibrated together: of one kind, and on one scale. ``levels``: of each series, where
    some are sums of others; those of a level are more alike still, all together count along where they are few."""
    levels = levels or [""] * len(rows)
    several = len(set(levels)) > 1
    ends: dict[_Like, list[_Seen]] = {}
    near: dict[tuple[_Like, str], list[_Seen]] = {}
    for row, one, level in zip(rows, made, levels, strict=True):
        for end in one.earlier:
            came = _came(row, end, horizon)
            if np.isfinite(came).any() and len(row.used) > end.held:
                score = end.spread.score(came, end.mean[: len(came)])
                seasons = (len(row.used) - end.held) / max(season, 4)
                seen = (score, seasons, end.spread.steps)
                ends.setdefault(_like(one, end), []).append(seen)
                if several:
                    near.setdefault((_like(one, end), level), []).append(seen)
    pools = {like: _pool(found, horizon) for like, found in ends.items()}
    nearer = {(like, level): _within(found, pools[like], horizon) for (like, level), found in near.items()}
    unknown = _Pool(calibrated([], horizon), 0.0, 0.0)
    bounds, past = [], []
    for number, (row, one, level) in enumerate(zip(rows, made, levels, strict=True)):

        def pool(end: End, one: Made = one, level: str = level) -> _Pool:
            like = _like(one, end)
            return nearer.get((like, level), pools.get(like, unknown))

        bounds.append(_bounds(row, one, one.now, pool(one.now), season))
        for end in one.earlier:
            came = _came(row, end, horizon)
            before = row.used[: len(row.used) - end.held]
            if not len(before) or not len(came):
                continue
            limits = _bounds(row, one, end, pool(end), season)
            past.append(Past(number, end, came, limits[:, : len(came)], naive_scale(before, season)))
    return Judged(bounds, past)


@dataclass(frozen=True)
class _Pool:
    """What like series tell each other: ``bounds``, as for ``brevity`` (1 ÷ seasons known), and by how much errors are
    larger, in logarithms, for each bit that less is known."""

    bounds: Bounds
    brevity: float
    slope: float

    def factor(self, seasons: float) -> float:
        """What bounds are multiplied by where so many seasons are known."""
        return float(np.exp(self.slope * (1 / seasons - self.brevity)))


#: ends from which on it can be seen how much worse short histories do, and how much worse they may be held to do
_ENDS, _STEEPEST = 100, 1.5


def _pool(ends: Sequence[_Seen], horizon: int) -> _Pool:
    """Earlier ends know less than the present one, and the errors made there are larger: that much is taken out."""
    growth = np.mean([steps / steps[0] for _, _, steps in ends], axis=0)
    brevity = np.array([1 / seasons for _, seasons, _ in ends])
    sizes = np.log([max(float(np.nanmean(np.abs(score))), 1e-3) for score, _, _ in ends])
    slope = 0.0
    if len(ends) >= _ENDS and brevity.std() > 0.01:
        slope = float(np.clip(np.polyfit(brevity, sizes, 1)[0], 0, _STEEPEST))
    pool = _Pool(calibrated([], horizon), float(brevity.mean()), slope)
    level = [score / pool.factor(seasons) for score, seasons, _ in ends]
    return _Pool(calibrated(level, horizon, growth), pool.brevity, slope)


def _within(ends: Sequence[_Seen], pool: _Pool, horizon: int) -> _Pool:
    """The same for some of these series, with all of them behind."""
    growth = np.mean([steps / steps[0] for _, _, steps in ends], axis=0)
    level = [score / pool.factor(seasons) for score, seasons, _ in ends]
    return _Pool(calibrated(level, horizon, growth, pool.bounds), pool.brevity, pool.slope)


def _like(one: Made, end: End) -> _Like:
    return one.kind, end.spread.logs


def _came(row: Row, end: End, horizon: int) -> Floats:
    """What came after this end, as far as it is known. What people said to be no sign of anything judges nobody."""
    first = max(0, len(row.y) - end.held)
    told = np.array([mark in ("one_off", "closed") for mark in row.marks[first:]], dtype=bool)
    return np.where(told, np.nan, row.y[first:])[:horizon]


def _bounds(row: Row, one: Made, end: End, pool: _Pool, season: int) -> Floats:
    """Tails × steps; around the mean, and not below 0 where nothing ever was."""
    if one.kind == "constant":
        return np.tile(end.mean, (len(TAILS), 1))
    wider = pool.factor((len(row.used) - end.held) / max(season, 4))
    found = np.array([end.spread.bound(end.mean, pool.bounds.at(tail) * wider) for tail in range(len(TAILS))])
    return np.maximum(found, 0) if (row.used >= 0).all() else found
