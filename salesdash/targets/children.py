"""What a cell can be split into: the members of a split, and the months that people serve."""

from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from salesdash import company
from salesdash.access import scope
from salesdash.analytics.target_sheet import Cell as Coordinates
from salesdash.dimensions import dimension_name
from salesdash.errors import BadInput
from salesdash.kpis.filters import below, merged, region_parents
from salesdash.locale import N_
from salesdash.masterdata import dimensions
from salesdash.masterdata.dimensions import DIMENSIONS
from salesdash.models import Person, Region
from salesdash.targets import coding
from salesdash.targets.coding import MEMBERS, QUARTER, months_of
from salesdash.targets.plan import Plan

#: dimensions that a cell can be split by
SPLITS = ("quarter", "month", *MEMBERS)


def check(cell: Coordinates, by: str) -> None:
    """Raises BadInput where a cell cannot be split by a dimension."""
    if by not in SPLITS:
        raise BadInput(
            "unknown_dimension", N_("{dimension} is no dimension that can be used here. There are: {known}."),
            dimension=by, known=", ".join(SPLITS),
        )  # fmt: skip
    period = {"quarter": cell.period != 0, "month": 0 < cell.period <= 12}
    named = by in MEMBERS and by != "region" and getattr(cell, by)
    if period.get(by) or named:
        raise BadInput("not_a_child", N_("This cell names one already: {name}."), dimension=by, name=dimension_name(by))


def periods(cell: Coordinates, by: str) -> list[int]:
    """The quarters or months of a cell, in their order."""
    months = months_of(cell.period)
    return [QUARTER + quarter for quarter in range(1, 5)] if by == "quarter" else list(months)


def assigned(session: Session, plan: Plan, cell: Coordinates, by: str) -> set[int]:
    """The active members that belong to the cell: regions directly below the one it names (or at the top), people
    whose place is in its region, all lines and channels."""
    if by == "rep":
        return _people(session, plan, cell)
    model = DIMENSIONS[by].model
    wanted = select(model.id).where(model.active, model.merged_into_id.is_(None), dimensions.visible(model))
    found = set(session.scalars(wanted))
    if by == "region":
        found &= set(regions(session, cell))
    return found


def regions(session: Session, cell: Coordinates) -> list[int]:
    """All regions directly below the cell's, or at the top, active or not."""
    away = merged(session, Region)
    parents = region_parents(session)
    return [
        member for member, above in parents.items()
        if member not in away and (above == cell.region and member != above if cell.region else above == member)
    ]  # fmt: skip


def standing(session: Session, cell: Coordinates) -> dict[int, int]:
    """Region → the region of the split that it lies in."""
    children = regions(session, cell)
    return {member: child for child in children for member in below(session, Region, frozenset({child}))}


def _people(session: Session, plan: Plan, cell: Coordinates) -> set[int]:
    fiscal = company.calendar(session)
    days = coding.days_of(fiscal, plan.year, cell.period)
    today = company.today(company.settings(session))
    day = min(max(today, days.start), days.end)
    away = merged(session, Person)
    active = set(session.scalars(select(Person.id).where(Person.active, dimensions.visible(Person)))) - set(away)
    places = [place for place in scope.places(session, day) if place.person_id in active]
    if not cell.region:
        return {place.person_id for place in places}
    inside = below(session, Region, frozenset({cell.region}))
    into = merged(session, Region)
    return {place.person_id for place in places if into.get(place.region_id or 0, place.region_id) in inside}


def served(session: Session, plan: Plan, cell: Coordinates, people: set[int]) -> dict[int, list[int]]:
    """Person → the fiscal months of the cell in which they are there: from the month of joining to that of leaving.
    Only of those who are not there all the time."""
    fiscal = company.calendar(session)
    months = list(months_of(cell.period))
    bounds = [coding.days_of(fiscal, plan.year, month) for month in months]
    rows = session.execute(
        select(Person.id, Person.hired_on, Person.left_on).where(
            Person.id.in_(people), Person.hired_on.is_not(None) | Person.left_on.is_not(None)
        )
    )
    found = {}
    for person, hired, left in rows:
        there = [
            month for month, days in zip(months, bounds, strict=True)
            if (hired or date.min) <= days.end and (left or date.max) >= days.start
        ]  # fmt: skip
        if len(there) < len(months):
            found[person] = there
    return found


def order(session: Session, plan: Plan, by: str, members: list[int]) -> list[int]:
    """Members by their names (periods by time)."""
    if by in ("quarter", "month"):
        return members
    known = coding.names(session, by, members)
    return sorted(members, key=lambda member: (known[member][1].casefold(), known[member][0]))
