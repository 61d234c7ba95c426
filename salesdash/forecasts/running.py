"""Making a run: the history, the method, the storing, and nothing visible unless it came to its end."""

import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from importlib.metadata import PackageNotFoundError, version
from typing import Any

import pandas as pd

from salesdash import db
from salesdash.access.identity import User
from salesdash.company import calendar
from salesdash.config import config
from salesdash.forecasts import keeping, storing
from salesdash.forecasts.beside import Beside, beside
from salesdash.forecasts.history import History, history
from salesdash.forecasts.making import METHOD, ahead, every_cell, make, silence
from salesdash.forecasts.question import alias, question, reach, require_sight
from salesdash.forecasts.runs import Tokens

#: libraries whose version decides about the figures
LIBRARIES = ("statsforecast", "hierarchicalforecast", "numpy", "pandas")
#: stage → where in the whole of a run it begins and ends
STAGES = {
    "checking": (0.05, 0.08), "forecasting": (0.08, 0.80), "reconciling": (0.80, 0.90), "judging": (0.90, 0.95),
    "storing": (0.95, 1.0),
}  # fmt: skip


def of_whole(report: Callable[[str, float], None]) -> Callable[[str, float], None]:
    """Tells how far the whole is, given how far a stage is."""

    def told(stage: str, share: float) -> None:
        first, last = STAGES.get(stage, STAGES["forecasting"])
        report(stage, first + (last - first) * share)

    return told


def nothing(_stage: str, _share: float) -> None:
    """Nobody asks how far it is."""


def run(
    url: str | None,
    user: User,
    *,
    measure: str,
    by: Sequence[str] = (),
    frequency: str = "month",
    horizon: int | None,
    as_of: date | None = None,
    report: Callable[[str, float], None] = nothing,
    job: int | None = None,
) -> int:
    """Makes and stores a forecast of the whole company; returns the run's id.

    ``horizon`` None: to the end of the next fiscal year (``question.reach``). ``as_of``: the last day that it may know,
    by default as far as the data reach. A run knows whole periods only.
    ``report`` is told the stage and the share done; what it raises ends the run, and nothing of it is to be seen.
    Series that cannot be forecast do not end it. Takes forecasts.run and the sight of the measure. Raises BadInput as
    ``question.question``, Conflict ``no_history``.
    """
    user.require("forecasts.run")
    require_sight(user, measure)
    asked = question(measure, by, frequency, 1 if horizon is None else horizon, as_of)
    began = time.monotonic()
    report("history", 0.0)
    with db.reading(url) as session:
        fiscal = calendar(session)
        known = history(session, asked)
        if horizon is None:
            asked = replace(asked, horizon=reach(fiscal, asked.frequency, known.stretch.coming))
        cells = every_cell(asked, known.cells)
        aside = beside(session, asked, known.stretch, cells, ahead(asked, silence(asked, known)))
        token = Tokens(session).until(known.stretch.coming)
    made_run = storing.begin(url, user, asked, known.stretch, token=token, job=job)
    try:
        made = make(
            asked, known, aside, alias=alias(fiscal, frequency), engine=config().engine,
            report=of_whole(report),
        )  # fmt: skip
        of_whole(report)("storing", 0.0)
        storing.fill(url, made_run, made)
        report("storing", 1.0)
        storing.finish(
            url, user, made_run, made,
            seconds=round(time.monotonic() - began, 3), versions=_versions(),
            parameters=_parameters(known, aside),
        )  # fmt: skip
    except BaseException as problem:
        from salesdash.jobs import Cancelled  # here: jobs tell people of targets, which are split by forecasts

        stopped = isinstance(problem, (Cancelled, KeyboardInterrupt))
        storing.discard(url, made_run, "cancelled" if stopped else "failed")
        raise
    keeping.tidy(url, asked)
    return made_run


def _parameters(known: History, aside: Beside) -> dict[str, Any]:
    """What the run was made with, beside what its columns say."""
    regressors = [str(name) for name in aside.known.columns if name not in ("unique_id", "ds")]
    return {
        "periods": len(known.stretch.periods),
        "from": known.stretch.periods[0].start.isoformat(),
        "regressors": regressors,
        "marks": len(aside.marks),
        "expected_effects": not aside.factors.empty and bool(pd.Series(aside.factors["factor"]).ne(1).any()),
        "engine": "cluster" if config().engine else "local",
    }


def _versions() -> dict[str, Any]:
    found: dict[str, Any] = {"method": METHOD}
    for name in LIBRARIES:
        try:
            found[name] = version(name)
        except PackageNotFoundError:
            found[name] = None
    return found
