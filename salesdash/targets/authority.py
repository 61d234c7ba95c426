"""Who may change targets by how much alone: what a change moves, and the limit of a person's position."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from salesdash.access.identity import User
from salesdash.access.setup import CHANGE_OF_TARGETS
from salesdash.analytics.target_sheet import Cell as Coordinates
from salesdash.analytics.target_sheet import Sheet
from salesdash.metrics import REGISTRY
from salesdash.models import Account, AuthorityLimit, Position, TargetSheet, TargetVersion
from salesdash.models.base import now
from salesdash.targets import state, storage
from salesdash.targets.plan import Plan, unit
from salesdash.targets.state import Difference

#: changes of so long count together
OF_LATE = timedelta(days=30)
#: of measures that are no money, whoever may not approve changes up to this part of the sheet alone
FREE_PART = 10


def moved(old: Sheet, new: Sheet, changed: Difference, operation: Mapping[str, Any]) -> int:
    """How much a change moves: the larger of what was added and what was taken away, over all cells. A split moves only
    what children lose that had something: telling apart what was one amount moves nothing."""
    if operation["kind"] == "split":
        cell, by = Coordinates(*operation["cell"]), operation["by"]
        field = "period" if by in ("month", "quarter") else by
        children = [cell._replace(**{field: int(member)}) for member in operation["weights"]]
        before, after = old.values(children), new.values(children)
        return sum(max(before[child] - after[child], 0) for child in children)
    change = changed.after - changed.before
    return int(max(change[change > 0].sum(), -change[change < 0].sum()))


def limit(session: Session, user: User) -> int | None:
    """Up to what amount of money (1/10,000) the user may change targets alone; None: any. It is the limit of their
    position; without one, whoever approves targets has none and everybody else may change nothing alone."""
    if user.operator:
        return None
    account = session.get(Account, user.id)
    position = account.position_id if account else None
    found = session.scalar(
        select(AuthorityLimit.amount)
        .join(Position, Position.id == AuthorityLimit.position_id)
        .where(
            Position.id == position if position else Position.code == user.role,
            AuthorityLimit.subject == CHANGE_OF_TARGETS,
        )
        .limit(1)
    )
    if found is not None:
        return int(found)
    return None if user.may("targets.approve") else 0


def may_alone(session: Session, user: User, plan: Plan, amount: int, whole: int) -> bool:
    """Whether a change is within the user's authority, together with what they moved there alone of late: a limit
    cannot be passed in slices."""
    return user.operator or within(session, user, plan, amount + _moved_of_late(session, user, plan), whole)


def within(session: Session, user: User, plan: Plan, amount: int, whole: int) -> bool:
    """Whether moving ``amount`` of a sheet of ``whole`` is within the user's authority. Limits are amounts of money: of
    other measures, whoever approves targets may change all, others up to a tenth."""
    if user.operator:
        return True
    if REGISTRY[plan.measure].unit != "money":
        return user.may("targets.approve") or amount * FREE_PART <= whole
    most = limit(session, user)
    return most is None or amount <= most


def left(session: Session, user: User, plan: Plan) -> int | None:
    """How much the user may still move alone in a plan, in the smallest steps of its measure; None: any amount. Takes
    targets.set."""
    user.require("targets.set")
    money = REGISTRY[plan.measure].unit == "money"
    if user.operator or (not money and user.may("targets.approve")):
        return None
    row = storage.sheet_of(session, plan)
    most = limit(session, user) if money else state.load(session, plan, row).value(Coordinates()) // FREE_PART
    if most is None:
        return None
    step = unit(session, plan.measure)
    return max(most - _moved_of_late(session, user, plan), 0) // step * step


def _moved_of_late(session: Session, user: User, plan: Plan) -> int:
    """What the user moved in a sheet without anybody's approval in the last days, what was taken back since aside."""
    sheet = select(TargetSheet.id).filter_by(year=plan.year, measure=plan.measure, level=plan.level).scalar_subquery()
    taken_back = select(TargetVersion.undoes).where(TargetVersion.sheet_id == sheet, TargetVersion.undoes.is_not(None))
    alone = select(func.sum(TargetVersion.moved)).where(
        TargetVersion.sheet_id == sheet, TargetVersion.by == user.login, TargetVersion.approved_by.is_(None),
        TargetVersion.undoes.is_(None), TargetVersion.number.not_in(taken_back), TargetVersion.at > now() - OF_LATE,
    )  # fmt: skip
    return int(session.scalar(alone) or 0)
