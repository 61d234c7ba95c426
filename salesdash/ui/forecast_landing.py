"""Where the stretches that people ask about will land: the fiscal year, the next one, the running period, the next one;
and what lies in them. Knows no Streamlit."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

import numpy as np
from pandas import DataFrame, concat

from salesdash.analytics.landing import Landing, landing
from salesdash.analytics.landing_sums import with_running
from salesdash.locale import gettext as _
from salesdash.periods import Range, plus_months
from salesdash.ui import forecast_words
from salesdash.ui.forecast_frame import BOUNDS, Looked
from salesdash.workdays import working_days


@dataclass(frozen=True)
class Running:
    """A period that has begun: its forecast's step, what came of it on so many of its days, and which share of its
    working days these are."""

    step: int
    so_far: int
    days_elapsed: int
    days: int
    share: float


@dataclass(frozen=True)
class Stretch:
    """A stretch of periods and where it lands. ``steps``: those of the forecast in it; ``past``: the periods of it that
    are known, by their first days; ``base``: the same a year before, empty unless all of them are known; ``before``:
    what these came to; ``holes``: known periods of it without an actual; ``so_far``: of a period that runs."""

    key: str
    name: str
    days: Range
    landing: Landing
    before: int | None
    steps: tuple[int, ...]
    past: tuple[date, ...] = ()
    base: tuple[date, ...] = ()
    holes: int = 0
    so_far: Running | None = None


def stretches(looked: Looked) -> list[Stretch]:
    """The fiscal year that the first forecast period lies in, that period, the one after it, and the year after, as far
    as the forecast reaches; where it does not reach the end of the year all that is ahead instead. A ratio has no sum:
    of it single periods alone."""
    come, runs = closed(looked), running(looked)
    ahead = looked.points[~looked.points["period_on"].isin(come["period_on"])]
    if ahead.empty:
        return []
    single = [_period(looked, row, runs) for row in ahead.head(2).to_dict("records")]
    if looked.metric.unit == "ratio":
        return single
    first = looked.year(ahead["period_on"].iloc[0])
    years = [found for year in (first, first + 1) if (found := _year(looked, year, come, ahead, runs)) is not None]
    if len(years) == 2:  # the next year is measured against where this one lands
        years[1] = replace(years[1], before=years[0].landing.mean)
    named = years or [_whole(looked, ahead)]
    return [*named[:1], *single, *named[1:]]


def closed(looked: Looked) -> DataFrame:
    """The periods that have come since, whole: period_on, actual. An earlier run is shown as it was made: nothing came
    since."""
    since = looked.since
    whole = (since["days_elapsed"] >= since["days"]) & since["actual"].notna()
    return since[whole] if looked.latest else since[:0]


def running(looked: Looked) -> Running | None:
    """The period that runs; None where none has begun, or an earlier run is shown as it was made."""
    since = looked.since
    part = since[(since["days_elapsed"] < since["days"]) & since["actual"].notna()]
    steps = looked.points.loc[looked.points["period_on"].isin(part["period_on"]), "step"]
    if not looked.latest or steps.empty or looked.metric.unit == "ratio":
        return None
    row = part.iloc[-1]
    begin, elapsed, days = row["period_on"], int(row["days_elapsed"]), int(row["days"])
    country = looked.frame.company.holiday_country
    whole = working_days(Range(begin, begin + timedelta(days=days - 1)), country)
    gone = working_days(Range(begin, begin + timedelta(days=elapsed - 1)), country)
    return Running(int(steps.iloc[-1]), int(row["actual"]), elapsed, days, gone / whole if whole else elapsed / days)


def landed(known: int, points: DataFrame, steps: Sequence[int], runs: Running | None) -> Landing:
    """``known`` and the steps of one series together; of a period that runs counts what came and what is left."""
    if runs is None or runs.step not in steps:
        return landing(known, points, steps)
    point = points[points["step"] == runs.step].iloc[0]
    rest = landing(known, points, [step for step in steps if step != runs.step])
    return with_running(rest, {name: int(point[name]) for name in BOUNDS}, runs.so_far, runs.share)


def _year(looked: Looked, year: int, come: DataFrame, ahead: DataFrame, runs: Running | None) -> Stretch | None:
    """A fiscal year; None where the forecast does not reach its end."""
    rest = _inside(looked, ahead, year)
    if rest.empty or looked.year(looked.after(looked.points["period_on"].iloc[-1])) == year:
        return None
    known = concat([_inside(looked, rows, year)[["period_on", "actual"]] for rows in (looked.inputs, come)])
    base = _inside(looked, looked.inputs, year - 1)
    whole = (
        len(base)
        and base["actual"].notna().all()
        and looked.year(looked.ahead_of(base["period_on"].iloc[0])) < year - 1
    )
    reaches = whole and looked.year(looked.after(base["period_on"].iloc[-1])) == year
    return Stretch(
        key=f"year{year}",
        name=forecast_words.year_name(looked.frame.calendar, year),
        days=looked.frame.calendar.year_bounds(year),
        landing=landed(int(known["actual"].sum()), looked.points, list(rest["step"]), runs),
        before=int(base["actual"].sum()) if reaches else None,
        steps=tuple(rest["step"]),
        past=tuple(known["period_on"]),
        base=tuple(base["period_on"]) if reaches else (),
        holes=int(known["actual"].isna().sum()),
    )


def _inside(looked: Looked, rows: DataFrame, year: int) -> DataFrame:
    return rows[np.array([looked.year(day) == year for day in rows["period_on"]], dtype=bool)]


def _period(looked: Looked, row: Mapping[Any, Any], runs: Running | None) -> Stretch:
    begin, step = row["period_on"], int(row["step"])
    mine = runs if runs is not None and runs.step == step else None
    before = _known(looked, [_year_before(looked, begin)])
    return Stretch(
        key=f"step{row['step']}", name=looked.period(begin), days=Range(begin, looked.after(begin) - timedelta(days=1)),
        landing=landed(0, looked.points, [step], mine), before=before,
        steps=(step,), base=(_year_before(looked, begin),) if before is not None else (), so_far=mine,
    )  # fmt: skip


def _whole(looked: Looked, ahead: DataFrame) -> Stretch:
    """All that is ahead, where the forecast does not reach the end of the year."""
    begins, steps = list(ahead["period_on"]), list(ahead["step"])
    base = [_year_before(looked, day) for day in begins]
    before = _known(looked, base)
    count = forecast_words.periods_in_words(looked.run.frequency, len(begins))
    return Stretch(
        key="ahead", name=_("The next {periods}").format(periods=count),
        days=Range(begins[0], looked.after(begins[-1]) - timedelta(days=1)),
        landing=landing(0, looked.points, steps), before=before, steps=tuple(steps),
        base=tuple(base) if before is not None else (),
    )  # fmt: skip


def _known(looked: Looked, days: Sequence[date]) -> int | None:
    """The sum of known periods; None where one is missing."""
    actuals = looked.inputs.set_index("period_on")["actual"].reindex(list(days))
    return None if actuals.isna().any() else int(actuals.sum())


def _year_before(looked: Looked, begin: date) -> date:
    return begin - timedelta(weeks=52) if looked.run.frequency == "week" else plus_months(begin, -12)
