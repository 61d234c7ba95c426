"""A run from rows to frames: check, set aside, forecast now and at earlier ends, reconcile, calibrate, tell."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from pandas import DataFrame

from salesdash.analytics.forecasting import Forecasts, telling
from salesdash.analytics.forecasting.checking import ahead, check, named
from salesdash.analytics.forecasting.cores import Report, each
from salesdash.analytics.forecasting.hierarchy import Tree
from salesdash.analytics.forecasting.judging import judged
from salesdash.analytics.forecasting.reconciling import reconciled
from salesdash.analytics.forecasting.rolling import Made, Task, ends, work
from salesdash.analytics.forecasting.sheet import Row, plain, summed

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
    made = _made(rows, asked, report)
    if tree is not None and rows:
        report("reconciling", 0.0)
        made = reconciled(tree, rows, made, asked.season)
    report("judging", 0.0)
    found = judged(rows, made, asked.horizon, asked.season)
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


def _made(rows: Sequence[Row], asked: Asked, report: Report) -> list[Made]:
    """The forecasts of all series, in pieces. Series that are summed share their earlier ends."""
    longest = max((len(row.used) for row in rows), default=0)
    together = asked.levels is not None
    held = [ends(longest if together else len(row.used), len(rows), asked.horizon, asked.season) for row in rows]
    pieces = [range(first, min(first + PIECE, len(rows))) for first in range(0, len(rows), PIECE)]
    tasks = [
        Task(tuple(rows[at].used for at in piece), tuple(held[at] for at in piece), asked.horizon, asked.season)
        for piece in pieces
    ]
    done = each(work, tasks, stage="forecasting", cores=asked.cores, engine=asked.engine, report=report)
    return [one for piece in done for one in piece]
