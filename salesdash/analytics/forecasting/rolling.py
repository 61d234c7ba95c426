"""Forecasts from where the history ended earlier, so that each method is judged by what it had not seen."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from salesdash.analytics.forecasting.candidates import LONGEST_SEASON, each
from salesdash.analytics.forecasting.kinds import FEWEST, kind
from salesdash.analytics.forecasting.spread import Spread, spread

Floats = NDArray[np.float64]

#: forecasts at earlier ends that a run has in mind over all its series, and how many of one series at most and least
WANTED, MOST, LEAST = 1_000, 12, 2


def ends(length: int, series: int, horizon: int, season: int) -> tuple[int, ...]:
    """How many of the last values are held back, for each earlier end of a series: first those that see the whole
    horizon come, then shorter ones, where history is short. Fewer ends where there are many series to pool."""
    wanted = int(np.clip(-(-WANTED // max(series, 1)), LEAST, MOST))
    apart = max(1, min(horizon, season) // 4)
    two_seasons = max(2 * season + 1, FEWEST + 2)
    least = two_seasons if length >= two_seasons + 3 else max(3, length // 2)
    longest = length - least
    whole = [horizon + apart * number for number in range(wanted) if horizon + apart * number <= longest]
    shorter = [held for held in range(min(horizon, longest + 1) - 1, 0, -apart) if held >= 1]
    return tuple((whole + shorter[: wanted - len(whole)]) if len(whole) < wanted else whole)


@dataclass(frozen=True)
class End:
    """What was said when the last ``held`` values were not known yet: the plain mean of methods, since what errs in
    different directions errs less together. ``parts``: what each method said, where weights are still to be chosen."""

    held: int
    mean: Floats
    spread: Spread
    parts: Mapping[str, Floats] = field(default_factory=dict)


@dataclass(frozen=True)
class Made:
    """What came of one series. ``ends``: earlier ends first to last; the last of all is ``held`` 0."""

    kind: str
    model: str
    now: End
    earlier: tuple[End, ...]


@dataclass(frozen=True)
class Task:
    """A few series, to be worked off in one go wherever there is room."""

    series: tuple[Floats, ...]
    ends: tuple[tuple[int, ...], ...]
    horizon: int
    season: int
    #: per series and number of values held back: what known events multiply each place by, history and horizon
    factors: tuple[Mapping[int, Floats], ...] = ()


def work(task: Task) -> list[Made]:
    """The forecasts of these series, now and at their earlier ends."""
    factors = task.factors or ({},) * len(task.series)
    return [_one(*one, task) for one in zip(task.series, task.ends, factors, strict=True)]


def _one(y: Floats, held: Sequence[int], factors: Mapping[int, Floats], task: Task) -> Made:
    sort = kind(y, task.season)
    now = _end(y, 0, factors.get(0), task, quick=False)
    earlier = tuple(_end(y, away, factors.get(away), task, quick=True) for away in held)
    return Made(sort, model_of(sort), now, earlier)


def _end(y: Floats, held: int, factor: Floats | None, task: Task, *, quick: bool) -> End:
    known = y[: max(0, len(y) - held)]
    if not len(known):  # a member that was not there yet
        return End(held, np.zeros(task.horizon), Spread(False, np.ones(task.horizon)))
    if factor is not None:
        known = known / factor[: len(known)]
    sort = kind(known, task.season)
    methods = methods_of(sort, len(known), task.season, quick=quick)
    if sort == "intermittent" and silent(known):
        methods = ("tsb", "naive")
    parts = each(methods, known, task.horizon, task.season)
    if known.min() >= 0:
        parts = {method: np.maximum(mean, 0) for method, mean in parts.items()}
    if factor is not None:
        parts = {method: mean * factor[len(known) :] for method, mean in parts.items()}
    mean = np.mean(list(parts.values()), axis=0)
    chosen = "seasonal_naive" in parts
    return End(held, mean, spread(known, seen_season(sort, task.season), task.horizon), parts if chosen else {})


def seen_season(sort: str, season: int) -> int:
    """The season that the methods for a series of this kind know."""
    return season if sort == "regular" else 1


def silent(y: Floats) -> bool:
    """Whether nothing has been sold for so long that sales seem to have ended: at least twice as long as ever before,
    and for more than half a dozen places."""
    sold = np.flatnonzero(y)
    if not len(sold):
        return True
    pauses = np.diff(sold, prepend=-1) - 1
    return bool(len(y) - 1 - sold[-1] > max(6, 2 * pauses.max()))


#: what a forecast is said to be made by
_MODELS = {"regular": "combination", "short": "simple", "intermittent": "intermittent", "constant": "constant"}


def model_of(sort: str) -> str:
    """The name of what forecasts a series of this kind."""
    return _MODELS[sort]


def methods_of(sort: str, length: int, season: int, *, quick: bool) -> tuple[str, ...]:
    """The methods whose mean forecasts a series of this kind. ``quick``: the costly ones are left out, as for judging
    how errors spread."""
    if sort == "constant":
        return ("naive",)
    if sort == "intermittent" and 1 < season <= length // 2:  # perhaps it sells in its season only
        return ("tsb", "aggregated", "seasonal_naive")
    if sort == "intermittent":
        return ("tsb", "croston", "aggregated")
    if sort == "short":
        return ("level", "naive", "seasonal_growth") if length > season + 2 and season > 1 else ("level", "naive")
    if season > LONGEST_SEASON:
        return ("theta", "seasonal_growth", "seasonal_naive")
    quick_ones = ("theta", "theta_log", "layers", "adjusted")
    return quick_ones if quick else (*quick_ones, "smoothing", "smoothing_log")
