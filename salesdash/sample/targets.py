"""The sample company's targets: last year's figures with what the director added, split by the services themselves."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from salesdash import company, kpis, targets
from salesdash.access.identity import OPERATOR
from salesdash.appraisal import closing
from salesdash.locale import N_
from salesdash.models import Person
from salesdash.periods import FiscalCalendar
from salesdash.sample.recipe import months_before, recipe
from salesdash.sample.stories import JOINER, LEAVER
from salesdash.targets import Cell, Plan, Weights

#: by how many per cent more than last year the company sets out to do, by measure
GROWTH = {"revenue": 25, "gross_profit": 23, "orders": 14, "new_customers": 8, "receipts": 26}
#: level → per cent of the target
AMBITION = {"base": 92, "stretch": 112}
#: figures of the year before: what they are by (a dimension, or "region REGION" for its people) → member → measure
Figures = Mapping[str, Mapping[str, Mapping[str, float]]]
_SET, _SPLIT = N_("Agreed in the yearly planning"), N_("Split as last year")


def write(session: Session, as_of: date) -> None:
    """Sets the targets of the fiscal year that ``as_of`` lies in and of the one before. The snapshot must be made:
    the splits go by last year's figures."""
    settings = company.settings(session)
    fiscal = settings.calendar
    year = fiscal.fiscal_year(as_of)
    for of in (year - 1, year):
        before = _figures(session, fiscal, of - 1)
        for measure in GROWTH if of == year else ("revenue",):
            _cascade(session, Plan(of, measure), before, 100 + GROWTH[measure], deep=measure == "revenue")
    for level, share in AMBITION.items():
        percent = share * (100 + GROWTH["revenue"]) // 100
        _cascade(session, Plan(year, "revenue", level), before, percent, deep=False)


def close(session: Session, as_of: date) -> None:
    """Closes the month before last, as finance would have done by now. One that has not ended yet stays open: a sample
    may end in the future."""
    settings = company.settings(session)
    fiscal = settings.calendar
    month = fiscal.bounds("month", months_before(as_of, 2))
    if month.end < company.today(settings):
        closing.close(session, OPERATOR, fiscal.label("month", month.start))


def _figures(session: Session, fiscal: FiscalCalendar, year: int) -> Figures:
    days = fiscal.year_bounds(year)

    def asked(*by: str) -> dict[tuple[str, ...], dict[str, float]]:
        rows = kpis.table(session, OPERATOR, days.start, days.end, by=by).rows.set_index(list(by))[list(GROWTH)]
        figures: dict[Any, dict[Any, float]] = rows.astype("Float64").fillna(0.0).clip(lower=0.0).to_dict("index")
        return {key if isinstance(key, tuple) else (key,): row for key, row in figures.items()}

    known = set(session.scalars(select(Person.code)))
    found: dict[str, dict[str, dict[str, float]]] = {
        by: {label: row for (label,), row in asked(by).items()} for by in ("month", "region", "product_line", "rep")
    }
    found["month"] = {label[-2:]: row for label, row in found["month"].items()}
    for (region, rep), row in asked("region", "rep").items():
        found.setdefault(f"region {region}", {})[rep] = row
    for name in ["rep", *(name for name in found if name.startswith("region "))]:
        found[name] = people = {rep: row for rep, row in found[name].items() if rep in known}
        if JOINER not in people and LEAVER in people:
            people[JOINER] = people[LEAVER]  # who joined weighs as the one whose customers they took over
    return found


def _cascade(session: Session, plan: Plan, before: Figures, percent: int, *, deep: bool) -> None:
    """The company's amount, split by month and over people: where ``deep``, by region and product line too."""

    def split(cell: Cell, by: str, weights: Mapping[str, float]) -> None:
        targets.split(session, OPERATOR, plan, cell, by, Weights("typed", weights), reason=_SPLIT)

    of = {by: {code: row[plan.measure] for code, row in rows.items()} for by, rows in before.items()}
    whole = Cell(plan.year)
    amount = _round(sum(of["month"].values()) * percent / 100, targets.scale(plan.measure))
    targets.set_amount(session, OPERATOR, plan, whole, amount, reason=_SET)
    split(whole, "month", of["month"])
    if not deep:
        split(whole, "rep", of["rep"])
        return
    regions = {row["code"]: row["parent"] for row in recipe().regions}
    above = {code: 0.0 for code, parent in regions.items() if not parent}
    for code, parent in regions.items():
        above[parent or code] += of["region"].get(code, 0.0)
    split(whole, "region", above)
    for parent in above:
        inside = {code: of["region"].get(code, 0.0) for code in regions if regions[code] == parent}
        split(Cell(plan.year, region=parent), "region", inside)
        for code in inside:
            split(Cell(plan.year, region=code), "rep", of[f"region {code}"])
    lines = {row["code"] for row in recipe().product_lines}
    split(whole, "product_line", {code: weight for code, weight in of["product_line"].items() if code in lines})


def _round(amount: float, scale: int) -> int:
    """To the nearest 10,000 of the currency, or the nearest 10 of what is counted: a target is a round figure."""
    step = 10_000 * scale if scale > 1 else 10
    return max(round(amount / step), 1) * step
