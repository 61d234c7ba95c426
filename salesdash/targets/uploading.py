"""Targets from a file: put together, and taken back together."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from salesdash.access.identity import User
from salesdash.analytics.target_sheet import Cell as Coordinates
from salesdash.analytics.target_sheet import Impossible, Sheet
from salesdash.errors import Conflict, NotPermitted
from salesdash.models import TargetProposal, TargetSheet, TargetVersion
from salesdash.targets import approvals, authority, changing, coding, history, operations, state, storage
from salesdash.targets.changing import Change, Turn
from salesdash.targets.plan import Cell, Plan
from salesdash.targets.reading import sheet
from salesdash.targets.scoping import reach
from salesdash.targets.setting import set_many


@dataclass(frozen=True)
class Uploaded:
    """What became of the targets of one plan; ``before`` and ``after``: the plan's sum as far as the person may see
    it; ``after`` is what is in force, of an outlook what it would be once approved; ``give_way``: what moved, as in
    ``set_many``."""

    plan: Plan
    change: Change
    before: int
    after: int
    give_way: str


def upload(
    session: Session, user: User, plan: Plan, amounts: Mapping[Cell, int], *, batch_id: int, reason: str
) -> Uploaded:
    """Sets all cells as one change. What stood above them undivided gives way if it suffices, so that a sum that was
    set first is what the file divides; else what stands above moves. Raises as ``set_many``."""
    rows = [(cell, amount, None) for cell, amount in amounts.items()]
    at = changing.turn(session, user, plan)
    before = sheet(session, user, plan).value(Coordinates())
    way = _way(at.sheet, _operation(session, at, amounts))
    change = set_many(session, user, plan, rows, give_way=way, reason=reason, batch_id=batch_id)
    after = sheet(session, user, plan).value(Coordinates())
    return Uploaded(plan, change, before, after, way)


def outlook(session: Session, user: User, plan: Plan, amounts: Mapping[Cell, int]) -> Uploaded:
    """What ``upload`` would do, without doing it; raises what it would raise."""
    user.require("targets.set")
    plan.check()
    row = storage.sheet_of(session, plan)
    whole = state.load(session, plan, row)
    at = Turn(plan, row or storage.blank(plan), whole, reach(session, user))
    operation = _operation(session, at, amounts)
    way = operation["give_way"] = _way(whole, operation)
    new = changing.applied(session, at, operation)
    changed = state.difference(whole, new)
    changing.check_touched(session, at, changed)
    moved = authority.moved(whole, new, changed, operation)
    alone = authority.may_alone(session, user, plan, moved, whole.value(Coordinates()))
    before = sheet(session, user, plan).value(Coordinates())
    after = sum(new.amounts[at.reach.inside(new.coordinates)].tolist())
    return Uploaded(plan, Change("in_force" if alone else "proposed", None, None, moved), before, after, way)


def _operation(session: Session, at: Turn, amounts: Mapping[Cell, int]) -> dict[str, Any]:
    places = coding.located(session, at.plan, list(amounts))
    cells = [[list(place), amount] for place, amount in zip(places, amounts.values(), strict=True)]
    people = None if at.reach.people is None else sorted(at.reach.people)
    return {"kind": "set", "cells": cells, "give_way": "siblings", "people": people}


def _way(whole: Sheet, operation: Mapping[str, Any]) -> str:
    """Siblings where they can give way without anything else that somebody set being changed."""
    wanted = {Coordinates(*cell) for cell, _ in operation["cells"]}
    others = [cell for cell in whole.marks if cell not in wanted]
    if not others:
        return "parent"
    try:
        new = operations.apply(whole, operation)
    except Impossible:
        return "parent"
    return "siblings" if whole.values(others) == new.values(others) else "parent"


def take_back(session: Session, user: User, batch_id: int, reason: str) -> tuple[int, int, int]:
    """Undoes the changes that an import made, the newest first, and withdraws those that wait. Gives how many were
    taken back, how many could not be since later ones changed the same targets, and of how many the undoing waits
    for approval. Takes targets.set."""
    user.require("targets.set")
    _take_turns(session, batch_id)
    made = (
        select(TargetVersion, TargetSheet)
        .join(TargetSheet, TargetSheet.id == TargetVersion.sheet_id)
        .where(TargetVersion.batch_id == batch_id, TargetVersion.undoes.is_(None))
        .order_by(TargetVersion.sheet_id, TargetVersion.number.desc())
    )
    undone = kept = waiting = 0
    for version, row in session.execute(made).tuples().all():
        plan = Plan(row.year, row.measure, row.level)
        try:
            with session.begin_nested():
                change = history.undo(session, user, plan, version.number, reason)
        except (Conflict, NotPermitted):
            kept += 1
        else:
            undone += change.status == "in_force"
            waiting += change.status == "proposed"
    undone += approvals.withdraw_import(session, user, batch_id, reason)
    return undone, kept, waiting


def _take_turns(session: Session, batch_id: int) -> None:
    """Locks the sheets that the import changed or wants to change: nobody decides on them meanwhile."""
    concerned = select(TargetVersion.sheet_id).where(TargetVersion.batch_id == batch_id)
    proposed = select(TargetProposal.sheet_id).where(TargetProposal.batch_id == batch_id)
    wanted = select(TargetSheet.id).where(TargetSheet.id.in_(concerned.union(proposed)))
    session.execute(wanted.order_by(TargetSheet.id).with_for_update()).all()
