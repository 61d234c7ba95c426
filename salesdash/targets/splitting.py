"""Splitting a cell over periods or members, with a preview."""

from collections.abc import Collection
from dataclasses import dataclass

import numpy as np
import pandas as pd
from sqlalchemy.orm import Session

from salesdash.access.identity import User
from salesdash.analytics.target_sheet import Cell as Coordinates
from salesdash.analytics.target_sheet import Sheet
from salesdash.errors import BadInput
from salesdash.locale import N_
from salesdash.targets import changing, children, coding, storage, weights
from salesdash.targets.changing import Change, Request, Turn
from salesdash.targets.plan import Cell, Plan
from salesdash.targets.weights import Weights


@dataclass(frozen=True)
class Split:
    """``parent``: the amount that is split. ``rows``: the members with {by} (code, label of the period), {by}_name,
    weight, amount, locked, and ``now``, the amount before. ``change``: what became of it, None for a preview.
    ``empty``: members that are locked now and had no amount, so that they stay at 0."""

    parent: int
    rows: pd.DataFrame
    change: Change | None
    empty: tuple[str, ...] = ()


def split(  # noqa: PLR0917 - what is split, over what, by what
    session: Session,
    user: User,
    plan: Plan,
    cell: Cell,
    by: str,
    by_weights: Weights | str = "last-year",
    *,
    locks: Collection[str] = (),
    dry_run: bool = False,
    reason: str = "",
) -> Split:
    """Splits a cell over ``by`` (quarter, month, region, product_line, channel, rep) by weights; the parts sum to it
    exactly. ``locks``: members (codes, labels) that keep the amount they have and are locked from now on; what was
    locked stays so. ``dry_run`` shows what would come about, in a reading transaction too.

    People who join or leave in between weigh by the months they serve and get nothing in others. Takes targets.set and,
    with a narrow scope, a cell of one of the own people. Raises BadInput where there is nothing to split, nobody to
    split it over or nothing to weigh by, Conflict where locks leave no room, as ``set_amount`` else.
    """
    user.require("targets.set")
    plan.check()
    if dry_run:
        at = changing.turn_on(session, user, plan, storage.sheet_of(session, plan) or storage.blank(plan))
    else:
        at = changing.turn(session, user, plan)
    (where,) = coding.located(session, plan, [cell])
    at.reach.require(where)
    children.check(where, by)
    parent = at.sheet.value(where)
    if not parent:
        raise BadInput(
            "nothing_to_split",
            N_("{cell} has no target yet. Set it first."),
            cell=coding.in_words(session, plan, where),
        )
    chosen = Weights(by_weights) if isinstance(by_weights, str) else by_weights
    weight = weights.weigh(session, plan, where, by, chosen)
    served = children.served(session, plan, where, set(weight)) if by == "rep" else {}
    gone = {person for person, months in served.items() if not months}
    weight = {member: value for member, value in weight.items() if member not in gone}
    if not weight:
        raise BadInput(
            "no_members",
            N_("{cell}: there is nobody and nothing to split it over."),
            cell=coding.in_words(session, plan, where),
        )
    locked = _locked(session, at, where, by, weight=weight, locks=locks)
    operation = {
        "kind": "split", "cell": list(where), "by": by, "weights": {str(m): w for m, w in weight.items()},
        "locked": sorted(locked), "served": {str(p): m for p, m in served.items() if p not in gone},
    }  # fmt: skip
    new = changing.applied(session, at, operation)
    rows = _rows(session, at, where, by, new=new, weight=weight)
    request = Request(operation, where, reason)
    change = None if dry_run else changing.carry_out(session, user, at, request, new)
    return Split(parent, rows, change, _empty(at, where, by, weight=weight, rows=rows))


def _locked(
    session: Session, at: Turn, cell: Coordinates, by: str, *, weight: dict[int, float], locks: Collection[str]
) -> set[int]:
    """Members that keep their amount: those named, and those locked before."""
    before = {member for member in weight if at.sheet.marks.get(_child(cell, by, member))}
    if by in ("quarter", "month"):
        named = {weights.written_period(session, at.plan, by, code) for code in locks}
    else:
        named = set(coding.ids(session, by, locks).values())
    if outside := named - set(weight):
        where = coding.in_words(session, at.plan, _child(cell, by, min(outside)))
        raise BadInput("not_a_child", N_("{cell} is no part of what is split."), cell=where)
    return before | named


def _child(cell: Coordinates, by: str, member: int) -> Coordinates:
    return cell._replace(**{"period" if by in ("quarter", "month") else by: member})


def _rows(
    session: Session, at: Turn, cell: Coordinates, by: str, *, new: Sheet, weight: dict[int, float]
) -> pd.DataFrame:
    members = list(weight)
    cells = [_child(cell, by, member) for member in members]
    before, after = at.sheet.values(cells), new.values(cells)
    codes = weights.codes_of(members, session, at.plan, by)
    known = {} if by in ("quarter", "month") else coding.names(session, by, members)
    return pd.DataFrame(
        {
            by: codes,
            f"{by}_name": [known[member][1] if known else code for member, code in zip(members, codes, strict=True)],
            "weight": [float(weight[member]) for member in members],
            "amount": [after[one] for one in cells],
            "locked": [bool(new.marks.get(one)) for one in cells],
            "now": [before[one] for one in cells],
        }
    )


def _empty(at: Turn, cell: Coordinates, by: str, *, weight: dict[int, float], rows: pd.DataFrame) -> tuple[str, ...]:
    """Members that this split locks and that have no amount."""
    held = np.array([bool(at.sheet.marks.get(_child(cell, by, member))) for member in weight], np.bool_)
    return tuple(rows.loc[rows["locked"] & ~held & (rows["now"] == 0), by].astype(str))
