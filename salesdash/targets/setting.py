"""Setting cells, locking them, and moving targets from one person to another."""

from collections.abc import Sequence
from datetime import date
from fractions import Fraction

from sqlalchemy.orm import Session

from salesdash import company
from salesdash.access.identity import User
from salesdash.analytics.target_sheet import Cell as Coordinates
from salesdash.errors import BadInput
from salesdash.locale import N_
from salesdash.targets import changing, coding, holders, operations
from salesdash.targets.changing import Change, Request
from salesdash.targets.coding import located
from salesdash.targets.plan import Cell, Plan, check_amount, unit

_SIBLINGS_CANNOT = N_(
    "{cell}: what is beside this cell cannot give way by that much. Let the cells above move instead, or unlock "
    "something."
)


def set_amount(
    session: Session,
    user: User,
    plan: Plan,
    cell: Cell,
    amount: int,
    *,
    give_way: str | None = None,
    seen: int | None = None,
    reason: str = "",
) -> Change:
    """Sets the amount of a cell. ``give_way``: "siblings" (what stands above stays, cells beside give way), "parent"
    (what stands above moves), None: siblings where something above was set.

    ``seen``: the amount that the person saw; another one now raises Conflict ``changed_meanwhile`` with both. Takes
    targets.set and, with a narrow scope, a cell of one of the own people. Raises BadInput for amounts that cannot be
    and unknown members, Conflict for what is locked, closed or impossible.
    """
    return set_many(
        session, user, plan, [(cell, amount, seen)], give_way=give_way or "siblings", reason=reason,
        hint=_SIBLINGS_CANNOT if give_way is None else None,
    )  # fmt: skip


def set_many(
    session: Session,
    user: User,
    plan: Plan,
    rows: Sequence[tuple[Cell, int, int | None]],
    *,
    give_way: str = "parent",
    reason: str = "",
    batch_id: int | None = None,
    hint: str | None = None,
) -> Change:
    """Sets many cells at once, all or none: rows of cell, amount and the amount seen (None: not said). ``batch_id``:
    the import that they come from. ``hint``: what to say where siblings cannot give way. As ``set_amount``."""
    at = changing.turn(session, user, plan)
    if give_way not in operations.GIVE_WAY:
        raise BadInput("unknown_give_way", N_("Who gives way is siblings or parent, not {word}."), word=give_way)
    if not rows:
        raise BadInput("nothing_given", N_("There is no target to set."))
    step = unit(session, plan.measure)
    for _, amount, _ in rows:
        check_amount(session, plan.measure, amount, step)
    cells = located(session, plan, [cell for cell, _, _ in rows])
    wanted: dict[Coordinates, int] = {}
    for cell, (_, amount, _) in zip(cells, rows, strict=True):
        at.reach.require(cell)
        if wanted.setdefault(cell, amount) != amount:
            raise BadInput(
                "named_twice", N_("{cell} is named twice, with two amounts."), cell=coding.in_words(session, plan, cell)
            )
    operation = {"kind": "set", "cells": [[list(c), a] for c, a in wanted.items()], "give_way": give_way}
    seen = [(cell, was, amount) for cell, (_, amount, was) in zip(cells, rows, strict=True)]
    subject = cells[0] if len(wanted) == 1 else Coordinates()
    request = Request(operation, subject, reason, seen, hint=hint, batch_id=batch_id)
    return changing.carry_out(session, user, at, request)


def set_lock(session: Session, user: User, plan: Plan, cell: Cell, locked: bool) -> Change:
    """Locks a cell (changes elsewhere leave it alone) or opens it again. As ``set_amount``."""
    at = changing.turn(session, user, plan)
    (where,) = located(session, plan, [cell])
    at.reach.require(where)
    operation = {"kind": "lock", "cell": list(where), "locked": locked}
    return changing.carry_out(session, user, at, Request(operation, where))


def transfer(
    session: Session,
    user: User,
    plan: Plan,
    giver: str,
    taker: str,
    *,
    from_month: int,
    share: Fraction | float = 1,
    customers: Sequence[str] = (),
    reason: str = "",
) -> Change:
    """Moves targets from one person to another, from a month of the calendar to the end of the fiscal year: ``share``
    of each cell; all other sums stay. ``customers`` (codes) are held by the taker from that month's first day.

    Takes targets.set; with a narrow scope both people are in it. Raises as ``set_amount``, BadInput for a share that
    is not above 0 and at most 1.
    """
    at = changing.turn(session, user, plan)
    fiscal = company.calendar(session)
    part = Fraction(share).limit_denominator(1_000_000)
    if not 0 < part <= 1:
        raise BadInput("bad_share", N_("A share is more than 0 and at most 1: {share}."), share=float(share))
    first = coding.period_of(fiscal, plan, Cell(plan.year, month=from_month))
    gives, takes = located(session, plan, [Cell(plan.year, rep=giver), Cell(plan.year, rep=taker)])
    if gives.rep == takes.rep:
        raise BadInput("same_person", N_("Giver and taker are one and the same person."))
    for one in (gives, takes):
        if at.reach.people is not None and one.rep not in at.reach.people:
            at.reach.require(one)
    day: date = fiscal.month_bounds(plan.year, from_month).start
    held = holders.wanted(session, customers, day, takes.rep)
    operation = {
        "kind": "transfer", "giver": gives.rep, "taker": takes.rep, "months": list(range(first, 13)),
        "share": str(part), "customers": held, "since": day.isoformat(),
    }  # fmt: skip
    return changing.carry_out(session, user, at, Request(operation, takes, reason))
