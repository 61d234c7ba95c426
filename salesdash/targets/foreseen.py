"""A forecast as the weights of a split: months and quarters by what is expected of them, members by their sums."""

from collections.abc import Sequence
from datetime import date

from pandas import DataFrame, concat
from sqlalchemy.orm import Session

from salesdash import forecasts
from salesdash.access.identity import OPERATOR, User
from salesdash.analytics.target_sheet import Cell as Coordinates
from salesdash.errors import BadInput
from salesdash.forecasts import Run
from salesdash.forecasts.history import calendar
from salesdash.kpis.answers import UNASSIGNED
from salesdash.kpis.filters import below
from salesdash.locale import N_
from salesdash.models import Region
from salesdash.periods import FiscalCalendar, Range, plus_months
from salesdash.targets import children, coding
from salesdash.targets.coding import MEMBERS
from salesdash.targets.plan import Cell, Plan


def has_forecast(session: Session, user: User, plan: Plan, cell: Cell, by: str) -> bool:
    """Whether there is a forecast to split this cell by. Takes targets.set."""
    user.require("targets.set")
    return _run(session, plan, coding.located(session, plan, [cell])[0], by) is not None


def weigh(session: Session, plan: Plan, cell: Coordinates, by: str) -> dict[int, float]:
    """Member → what is expected of it in the cell's period; months that the run knew already count as they were. The
    whole company's, whoever asks: whoever may split a cell splits it fairly. Raises BadInput ``no_forecast`` where no
    monthly run of this measure knows the cell by this dimension, ``forecast_too_short`` where it does not reach the end
    of the cell's period."""
    run = _run(session, plan, cell, by)
    if run is None:
        raise BadInput("no_forecast", N_("There is no forecast yet to split by. Choose other weights."))
    fiscal = calendar(session)
    days = coding.days_of(fiscal, plan.year, cell.period)
    rows = _rows(session, run, coding.in_codes(session, plan, [cell])[0], _level(cell, by), days)
    if set(_months(days)) - set(rows["period_on"]):
        raise BadInput(
            "forecast_too_short",
            N_("The forecast does not tell of every month up to {end}. Make a longer one, or choose other weights."),
            end=fiscal.label("month", days.end),
        )
    if by in ("quarter", "month"):
        places = [_place(fiscal, by, day) for day in rows["period_on"]]
        return _summed(places, rows["amount"].tolist())
    rows = rows[rows[by] != UNASSIGNED]
    ids = coding.ids(session, by, rows[by])
    stands = children.standing(session, cell) if by == "region" else {}
    members = [stands.get(ids[code], 0) if by == "region" else ids[code] for code in rows[by]]
    return {member: amount for member, amount in _summed(members, rows["amount"].tolist()).items() if member}


def _run(session: Session, plan: Plan, cell: Coordinates, by: str) -> Run | None:
    """The monthly run that knows the latest day and has series of this level."""
    if plan.measure not in forecasts.MEASURES:
        return None
    level = _level(cell, by)
    found = forecasts.runs(session, OPERATOR, measure=plan.measure, frequency="month")
    return next((run for run in found if _has(run, level)), None)


def _has(run: Run, level: Sequence[str]) -> bool:
    """Whether a run has series of this level: each of its dimensions alone, and all of them crossed."""
    return set(level) == set(run.by) or (len(level) < 2 and set(level) <= set(run.by))


def _level(cell: Coordinates, by: str) -> tuple[str, ...]:
    """The dimensions that the series name which are needed."""
    named = {name for name in MEMBERS if getattr(cell, name)} | ({by} & set(MEMBERS))
    return tuple(name for name in forecasts.DIMENSIONS if name in named)


def _rows(
    session: Session, run: Run, codes: dict[str, str | None], level: Sequence[str], days: Range
) -> DataFrame:  # fmt: skip
    """period_on, amount and the dimensions of the level, of the cell's series in its period."""
    known = forecasts.inputs(session, OPERATOR, run.id)
    known = known[known["actual"].notna()].assign(amount=lambda rows: rows["actual"].astype(float))
    ahead = forecasts.points(session, OPERATOR, run.id).assign(amount=lambda rows: rows["mean"].astype(float))
    columns = ["level", "period_on", "amount", *run.by]
    rows = concat([known[columns], ahead[columns]], ignore_index=True)
    rows = rows[rows["level"] == ",".join(level)]
    for name in level:
        if codes[name] is not None and name != "region":
            rows = rows[rows[name] == codes[name]]
    if "region" in level and codes["region"] is not None:
        inside = _inside(session, codes["region"])
        rows = rows[rows["region"].isin(inside)]
    return rows[(rows["period_on"] >= days.start) & (rows["period_on"] <= days.end)]


def _inside(session: Session, region: str) -> set[str]:
    """The codes of a region and all below it."""
    ids = below(session, Region, frozenset(coding.ids(session, "region", [region]).values()))
    return {code for code, _name in coding.names(session, "region", ids).values()}


def _summed(members: Sequence[int], amounts: Sequence[float]) -> dict[int, float]:
    found: dict[int, float] = {}
    for member, amount in zip(members, amounts, strict=True):
        found[member] = found.get(member, 0.0) + amount
    return found


def _place(fiscal: FiscalCalendar, by: str, day: date) -> int:
    month = coding.fiscal_month(fiscal, day.month)
    return month if by == "month" else coding.QUARTER + (month + 2) // 3


def _months(days: Range) -> list[date]:
    months, first = [], days.start
    while first <= days.end:
        months.append(first)
        first = plus_months(first, 1)
    return months
