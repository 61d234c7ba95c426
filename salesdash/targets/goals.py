"""The targets of a view of sales: what stands beside figures that are counted already, so that nothing is counted
twice. For the KPI page; everything else asks ``attainment``."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import pandas as pd
from pandas import DataFrame
from sqlalchemy import select
from sqlalchemy.orm import Session

from salesdash import company
from salesdash.access.identity import User
from salesdash.metrics import REGISTRY
from salesdash.models import TargetSheet
from salesdash.periods import FiscalCalendar, Range, month_end
from salesdash.targets import rows
from salesdash.targets.aims import aims
from salesdash.targets.asked import MEMBERS, Asked, asked
from salesdash.targets.coding import fiscal_month
from salesdash.targets.plan import Plan
from salesdash.targets.reading import sheet

LEVEL = "target"
Where = Mapping[str, Sequence[str]]


@dataclass(frozen=True)
class Goal:
    """The target of a measure for the period and what follows from it and the actual, see ``rows.FIGURES``."""

    target: int
    attainment: float | None
    expected_to_date: float | None
    pace: float | None
    lead: float | None
    left: float | None
    days_left: int


def goals(
    session: Session, user: User, *, period: Range, as_of: date, where: Where, actuals: Mapping[str, int | None]
) -> dict[str, Goal]:
    """The goals of the measures whose ``actuals`` (up to ``as_of``) are given and that have a target for exactly this
    period and these members: whole months of one fiscal year, members that targets are set for. Takes kpis.read or
    kpis.quantities; targets that the user may see."""
    user.require("kpis.read", "kpis.quantities")
    calendar = company.calendar(session)
    year = calendar.fiscal_year(period.start)
    whole = period.start.day == 1 and period.end == month_end(period.end)
    if not whole or calendar.fiscal_year(period.end) != year or set(where) - set(MEMBERS):
        return {}
    labels = _labels(calendar, period)
    found = {}
    for measure in _with_targets(session, user, [year], actuals):
        question = asked(
            session, user, Plan(year, measure, LEVEL), by=(), where={**where, "month": labels}, as_of=as_of
        )
        if goal := _goal(session, user, question, actuals[measure]):
            found[measure] = goal
    return found


def _goal(session: Session, user: User, question: Asked, actual: int | None) -> Goal | None:
    planned = aims(session, sheet(session, user, question.plan), question)
    if planned.total is None:
        return None
    columns = {"target": planned.total, "actual": actual}
    row = DataFrame({name: pd.array([value], dtype="Int64") for name, value in columns.items()})
    found = rows.figures(session, question, row, None).iloc[0]
    names = ("attainment", "expected_to_date", "pace", "lead", "left")
    known = {name: None if pd.isna(found[name]) else found[name].item() for name in names}
    return Goal(target=planned.total, days_left=int(found["days_left"]), **known)


def monthly(session: Session, user: User, measure: str, months: Sequence[date], where: Where) -> list[int | None]:
    """The targets of calendar months, given by their first days; None where none is split to months."""
    user.require("kpis.read", "kpis.quantities")
    calendar = company.calendar(session)
    years = sorted({calendar.fiscal_year(month) for month in months})
    found: dict[tuple[int, int], int] = {}
    if not set(where) - set(MEMBERS) and _with_targets(session, user, years, [measure]):
        for year in years:
            question = asked(session, user, Plan(year, measure, LEVEL), by=("month",), where=where, as_of=None)
            split = aims(session, sheet(session, user, question.plan), question).rows
            pairs = zip(split["month"], split["target"], strict=True)
            found |= {(year, int(month)): int(amount) for month, amount in pairs}
    return [found.get((calendar.fiscal_year(day), fiscal_month(calendar, day.month))) for day in months]


def _labels(calendar: FiscalCalendar, period: Range) -> list[str]:
    labels, day = [], period.start
    while day <= period.end:
        labels.append(calendar.label("month", day))
        day = month_end(day) + timedelta(days=1)
    return labels


def _with_targets(session: Session, user: User, years: Sequence[int], measures: Iterable[str]) -> list[str]:
    """The measures that have targets in one of the years and that the user may see."""
    there = select(TargetSheet.measure).where(
        TargetSheet.year.in_(years), TargetSheet.level == LEVEL, TargetSheet.version > 0
    )
    known = set(session.scalars(there))
    return [name for name in measures if name in known and (user.may("kpis.read") or REGISTRY[name].is_quantity)]
