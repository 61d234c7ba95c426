"""The section about the forecast: where the year lands, how sure that is, and how far off forecasts usually were."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import pandas as pd
from pandas import DataFrame

from salesdash import forecasts
from salesdash.analytics.landing import Landing, chance, landing
from salesdash.analytics.landing_sums import together, with_running
from salesdash.downloads import Column
from salesdash.forecasts import Run
from salesdash.locale import formats
from salesdash.locale import gettext as _
from salesdash.metrics import REGISTRY
from salesdash.periods import Range
from salesdash.reports import words
from salesdash.reports.answers import Chart, Section, Series, Table
from salesdash.reports.asking import Asked
from salesdash.reports.sales import FORMS, unit
from salesdash.targets.goals import goals
from salesdash.workdays import working_days

_POINT = ("mean", "lo80", "hi80", "lo95", "hi95")
#: levels that a person may see who does not see the total, the nearest first
_PARTS = ("rep", "region")
#: months before the forecast that are drawn, and months of it
_BEFORE, _AHEAD = 12, 12
#: errors from which on anybody speaks of what is usual
_FEW = 6


@dataclass(frozen=True)
class Outlook:
    """One run as the person sees it: of the total, or of all members of ``level`` that are theirs. ``points``: code,
    period_on, step and bounds; ``known``: code, period_on, actual of the periods that are over; ``running``: of the
    one that runs: code, period_on, actual, days_elapsed, days."""

    run: Run
    level: str
    points: DataFrame
    known: DataFrame
    running: DataFrame
    accuracy: DataFrame

    @property
    def ahead(self) -> DataFrame:
        """The points of periods that are not over."""
        return self.points[~self.points["period_on"].isin(self.known["period_on"])]


def section(question: Asked) -> tuple[Section | None, str]:
    """The forecast, or why there is none."""
    found = _outlook(question)
    if found is None:
        return None, _("There is no forecast yet that you may see. It is made on the page Forecast.")
    if found.ahead.empty:
        return None, _("The forecast of {day} is over: all its months have come.").format(
            day=formats.day(found.run.made_at.date())
        )
    metric = REGISTRY[question.measure]
    year = question.calendar.fiscal_year(found.ahead["period_on"].min())
    landed, until = _landed(question, found, year)
    named = _("Until {month} it").format(month=until) if until else str(year)
    if not until and question.calendar.first_month != 1:
        named = _("fiscal year {year}").format(year=year)
    said = words.lands(metric, landed, named, question.currency)
    rows = _rows(found)
    form = FORMS[metric.unit]
    names = {
        "actual": (_(metric.name), "now"), "mean": (_("Forecast"), "expected"),
        "lo80": (_("80% from"), "bound80"), "hi80": (_("80% to"), "bound80"),
        "lo95": (_("95% from"), "bound95"), "hi95": (_("95% to"), "bound95"),
    }  # fmt: skip
    columns = [Column("name", _("Month")), *(Column(key, name, form) for key, (name, _role) in names.items())]
    title = _("{metric} by month, and its forecast").format(metric=_(metric.name)) + unit(metric, question.currency)
    series = [Series(key, name, role) for key, (name, role) in names.items()]  # type: ignore[arg-type]
    notes = [*_against_target(question, landed, year, whole=not until), _accuracy(found), *_made(question, found)]
    return Section(
        "forecast", _("Where will we land?"), said, Table(columns, rows), Chart("fan", title, "name", series),
        [note for note in notes if note],
    ), ""  # fmt: skip


def _outlook(question: Asked) -> Outlook | None:
    """The newest monthly run of which the person sees the total, else of which they see members."""
    session, user = question.session, question.user
    for level in ("", *_PARTS):
        for run in forecasts.runs(session, user, measure=question.measure, frequency="month"):
            if level and level not in run.by:
                continue
            points = _of(forecasts.points(session, user, run.id), level)
            if not points.empty:
                since = _of(forecasts.actuals(session, user, run.id), level)
                over = since["days_elapsed"] >= since["days"]
                inputs = _of(forecasts.inputs(session, user, run.id), level)
                told = [frame[["code", "period_on", "actual"]] for frame in (inputs, since[over]) if len(frame)]
                known = pd.concat(told) if told else inputs[["code", "period_on", "actual"]]
                running = since[~over & since["actual"].notna()]
                return Outlook(
                    run, level, points, known, running, _of(forecasts.accuracy(session, user, run.id), level)
                )
    return None


def _of(frame: DataFrame, level: str) -> DataFrame:
    rows = frame[frame["level"] == level]
    return rows.assign(code=rows[level] if level else "")


def _landed(question: Asked, found: Outlook, year: int) -> tuple[Landing, str]:
    """Where the fiscal year lands; where the forecast does not reach its end, all that is ahead, and until when."""

    def inside(frame: DataFrame) -> DataFrame:
        years = [question.calendar.fiscal_year(day) == year for day in frame["period_on"]]
        return frame[pd.Series(years, index=frame.index, dtype=bool)]

    last = found.ahead["period_on"].max()
    whole = question.calendar.bounds("month", last).end >= question.calendar.year_bounds(year).end
    ahead, known = (inside(found.ahead), inside(found.known)) if whole else (found.ahead, found.known.iloc[:0])
    parts = []
    for code, points in found.points.groupby("code", sort=False):
        steps = set(ahead.loc[ahead["code"] == code, "step"])
        came = int(known.loc[known["code"] == code, "actual"].fillna(0).sum())
        runs = found.running[found.running["code"] == code]
        of_running = points[points["period_on"].isin(runs["period_on"]) & points["step"].isin(steps)]
        rest = landing(came, points, steps - set(of_running["step"]))
        if not of_running.empty:
            point = {name: int(of_running[name].iloc[0]) for name in _POINT}
            rest = with_running(rest, point, int(runs["actual"].iloc[0]), _share(question, runs.iloc[0]))
        parts.append(rest)
    until = "" if whole else formats.month(last)
    return (parts[0] if len(parts) == 1 else together(parts)), until


def _share(question: Asked, runs: pd.Series) -> float:
    """The share of its working days that have elapsed of the month that runs."""
    first: date = runs["period_on"]
    ends = [first + timedelta(days=int(runs[name]) - 1) for name in ("days_elapsed", "days")]
    gone, whole = (working_days(Range(first, end), question.company.holiday_country) for end in ends)
    return gone / whole if whole else float(runs["days_elapsed"] / runs["days"])


def _rows(found: Outlook) -> DataFrame:
    """What was, and what is expected, by month; members of a level summed as if all erred alike."""
    known = found.known.groupby("period_on")["actual"].sum(min_count=1).sort_index().tail(_BEFORE)
    ahead = found.ahead.groupby("period_on")[list(_POINT)].sum().sort_index().head(_AHEAD)
    days = [*known.index, *ahead.index]
    columns = {"actual": [*known.tolist(), *[pd.NA] * len(ahead)]}
    for name in _POINT:
        columns[name] = [*[pd.NA] * len(known), *ahead[name].tolist()]
    frame = DataFrame({name: pd.array(values, dtype="Int64") for name, values in columns.items()})
    frame.insert(0, "name", [formats.month(day) for day in days])
    return frame


def _against_target(question: Asked, landed: Landing, year: int, *, whole: bool) -> Sequence[str]:
    if not whole:
        return []
    bounds = question.calendar.year_bounds(year)
    aims = goals(
        question.session, question.user, period=bounds, as_of=question.last, where={},
        actuals={question.measure: landed.known},
    )  # fmt: skip
    if (goal := aims.get(question.measure)) is None:
        return []
    return [words.likely(REGISTRY[question.measure], goal.target, chance(landed, goal.target), question.currency)]


def _accuracy(found: Outlook) -> str:
    """How far off forecasts of this kind usually were."""
    told = found.accuracy[(found.accuracy["errors"] >= _FEW) & found.accuracy["wape"].notna()]
    if (found.accuracy["kind"] == "short").all():
        return _("The history is too short for a season or a test. This is a simple forecast; take it with care.")
    if told.empty:
        return _("How good these forecasts are cannot be said yet: there is too little history to test them on.")
    usual = float(told["wape"].astype(float).median())
    return _("Tried on {periods} that it did not know, the forecast was usually within {share}.").format(
        periods=_("earlier periods"), share=formats.percent(usual, 0 if usual >= 0.1 else 1)
    )


def _made(question: Asked, found: Outlook) -> list[str]:
    run = found.run
    said = [
        _("Forecast made on {made} from the figures up to {until}.").format(
            made=formats.moment(run.made_at, question.company.time_zone),
            until=formats.day(run.begins - timedelta(days=1)),
        )
    ]
    if run.stale:
        said.append(_("The figures that it was made from have changed since."))
    if found.level:
        said.append(_("It is the sum of the forecasts that you may see; the ranges are as if all erred alike."))
    return said
