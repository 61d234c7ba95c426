"""Cells in codes made into coordinates, and back."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from salesdash import company
from salesdash.analytics.target_sheet import Cell as Coordinates
from salesdash.errors import BadInput
from salesdash.kpis.names import members as names
from salesdash.locale import N_
from salesdash.locale import gettext as _
from salesdash.masterdata import dimensions
from salesdash.masterdata.dimensions import DIMENSIONS
from salesdash.periods import FiscalCalendar, Range
from salesdash.targets.plan import Cell, Plan

#: the dimensions of a cell that have members, in the order of its coordinates
MEMBERS = ("region", "product_line", "channel", "rep")
#: code of the first quarter less one
QUARTER = 100


def fiscal_month(fiscal: FiscalCalendar, month: int) -> int:
    """A month of the calendar, counted from the first of the fiscal year."""
    return (month - fiscal.first_month) % 12 + 1


def calendar_month(fiscal: FiscalCalendar, month: int) -> int:
    """A month of the fiscal year, as the calendar counts it."""
    return (month + fiscal.first_month - 2) % 12 + 1


def months_of(period: int) -> range:
    """The fiscal months of a period: 0 the year, 101 to 104 a quarter, 1 to 12 a month."""
    if period == 0:
        return range(1, 13)
    if period > QUARTER:
        return range(3 * (period - QUARTER) - 2, 3 * (period - QUARTER) + 1)
    return range(period, period + 1)


def days_of(fiscal: FiscalCalendar, year: int, period: int) -> Range:
    """First and last day of a period of a fiscal year."""
    if period == 0:
        return fiscal.year_bounds(year)
    if period > QUARTER:
        return fiscal.quarter_bounds(year, period - QUARTER)
    return fiscal.month_bounds(year, calendar_month(fiscal, period))


def label_of(fiscal: FiscalCalendar, year: int, period: int) -> str:
    """The label of a period: 2026, 2026-Q1, 2026-03."""
    grain = "year" if period == 0 else "quarter" if period > QUARTER else "month"
    return fiscal.label(grain, days_of(fiscal, year, period).start)  # type: ignore[arg-type]


def period_of(fiscal: FiscalCalendar, plan: Plan, cell: Cell) -> int:
    """The period of a cell. Raises BadInput for one that does not exist or lies in another year."""
    if cell.year != plan.year:
        raise BadInput(
            "other_year", N_("The cell lies in {year}, the targets in {plan_year}."), year=cell.year,
            plan_year=plan.year,
        )  # fmt: skip
    if cell.month is not None and cell.quarter is not None:
        raise BadInput("two_periods", N_("Name a quarter or a month, not both."))
    if cell.month is not None:
        if not 1 <= cell.month <= 12:
            raise BadInput("unknown_month", N_("There is no month {month}: 1 to 12."), month=cell.month)
        return fiscal_month(fiscal, cell.month)
    if cell.quarter is not None:
        if not 1 <= cell.quarter <= 4:
            raise BadInput("unknown_quarter", N_("There is no quarter {quarter}: 1 to 4."), quarter=cell.quarter)
        return QUARTER + cell.quarter
    return 0


def located(session: Session, plan: Plan, cells: Sequence[Cell]) -> list[Coordinates]:
    """The coordinates of cells; members that were merged are what stands for them. Raises BadInput
    ``unknown_member`` and for periods that do not exist."""
    fiscal = company.calendar(session)
    known = {
        dimension: ids(session, dimension, {code for cell in cells if (code := getattr(cell, dimension))})
        for dimension in MEMBERS
    }
    return [
        Coordinates(
            period_of(fiscal, plan, cell),
            *(known[dimension][code] if (code := getattr(cell, dimension)) else 0 for dimension in MEMBERS),
        )
        for cell in cells
    ]


def ids(session: Session, dimension: str, codes: Iterable[str]) -> dict[str, int]:
    """Code → id of the members of a dimension, merges followed. Raises BadInput ``unknown_member``."""
    wanted = sorted(set(codes))
    model = DIMENSIONS[dimension].model
    found: dict[str, int] = {}
    for start in range(0, len(wanted), 500):
        rows = session.execute(
            select(model.code, model.id, model.merged_into_id).where(
                model.code.in_(wanted[start : start + 500]), dimensions.visible(model)
            )
        )
        found |= {code: into or member for code, member, into in rows}
    if unknown := [code for code in wanted if code not in found]:
        raise unknown_member(dimension, ", ".join(unknown[:10]))
    return found


def unknown_member(dimension: str, member: str) -> BadInput:
    """The error for a code that no member has."""
    return BadInput(
        "unknown_member",
        N_("{dimension}: there is no member with the code {member}."),
        dimension=dimension,
        member=member,
    )


def in_codes(session: Session, plan: Plan, cells: Sequence[Coordinates]) -> list[dict[str, Any]]:
    """Cells as the audit trail and lists show them: "period" (its label) and the code of each member, None for all."""
    fiscal = company.calendar(session)
    known = {
        dimension: names(session, dimension, {cell[place] for cell in cells if cell[place]})
        for place, dimension in enumerate(MEMBERS, 1)
    }
    found: list[dict[str, Any]] = []
    for cell in cells:
        members = {name: known[name][cell[place]][0] if cell[place] else None for place, name in enumerate(MEMBERS, 1)}
        found.append({"period": label_of(fiscal, plan.year, cell.period), **members})
    return found


def in_words(session: Session, plan: Plan, cell: Coordinates) -> str:
    """A cell in words of the language in force: 2026-03 · North · Ann."""
    parts = [label_of(company.calendar(session), plan.year, cell.period)]
    for place, dimension in enumerate(MEMBERS, 1):
        if member := cell[place]:
            parts.append(names(session, dimension, {member}).get(member, ("", _("unknown")))[1])
    return " · ".join(parts)


def key_of(plan: Plan, words: Mapping[str, Any]) -> str:
    """How the audit trail names a cell, from ``in_codes``."""
    named = [f"{name} {words[name]}" for name in MEMBERS if words[name]]
    return " / ".join([f"{words['period']} {plan.measure} {plan.level}", *named])
