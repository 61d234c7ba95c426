"""Actuals against forecasts: which series left its path, and which parts of it did.

Watch is outside the own 80 % interval; alert is outside the 95 % one widened as ``salesdash.analytics.widening`` says.
"""

from collections.abc import Sequence
from statistics import NormalDist

import numpy as np
import numpy.typing as npt
from pandas import DataFrame, Series

Floats = npt.NDArray[np.float64]

LEVELS = ("watch", "alert")
BOUNDS = ("lo80", "hi80", "lo95", "hi95")
#: of views in which nothing happened, how many give an alert at any time while a period runs
RUNNING = 0.01
#: how near to its path a signal must come back to be over: parts of the distance of the 80 % bounds
BACK = 0.9
_NORMAL80, _NORMAL95 = 1.281552, 1.959964


def judged(frame: DataFrame) -> DataFrame:
    """``frame`` (actual, expected, BOUNDS, widening; <NA> where unknown) with deviation, severity (None, watch, alert),
    ``surprise`` (the deviation in distances of the alert's bound: above 1 is an alert) and ``back`` (well inside the
    80 % interval)."""
    actual, expected = (frame[name].to_numpy(dtype=float, na_value=np.nan) for name in ("actual", "expected"))
    lo80, hi80, lo95, hi95 = (frame[name].to_numpy(dtype=float, na_value=np.nan) for name in BOUNDS)
    off = actual - expected
    near = np.where(off > 0, hi80 - expected, expected - lo80)
    far = np.where(off > 0, hi95 - expected, expected - lo95) * frame["widening"].to_numpy(dtype=float)
    with np.errstate(divide="ignore", invalid="ignore"):
        surprise = np.where(off == 0, 0.0, np.abs(off) / far)
    watch = np.abs(off) > near
    # of a series that never strayed nothing is known of how far it does
    alert = watch & (np.abs(off) > far) & (hi95 > lo95)
    severity = [("alert" if far_out else "watch") if out else None for out, far_out in zip(watch, alert, strict=True)]
    return frame.assign(
        deviation=(frame["actual"] - frame["expected"]).astype("Int64"),
        severity=Series(severity, index=frame.index, dtype=object),
        surprise=surprise,
        back=np.abs(off) <= BACK * near,
    )


def part(frame: DataFrame, share: Floats, unsure: Floats, *, ratio: bool = False) -> DataFrame:
    """``frame`` (expected, BOUNDS, widening of whole periods) for the part of a running period that has elapsed.

    ``share``: how much of the period's amount has come by now as a rule; ``unsure``: the standard error of that share.
    What is unsure of the whole and of its share add up as variances. A period is looked at again and again while it
    runs: so that all looks together seldom give an alert where nothing happened, the early ones are widened
    (O'Brien & Fleming 1979; twice the tail of the last look is that of the highest, by reflection). Of a ``ratio`` the
    part is expected to be as the whole, and less sure the less has come.
    """
    whole = frame["expected"].to_numpy(dtype=float, na_value=np.nan)
    come = np.clip(share, 0.0, 1.0)
    root = np.sqrt(np.maximum(come, 1e-6))
    expected = whole if ratio else whole * come
    moved = {"expected": expected}
    for name in BOUNDS:
        distance = frame[name].to_numpy(dtype=float, na_value=np.nan) - whole
        sure = _NORMAL80 if name.endswith("80") else _NORMAL95
        within = np.abs(distance) / root if ratio else np.hypot(distance * come, sure * unsure * np.abs(whole))
        moved[name] = expected + np.where(name.startswith("lo"), -within, within)
    early = frame["widening"].to_numpy(dtype=float) * _later_looks(len(frame)) / root
    numbers = {name: Series(np.rint(values), index=frame.index).astype("Int64") for name, values in moved.items()}
    return frame.assign(**numbers, widening=early)


def _later_looks(series: int) -> float:
    """How much further out the bound of all looks at a running period lies than that of the one at its end."""
    from salesdash.analytics.widening import CLOSED

    return independent(series, RUNNING / 2) / independent(series, CLOSED)


def independent(series: int, share: float) -> float:
    """What the largest of so many independent standard normal deviations exceeds in ``share`` of cases (Šidák)."""
    return NormalDist().inv_cdf(1 - (1 - (1 - share) ** (1 / max(series, 1))) / 2)


def ranked(deviations: Sequence[tuple[str | None, int]], whole: int) -> list[tuple[str | None, int]]:
    """Contributors to a deviation of ``whole``, the largest first, whichever way they moved it. What is missing to the
    whole, or too much, is a contributor without a name, so that they sum to it exactly."""
    named = [(code, amount) for code, amount in deviations if amount]
    rest = whole - sum(amount for _code, amount in named)
    order = sorted(named, key=lambda one: (-abs(one[1]), str(one[0])))
    return [*order, (None, rest)] if rest else order


def shortened(contributors: Sequence[tuple[str | None, int]], most: int) -> list[tuple[str | None, int]]:
    """The first ``most`` of ranked contributors, the others as one without a name."""
    shown = [one for one in contributors if one[0] is not None][:most]
    rest = sum(amount for _code, amount in contributors) - sum(amount for _code, amount in shown)
    return [*shown, (None, rest)] if rest else shown
