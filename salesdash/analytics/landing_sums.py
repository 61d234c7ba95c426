"""Landings put together: with a period that runs, and of several series. See ``analytics.landing`` for one series."""

from collections.abc import Mapping, Sequence
from math import sqrt

from salesdash.analytics.landing import Landing

_BOUNDS = ("lo80", "hi80", "lo95", "hi95")


def with_running(landed: Landing, point: Mapping[str, int], so_far: int, elapsed: float) -> Landing:
    """``landed`` and a period of which ``so_far`` came on the share ``elapsed`` of its days. ``point``: the forecast of
    the whole period (mean, lo80, hi80, lo95, hi95).

    Of the forecast the share of the days that are left is still to come; days err apart from each other, so that its
    spread shrinks with the root of that share. It is added as if it erred as the other periods do: the widest that the
    sum can be, so that nobody is told to be surer than they are.
    """
    left = min(max(1 - elapsed, 0.0), 1.0)
    rest = round(point["mean"] * left)
    mean = landed.mean + so_far + rest
    bounds = {
        name: mean + (getattr(landed, name) - landed.mean) + round((point[name] - point["mean"]) * sqrt(left))
        for name in _BOUNDS
    }
    return Landing(known=landed.known + so_far, mean=mean, **bounds, periods=landed.periods + 1)


def together(landings: Sequence[Landing]) -> Landing:
    """The sum of several series, as if all erred in the same direction: the widest that it can be."""
    known, mean = sum(one.known for one in landings), sum(one.mean for one in landings)
    bounds = {name: mean + sum(getattr(one, name) - one.mean for one in landings) for name in _BOUNDS}
    return Landing(known=known, mean=mean, **bounds, periods=max((one.periods for one in landings), default=0))
