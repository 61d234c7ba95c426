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


def judged(rows: Sequence[Row], made: Sequence[Made], horizon: int, season: int) -> Judged:
    """Bounds of like series are calibrated together: of one kind, and on one scale."""
    scores: dict[tuple[str, bool], list[Floats]] = {}
    for row, one in zip(rows, made, strict=True):
        for end in one.earlier:
            came = _came(row, end, horizon)
            if np.isfinite(came).any():
                scores.setdefault(_like(one, end), []).append(end.spread.score(came, end.mean[: len(came)]))
    pools = {like: calibrated(found, horizon) for like, found in scores.items()}
    unknown = calibrated([], horizon)
    bounds, past = [], []
    for number, (row, one) in enumerate(zip(rows, made, strict=True)):
        bounds.append(_bounds(row, one, one.now, pools.get(_like(one, one.now), unknown)))
        for end in one.earlier:
            came = _came(row, end, horizon)
            before = row.used[: len(row.used) - end.held]
            if not len(before) or not len(came):
                continue
            limits = _bounds(row, one, end, pools.get(_like(one, end), unknown))
            past.append(Past(number, end, came, limits[:, : len(came)], naive_scale(before, season)))
    return Judged(bounds, past)


def _like(one: Made, end: End) -> tuple[str, bool]:
    return one.kind, end.spread.logs


def _came(row: Row, end: End, horizon: int) -> Floats:
    """What came after this end, as far as it is known. What people said to be no sign of anything judges nobody."""
    first = max(0, len(row.y) - end.held)
    told = np.array([mark in ("one_off", "closed") for mark in row.marks[first:]], dtype=bool)
    return np.where(told, np.nan, row.y[first:])[:horizon]


def _bounds(row: Row, one: Made, end: End, pool: Bounds) -> Floats:
    """Tails × steps; around the mean, and not below 0 where nothing ever was."""
    if one.kind == "constant":
        return np.tile(end.mean, (len(TAILS), 1))
    found = np.array([end.spread.bound(end.mean, pool.at(tail)) for tail in range(len(TAILS))])
    return np.maximum(found, 0) if (row.used >= 0).all() else found
