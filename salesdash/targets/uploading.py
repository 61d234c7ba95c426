"""Targets from a file: put together, and taken back together."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from salesdash.access.identity import User
from salesdash.analytics.target_sheet import Cell as Coordinates
from salesdash.analytics.target_sheet import Impossible, Sheet
from salesdash.errors import Conflict, NotPermitted
from salesdash.models import TargetProposal, TargetSheet, TargetVersion
from salesdash.targets import approvals, changing, coding, history, operations
from salesdash.targets.changing import Change
from salesdash.targets.plan import Cell, Plan
from salesdash.targets.reading import sheet
from salesdash.targets.setting import set_many


@dataclass(frozen=True)
class Uploaded:
    """What became of the targets of one plan; ``before`` and ``after``: the plan's sum as far as the person may see
    it, ``after`` being what is in force; ``give_way``: what moved, as in ``set_many``."""

    plan: Plan
    change: Change
    before: int
    after: int
    give_way: str


def upload(
    session: Session, user: User, plan: Plan, amounts: Mapping[Cell, int], *, batch_id: int | None, reason: str
) -> Uploaded:
    """Sets all cells as one change. What stood above them undivided gives way if it suffices, so that a sum that was
    set first is what the file divides; else what stands above moves. Raises as ``set_many``."""
    rows = [(cell, amount, None) for cell, amount in amounts.items()]
    at = changing.turn(session, user, plan)
    before = sheet(session, user, plan).value(Coordinates())
    places = coding.located(session, plan, list(amounts))
    wanted = dict(zip(places, amounts.values(), strict=True))
    people = None if at.reach.people is None else sorted(at.reach.people)
    way = _way(at.sheet, wanted, people)
    change = set_many(session, user, plan, rows, give_way=way, reason=reason, batch_id=batch_id)
    after = sheet(session, user, plan).value(Coordinates())
    return Uploaded(plan, change, before, after, way)


def _way(whole: Sheet, wanted: Mapping[Coordinates, int], people: Sequence[int] | None) -> str:
    """Siblings where they can give way without anything else that somebody set being changed."""
    others = [cell for cell in whole.marks if cell not in wanted]
    if not others:
        return "parent"
    cells = [[list(cell), amount] for cell, amount in wanted.items()]
    operation = {"kind": "set", "cells": cells, "give_way": "siblings", "people": people}
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
