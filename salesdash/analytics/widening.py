"""When a deviation from a forecast is more than chance, if many series are looked at together.

A view holds all series of a run. Each has an interval of its own; looked at together, some series is outside of its own
interval nearly always. So the interval is widened until, in a period in which nothing happened, at most a chosen share
of views has any series outside: the tail of the largest of many deviations, which move together as far as they did
before (Šidák's bound where they do not). How wide a series strays is known from its own history only roughly, so its
scale is moderated towards that of series of its size (Smyth 2004, "limma"), and the tail is that of a t distribution
with the degrees of freedom that remain.
"""

import numpy as np
import numpy.typing as npt
from pandas import DataFrame, Index, Series

Floats = npt.NDArray[np.float64]

#: of views in which nothing happened, how many give an alert in a closed period
CLOSED = 0.035
#: standard errors of the bounds of a normal distribution that holds 95 %
_NORMAL95 = 1.959964
#: degrees of freedom from which on a series' errors say something of those of all
_ENOUGH = 8
#: degrees of freedom beyond which a t distribution is the normal one
_MANY = 1e4


def widening(points: DataFrame, errors: DataFrame, inputs: DataFrame, season: int, *, share: float = CLOSED) -> Series:
    """By what the distance of the 95 % bounds from the mean is multiplied so that what lies outside is an alert:
    unique_id → factor, never below 1.

    ``points``: unique_id, step, mean, lo95, hi95; ``errors``: unique_id, step, ds, y, mean, lo95, hi95 of the rolling
    evaluation, of which each period counts once, with its nearest forecast; ``inputs``: unique_id, used: its
    history; ``season``: periods after which a season repeats. ``share``: of views in which nothing happened, how many
    may give an alert.
    """
    first = points.sort_values("step").groupby("unique_id", sort=True).first()
    if first.empty:
        return Series(dtype=float)
    half = ((first["hi95"] - first["lo95"]) / 2).to_numpy(dtype=float)
    mean = first["mean"].to_numpy(dtype=float)
    length = inputs.groupby("unique_id")["used"].count().reindex(first.index).fillna(0).to_numpy(dtype=float)
    own = np.maximum(length - np.where(length > 2 * season, season, 0) - 2, 1.0)
    scores = _scores(first.index, errors)
    scale, freedom = moderated(half, mean, own)
    ratio = np.divide(scale, half, out=np.ones(len(half)), where=half > 0)
    together = _together(scores)
    told = own >= _ENOUGH if (own >= _ENOUGH).any() else np.full(len(own), True)
    common, weight = _common((scores / ratio[:, None])[told], together)
    freedom = 1 / (1 / freedom + 1 / weight)
    factor = common * ratio * quantile(len(first), together, share, freedom) / _NORMAL95
    return Series(np.maximum(factor, 1.0), index=first.index)


def _scores(names: Index, errors: DataFrame) -> Floats:
    """Per series (row) and period (column) the error of its nearest forecast, in standard errors of its interval."""
    if errors.empty:
        return np.empty((len(names), 0))
    found = errors.dropna(subset=["y", "mean"]).sort_values("step").drop_duplicates(["unique_id", "ds"])
    off = found["y"] - found["mean"]
    side = np.where(off > 0, found["hi95"] - found["mean"], found["mean"] - found["lo95"]) / _NORMAL95
    found = found.assign(score=(off / Series(side, index=found.index).where(side > 0)).clip(-8, 8))
    return found.pivot(index="unique_id", columns="ds", values="score").reindex(names).to_numpy(dtype=np.float64)


