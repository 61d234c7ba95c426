"""How likely targets are reached: what came so far and what the forecast says of the rest of each period.

The known part is exact; the coming months of a series are summed with the errors of their steps tied to each other
(``analytics.landing``), the running month counts what came of it and the rest of its forecast, several series that make
up one target as if all erred the same way (``analytics.landing_sums``). The probability is that of a normal
distribution as wide as the 95 % bounds of that sum.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import pandas as pd
from pandas import DataFrame
from sqlalchemy.orm import Session

from salesdash.access.identity import User
from salesdash.analytics.landing import chance
from salesdash.forecasts.ahead import Ahead, months_of
from salesdash.forecasts.question import question, require_sight
from salesdash.forecasts.runs import Run, runs
from salesdash.metrics import REGISTRY
from salesdash.periods import Range
from salesdash.units import SCALE

#: columns of ``Plausibility.rows``
COLUMNS = ["grain", "period", "first_on", "last_on", "member", "member_name", "target", "known", "mean", "lo80", "hi80",
           "chance"]  # fmt: skip
GRAINS = ("year", "quarter", "month")


@dataclass(frozen=True)
class Plausibility:
    """``rows``: COLUMNS, one per period that has not ended and member with a target; amounts in 1/10,000. ``known``:
    what came of it up to ``known_until``; mean, bounds and ``chance`` None where the forecast does not reach its end.
    ``run``: the forecast that this is from, None without one."""

    run: Run | None
    known_until: date | None
    rows: DataFrame


def plausibility(
    session: Session,
    user: User,
    *,
    year: int,
    measure: str = "revenue",
    level: str = "target",
    by: str | None = None,
) -> Plausibility:
    """The probability of reaching each target of a fiscal year that is set for a year, quarter or month, as a whole or
    by one dimension (``by``: region, product_line, channel, rep), from the monthly run that knows the latest day.

    Takes kpis.read, for quantities kpis.quantities is enough; targets and series that the user may see. Raises BadInput
    for measures that are not forecast and unknown dimensions.
    """
    require_sight(user, measure)
    question(measure, [by] if by else [])
    found = runs(session, user, measure=measure, frequency="month")
    run = next((one for one in found if by is None or by in one.by), None)
    if run is None:
        return Plausibility(None, None, DataFrame(columns=COLUMNS))
    view = Ahead(session, user, run, by)
    if view.begins is None:
        return Plausibility(run, None, DataFrame(columns=COLUMNS))
    aims = {grain: _aims(session, user, view, grain, year, level) for grain in GRAINS}
    rows = [
        [one.grain, one.label, one.days.start, one.days.end, one.code or None, one.name, one.target,
         *_figures(view, one, aims[grain])]
        for grain in GRAINS
        for one in aims[grain]
        if one.target > 0 and one.days.end >= view.begins and not _in_parts(one, aims)
    ]  # fmt: skip
    return Plausibility(run, view.known_until, DataFrame(rows, columns=COLUMNS))


@dataclass(frozen=True)
class _Aim:
    """A target of a period and member; ``known``: what came of it up to the end of the last whole month."""

    grain: str
    label: str
    days: Range
    code: str
    name: str | None
    target: int
    known: int


def _aims(  # noqa: PLR0917
    session: Session, user: User, view: Ahead, grain: str, year: int, level: str
) -> list[_Aim]:
    # here: targets are split by forecasts, and so know this package
    from salesdash import targets

    assert view.begins is not None
    measure, fiscal = view.run.measure, view.calendar
    by = [*([grain] if grain != "year" else []), *([view.by] if view.by else [])]
    found = targets.attainment(
        session, user, year=year, measure=measure, level=level, by=by, as_of=view.begins - timedelta(days=1)
    )
    records = found.rows.to_dict("records") if by else [dict(found.total)]
    scale = SCALE if REGISTRY[measure].unit == "count" else 1
    aims = []
    for row in records:
        code = row[view.by] if view.by else ""
        label = row[grain] if grain != "year" else str(year)
        if not (_said(row["target"]) and _said(code) and _said(label)):
            continue
        days = fiscal.year_bounds(year) if grain == "year" else fiscal.parse(label)[1]
        known = int(row["actual"]) if _said(row["actual"]) else 0
        name = row[f"{view.by}_name"] if view.by else None
        aims.append(_Aim(grain, label, days, code, name, int(row["target"]) * scale, known * scale))
    return aims


def _in_parts(aim: _Aim, aims: Mapping[str, Sequence[_Aim]]) -> bool:
    """Whether a target is no more than those of some of its months or quarters: the others have none, so that what
    they bring would be held against targets that are not theirs."""
    for grain, in_year in (("quarter", 4), ("month", 12)):
        inside = [one for one in aims[grain] if one.code == aim.code and one.days.start in aim.days]
        count = in_year if aim.grain == "year" else in_year // 4
        if aim.grain != grain and inside and len(inside) < count and sum(one.target for one in inside) >= aim.target:
            return True
    return False


def _figures(view: Ahead, aim: _Aim, aims: Sequence[_Aim]) -> list[Any]:
    assert view.begins is not None
    targeted = {one.code for one in aims}
    ahead = [month for month in months_of(aim.days) if month >= view.begins]
    landed = view.landed(view.counting(aim.code, targeted), ahead, aim.known)
    if landed is None:
        return [aim.known, None, None, None, None]
    return [landed.known, landed.mean, landed.lo80, landed.hi80, chance(landed, aim.target)]


def _said(value: Any) -> bool:
    return value is not None and not pd.isna(value)
