"""Weights of methods by how they did at earlier ends, for series whose season is too long to be seen often, and for
those that are sold now and then.

What last year says may be all there is to know of such a series, or nothing but noise: that must be seen from what
came. A series' own errors are few, so those of all like series count along. Regular monthly and quarterly series do
better with equal weights and are left alone.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from salesdash.analytics.forecasting.kinds import KINDS
from salesdash.analytics.forecasting.rolling import End, Made
from salesdash.analytics.forecasting.sheet import Row

Floats = NDArray[np.float64]

#: how decidedly better methods are preferred, and how many earlier ends weigh as much as what all series say
POWER, SHARED = 8, 4


def chosen(rows: Sequence[Row], made: Sequence[Made]) -> list[Made]:
    """The same, with the weighted means where there are parts to be weighed."""
    losses = [_losses(row, one) for row, one in zip(rows, made, strict=True)]
    pooled = {
        sort: _pooled([lost for lost, one in zip(losses, made, strict=True) if one.kind == sort]) for sort in KINDS
    }
    return [
        replace(
            one,
            now=_weighed(one.now, weights),
            earlier=tuple(_weighed(end, weights) for end in one.earlier),
        )
        if one.now.parts and (weights := _weights(lost, pooled[one.kind], len(one.earlier)))
        else one
        for one, lost in zip(made, losses, strict=True)
    ]


def _losses(row: Row, one: Made) -> dict[str, float]:
    """Per method the sum of its absolute errors at the earlier ends, in parts of the sum of what came."""
    size = 0.0
    off: dict[str, float] = {}
    for end in one.earlier:
        came = row.y[len(row.y) - end.held :][: len(end.mean)]
        known = np.isfinite(came)
        size += float(np.abs(came[known]).sum())
        for method, mean in end.parts.items():
            off[method] = off.get(method, 0.0) + float(np.abs(came - mean[: len(came)])[known].sum())
    return {method: lost / size for method, lost in off.items()} if size > 0 else {}


def _pooled(losses: Sequence[Mapping[str, float]]) -> dict[str, float]:
    """Per method its loss against the mean of the methods of the same series, over all series."""
    against: dict[str, list[float]] = {}
    for lost in losses:
        if len(lost) > 1:
            mean = float(np.mean(list(lost.values())))
            for method, value in lost.items():
                against.setdefault(method, []).append(value / mean if mean > 0 else 1.0)
    return {method: float(np.mean(values)) for method, values in against.items()}


def _weights(lost: Mapping[str, float], pooled: Mapping[str, float], ends: int) -> dict[str, float]:
    """Weights that sum to 1; none where nothing was seen."""
    if not lost:
        return {}
    mean = float(np.mean(list(lost.values()))) or 1.0
    own = ends / (ends + SHARED)
    score = {method: own * value / mean + (1 - own) * pooled.get(method, 1.0) for method, value in lost.items()}
    raw = {method: max(value, 0.05) ** -POWER for method, value in score.items()}
    return {method: value / sum(raw.values()) for method, value in raw.items()}


def _weighed(end: End, weights: Mapping[str, float]) -> End:
    """Methods that could not be applied at this end leave their weight to the others."""
    there = {method: weights.get(method, 0.0) for method in end.parts}
    total = sum(there.values())
    if total <= 0:
        return end
    mean = sum((weight / total * end.parts[method] for method, weight in there.items()), np.zeros(len(end.mean)))
    return replace(end, mean=mean)
