"""What is known beforehand of each period: working days, holidays that move, promotions, closures.

Each regressor multiplies a period by a factor that follows from the company's own past. The factors are taken out of
the history before the methods see it and put back into what they say of the periods ahead, so that all methods take
part. What one series cannot tell from its own few years it takes from all of them together.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from pandas import DataFrame

from salesdash.analytics.forecasting.calendar import Grid

Floats = NDArray[np.float64]

#: values that a series needs to say something of its own, and the largest factor in logarithms
FEWEST, LARGEST = 18, 1.5
#: a common effect within so many standard errors of nothing counts as nothing
DOUBT = 1.7


@dataclass(frozen=True)
class Regressors:
    """Numbers per place from ``start`` on, a column per regressor; of some series their own."""

    start: int
    common: Floats
    own: dict[str, Floats]

    def of(self, name: str, first: int, size: int) -> Floats:
        """The numbers of a series at ``size`` places from ``first`` on; NaN where none is known."""
        table = self.own.get(name, self.common)
        at = np.arange(first, first + size) - self.start
        inside = (at >= 0) & (at < len(table))
        found = np.full((size, self.common.shape[1]), np.nan)
        found[inside] = table[at[inside]]
        return found


def regressors(known: DataFrame, grid: Grid) -> Regressors | None:
    """``known``: ds (and perhaps unique_id) and a number column per regressor; None where there is none."""
    columns = [name for name in known.columns if name not in ("ds", "unique_id")]
    if not columns or known.empty:
        return None
    dates = known["ds"] if grid.frequency is None else pd.to_datetime(known["ds"])
    frame = known[columns].astype(np.float64).set_axis(grid.places(dates), axis=0)
    start, end = int(frame.index.min()), int(frame.index.max())
    names = known["unique_id"].fillna("").astype(str) if "unique_id" in known else pd.Series("", index=known.index)
    tables = {
        str(name): part.groupby(level=0).mean().reindex(range(start, end + 1)).to_numpy()
        for name, part in frame.groupby(names.to_numpy())
    }
    nobody = np.full((end - start + 1, len(columns)), np.nan)
    return Regressors(start, tables.pop("", nobody), tables)


def factors(series: Sequence[Floats], numbers: Sequence[Floats], season: int) -> list[Floats]:
    """What each place is multiplied by, history and horizon, per series. ``numbers``: its regressors there."""
    centred = [_centred(found, len(y)) for y, found in zip(series, numbers, strict=True)]
    size = centred[0].shape[1] if centred else 0
    seen = [_seen(y, found[: len(y)], season) for y, found in zip(series, centred, strict=True)]
    common, between = _common(seen, size)
    return [
        np.exp(np.clip(found @ _own(one, common, between), -LARGEST, LARGEST))
        for one, found in zip(seen, centred, strict=True)
    ]


def _centred(numbers: Floats, known: int) -> Floats:
    """Distances from the mean of the history; what is not known is as ever."""
    history = numbers[:known]
    there = np.isfinite(history)
    count = there.sum(axis=0)
    mean = np.divide(np.where(there, history, 0).sum(axis=0), count, out=np.zeros(numbers.shape[1]), where=count > 0)
    return np.where(np.isfinite(numbers), numbers - mean, 0.0)


@dataclass(frozen=True)
class _Seen:
    """What a series says of the effects, and how surely: the inverse of their variances (0: nothing)."""

    effects: Floats
    certainty: Floats


def _seen(y: Floats, numbers: Floats, season: int) -> _Seen:
    """Regression of logarithms on the regressors, both freed from season and slow movement, with far values held."""
    size = numbers.shape[1]
    nothing = _Seen(np.zeros(size), np.zeros(size))
    if len(y) < FEWEST or y.min() <= 0:
        return nothing
    basis = _slow(len(y), season)
    free = len(y) - basis.shape[1] - size
    if free < 4:
        return nothing
    logs = np.log(y)
    of_numbers = numbers - basis @ (basis.T @ numbers)
    usable = (of_numbers**2).sum(axis=0) > 1e-6 * np.maximum((numbers**2).sum(axis=0), 1e-12)
    usable &= (np.abs(numbers) > 1e-12).any(axis=0)
    if not usable.any():
        return nothing
    of_numbers = of_numbers[:, usable]
    of_logs = logs - basis @ (basis.T @ logs)
    weights = np.ones(len(y))
    for _ in range(4):
        scaled = of_numbers * weights[:, None]
        square = scaled.T @ of_numbers
        square += 1e-6 * np.diag(np.diag(square))
        effects = np.linalg.solve(square, scaled.T @ of_logs)
        off = of_logs - of_numbers @ effects
        spread = max(1.4826 * float(np.median(np.abs(off))), 1e-6)
        weights = np.minimum(1, 2 * spread / np.maximum(np.abs(off), 1e-12))
    variance = float((weights * off**2).sum() / free) + 1e-8
    found = _Seen(np.zeros(size), np.zeros(size))
    found.effects[usable] = effects
    found.certainty[usable] = 1 / (variance * np.diag(np.linalg.inv(square)))
    return found


def _slow(length: int, season: int) -> Floats:
    """An orthonormal basis of level, trend, movements slower than a season, and the season itself where it is seen
    more than twice."""
    places = np.arange(length)
    waves = max(1, round(1.5 * length / max(season, 4)))
    columns = [np.ones(length), places - places.mean()]
    columns += [np.cos(np.pi * wave * (places + 0.5) / length) for wave in range(1, waves + 1)]
    if 1 < season <= 24 and length >= 2 * season + 6:
        columns += [(places % season == first).astype(float) for first in range(1, season)]
    basis, scale = np.linalg.qr(np.array(columns).T)
    return basis[:, np.abs(np.diag(scale)) > 1e-8]


def _common(seen: Sequence[_Seen], size: int) -> tuple[Floats, Floats]:
    """The effects of all series together, 0 where doubtful, and the variance of the series' own around them.

    Series of one company share its good and bad months, so that ten of them are not ten witnesses: the common effect is
    at most as sure as the surest four.
    """
    common, between = np.zeros(size), np.zeros(size)
    for number in range(size):
        certainty = np.array([one.certainty[number] for one in seen])
        effects = np.array([one.effects[number] for one in seen])[certainty > 0]
        certainty = certainty[certainty > 0]
        if not len(effects):
            continue
        mean = float((certainty * effects).sum() / certainty.sum())
        sure = np.sqrt(np.sort(certainty)[-4:].sum())
        if abs(mean) * sure > DOUBT:
            common[number] = mean
        if len(effects) > 1:  # DerSimonian & Laird 1986
            excess = (certainty * (effects - mean) ** 2).sum() - (len(effects) - 1)
            within = certainty.sum() - (certainty**2).sum() / certainty.sum()
            between[number] = max(0.0, float(excess / within)) if within > 0 else 0.0
    return common, between


def _own(seen: _Seen, common: Floats, between: Floats) -> Floats:
    """Between what the series says and what all say, by how sure either is."""
    with np.errstate(divide="ignore"):
        weight = np.where(seen.certainty > 0, between / (between + 1 / seen.certainty), 0.0)
    return common + weight * (seen.effects - common)
