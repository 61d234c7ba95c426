"""A run from rows to frames: check, set aside, forecast now and at earlier ends, reconcile, calibrate, tell."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray
from pandas import DataFrame

from salesdash.analytics.forecasting import Forecasts, telling
from salesdash.analytics.forecasting.calendar import Grid
from salesdash.analytics.forecasting.checking import ahead, check, named
from salesdash.analytics.forecasting.choosing import chosen
from salesdash.analytics.forecasting.cores import Report, each
from salesdash.analytics.forecasting.hierarchy import Tree
from salesdash.analytics.forecasting.judging import judged
from salesdash.analytics.forecasting.known import factors, regressors
from salesdash.analytics.forecasting.reconciling import reconciled
from salesdash.analytics.forecasting.rolling import Made, Task, ends, work
from salesdash.analytics.forecasting.sheet import Row, plain, summed

Floats = NDArray[np.float64]

#: series that are worked off in one go
PIECE = 25


@dataclass(frozen=True)
class Asked:
    """What ``forecast`` is asked; ``guess``: the frequency is to be seen from the dates."""

    horizon: int
    season: int
    frequency: str | None = None
    guess: bool = False
    known: DataFrame | None = None
    levels: DataFrame | None = None
    of: Sequence[Sequence[str]] = ((),)
    cores: int = 0
    engine: str | None = None
    today: date | None = None


def run(series: DataFrame, asked: Asked, report: Report) -> Forecasts:
    """What ``forecast`` promises."""
    report("checking", 0.0)
    checked = check(series, asked.frequency, asked.season, guess=asked.guess)
    if asked.today is not None:
        ahead(checked, asked.today)
    tree: Tree | None = None
    if asked.levels is None:
        rows = plain(checked, asked.season)
    else:
        tree, rows = summed(checked, asked.levels, asked.of, asked.season)
    made = _made(rows, asked, checked.grid, report)
    made = chosen(rows, made)
    if tree is not None and rows:
        task = (tree, rows, made, asked.season)
        made = each(_add_up, [task], stage="reconciling", cores=1, engine=asked.engine, report=report)[0]
    report("judging", 0.0)
    found = judged(
        rows, made, asked.horizon, asked.season, tree.members["level"].tolist() if tree is not None and rows else None
    )
    report("judging", 1.0)
    grid = checked.grid
    return Forecasts(
        telling.points(rows, made, found, grid),
        telling.accuracy(rows, made, found),
        telling.inputs(rows, grid),
        named(checked.problems),
        named([*checked.warnings, *telling.uncertain(rows, made, asked.season)]),
        telling.errors(rows, found, grid),
        tree.members if tree is not None else DataFrame({"unique_id": [], "level": []}, dtype=object),
    )


def _add_up(task: tuple[Tree, Sequence[Row], Sequence[Made], int]) -> list[Made]:
    """Reconciles: here, or on a worker of the cluster, which has more memory than whoever asks."""
    return reconciled(*task)


def _made(rows: Sequence[Row], asked: Asked, grid: Grid, report: Report) -> list[Made]:
    """The forecasts of all series, in pieces. Series that are summed share their earlier ends."""
    longest = max((len(row.used) for row in rows), default=0)
    together = asked.levels is not None
    held = [ends(longest if together else len(row.used), len(rows), asked.horizon, asked.season) for row in rows]
    of_known = _factors(rows, held, asked, grid)
    tasks = [
        Task(
            tuple(row.used for row in rows[first : first + PIECE]),
            tuple(held[first : first + PIECE]),
            asked.horizon,
            asked.season,
            tuple(of_known[first : first + PIECE]),
        )
        for first in range(0, len(rows), PIECE)
    ]
    done = each(work, tasks, stage="forecasting", cores=asked.cores, engine=asked.engine, report=report)
    return [one for piece in done for one in piece]


def _factors(rows: Sequence[Row], held: Sequence[tuple[int, ...]], asked: Asked, grid: Grid) -> list[dict[int, Floats]]:
    """Per series and end what known events multiply its places by, as far as could be known at that end."""
    found: list[dict[int, Floats]] = [{} for _ in rows]
    numbers = None if asked.known is None else regressors(asked.known, grid)
    if numbers is None:
        return found
    for away in sorted({0}.union(*held)):
        inside = [at for at, row in enumerate(rows) if (away == 0 or away in held[at]) and len(row.used) > away]
        cut = [rows[at].used[: len(rows[at].used) - away] for at in inside]
        there = [
            numbers.of(rows[at].name, rows[at].start, len(y) + asked.horizon) for at, y in zip(inside, cut, strict=True)
        ]
        for at, factor in zip(inside, factors(cut, there, asked.season), strict=True):
            found[at][away] = factor
    return found
