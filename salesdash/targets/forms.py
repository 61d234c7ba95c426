"""What forms need to know: which members can be chosen, and how a cell stands."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from salesdash import company
from salesdash.access.identity import User
from salesdash.analytics.target_sheet import Cell as Coordinates
from salesdash.analytics.target_sheet.cells import ancestors, contains
from salesdash.filters import Members, Option, member_names
from salesdash.masterdata import dimensions
from salesdash.masterdata.dimensions import DIMENSIONS
from salesdash.targets import coding, reading
from salesdash.targets.coding import MEMBERS, QUARTER
from salesdash.targets.plan import Cell, Plan, require_reading
from salesdash.targets.scoping import reach


@dataclass(frozen=True)
class About:
    """A cell as it is: its amount, whether somebody set it and whether it is locked. ``above``: the nearest cells that
    were set and hold it, each with its amount and whether it is locked."""

    amount: int
    is_set: bool
    locked: bool
    above: tuple[tuple[Cell, int, bool], ...]


def about(session: Session, user: User, plan: Plan, cell: Cell) -> About:
    """How a cell stands, as far as the person may see. Raises BadInput for unknown members and periods."""
    plan.check()
    require_reading(user, plan.measure)
    (where,) = coding.located(session, plan, [cell])
    sheet = reading.sheet(session, user, plan)
    holding = [wider for wider in ancestors(where, sheet.above) if wider in sheet.marks]
    nearest = [mark for mark in holding if not any(other != mark and contains(mark, other, sheet.above)
                                                   for other in holding)]  # fmt: skip
    codes = coding.in_codes(session, plan, nearest)
    above = tuple(
        (_cell(session, plan, mark, words), sheet.value(mark), sheet.marks[mark])
        for mark, words in zip(nearest, codes, strict=True)
    )
    return About(sheet.value(where), where in sheet.marks, sheet.marks.get(where, False), above)


def _cell(session: Session, plan: Plan, mark: Coordinates, words: dict[str, Any]) -> Cell:
    members = {name: words[name] for name in MEMBERS}
    if mark.period > QUARTER:
        return Cell(plan.year, quarter=mark.period - QUARTER, **members)
    month = coding.calendar_month(company.calendar(session), mark.period) if mark.period else None
    return Cell(plan.year, month=month, **members)


def members(session: Session, user: User) -> dict[str, Members]:
    """What targets can be set for: dimension → active members that the person may choose (people and regions in their
    scope), by name."""
    user.require("targets.set", "targets.approve", "kpis.read", "kpis.quantities")
    seen = reach(session, user)
    narrowed = {"rep": seen.people, "region": seen.regions}
    found = {}
    for dimension in MEMBERS:
        model, allowed = DIMENSIONS[dimension].model, narrowed.get(dimension)
        wanted = select(model).where(model.active, model.merged_into_id.is_(None), dimensions.visible(model))
        rows = [one for one in session.scalars(wanted) if allowed is None or one.id in allowed]
        rows.sort(key=lambda one: (one.name.casefold(), one.code))
        found[dimension] = Members(Option(one.code, member_names(one)) for one in rows)
    return found