def moderated(half: Floats, mean: Floats, own: Floats) -> tuple[Floats, Floats]:
    """Scales of series moderated towards those of their size, and their degrees of freedom. ``half``: the scales as
    each series' own history tells them with ``own`` degrees of freedom; ``mean``: their size."""
    from scipy.special import digamma, polygamma

    usable = (half > 0) & (mean > 0)
    if usable.sum() < 4:
        return half.copy(), own.copy()
    d = own[usable]
    said = 2 * np.log(half[usable]) - digamma(d / 2) + np.log(d / 2)
    size = np.log(mean[usable])
    design = np.column_stack([np.ones(len(size)), size]) if np.ptp(size) > 0.1 else np.ones((len(size), 1))
    coefficients = np.linalg.lstsq(design, said, rcond=None)[0]
    left = said - design @ coefficients
    spread = float((left**2).sum() / max(len(left) - design.shape[1], 1) - np.mean(polygamma(1, d / 2)))
    prior = min(2 * _inverse_trigamma(spread), _MANY) if spread > 0 else _MANY
    expected = np.exp(design @ coefficients + digamma(prior / 2) - np.log(prior / 2))
    scale, freedom = half.copy(), own.copy()
    scale[usable] = np.sqrt((prior * expected + d * half[usable] ** 2) / (prior + d))
    # what the pool says of a size is not known better than from all of its series together
    freedom[usable] = np.minimum(prior + d, d.sum())
    return scale, freedom


def _inverse_trigamma(value: float) -> float:
    from scipy.special import polygamma

    if value < 1e-6:
        return 1 / value
    if value > 1e7:
        return 1 / float(np.sqrt(value))
    y = 0.5 + 1 / value
    for _step in range(50):
        at = float(polygamma(1, y))
        move = at * (1 - at / value) / float(polygamma(2, y))
        y += move
        if -move / y < 1e-9:
            break
    return y


def _together(scores: Floats) -> float:
    """The mean correlation of the series' errors in a period, from 0 to 0.95: as far as it can be told from chance."""
    table = scores[:, np.isfinite(scores).all(axis=0)] if scores.size else scores
    if table.ndim < 2 or min(table.shape) < 3:
        return 0.0
    table = table / np.maximum(np.sqrt((table**2).mean(axis=1, keepdims=True)), 1e-9)
    series, periods = table.shape
    found = (np.sum(table.sum(axis=0) ** 2) / periods - series) / (series * (series - 1))
    # of few periods the mean correlation is itself uncertain: less of it is counted on
    sure = found - (1 - found) * np.sqrt(2 / periods) / series
    return float(np.clip(sure, 0, 0.95))


def _common(scores: Floats, together: float) -> tuple[float, float]:
    """The size of errors in standard errors of their intervals, pooled over all series, and the degrees of freedom that
    it is known with."""
    found = scores[np.isfinite(scores)] if scores.size else np.empty(0)
    if not len(found):
        return 1.0, 8.0
    series = max(np.isfinite(scores).any(axis=1).sum(), 1)
    weight = len(found) / (1 + (series - 1) * together)
    prior = 4.0  # an interval that holds what it says is no news
    size = np.sqrt((prior + (np.clip(found, -3.5, 3.5) ** 2).sum() * weight / len(found)) / (prior + weight))
    return float(size), float(weight + prior)


def quantile(series: int, together: float, share: float, freedom: Floats | float) -> Floats:
    """What the largest of the deviations of ``series`` series, in standard errors, exceeds in ``share`` of periods, per
    degrees of freedom of their scales. ``together``: the mean correlation of any two of them."""
    from scipy.optimize import brentq
    from scipy.stats import norm, t

    grid = np.linspace(-6, 6, 241)
    density = norm.pdf(grid)
    density /= density.sum()

    def held(bound: float) -> float:
        alone = np.sqrt(1 - together)
        move = np.sqrt(together) * grid
        inside = norm.cdf((bound - move) / alone) - norm.cdf((-bound - move) / alone)
        return float((density * inside**series).sum())

    bound = brentq(lambda value: held(value) - (1 - share), 0.5, 8)
    return np.asarray(t.isf(norm.sf(bound), np.minimum(freedom, _MANY)), dtype=np.float64)
