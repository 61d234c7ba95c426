"""Merging two members that are one: the log of merges is the truth, ``merged_into_id`` follows from it."""

import json
from dataclasses import dataclass

import pandas as pd
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from salesdash.access import audit
from salesdash.access.identity import User
from salesdash.errors import BadInput, Conflict
from salesdash.locale import N_
from salesdash.masterdata import dimensions, trees
from salesdash.masterdata.dimensions import DIMENSIONS, Dimension
from salesdash.masterdata.effects import mark_merged
from salesdash.models import CreditShare, MemberMerge, OrderLine
from salesdash.models.base import now

COLUMNS = ["merge", "dimension", "from", "from_name", "into", "into_name", "at", "by"]


@dataclass(frozen=True)
class Preview:
    """What a merge would do: ``lines`` that would count for ``into``, members merged into the first one before that
    follow it, members directly below it that would stand below the other."""

    source: str
    into: str
    lines: int
    followers: int
    children: int


def preview(session: Session, user: User, key: str, source: str, into: str) -> Preview:
    """What ``merge`` would do, without doing it; raises what it would raise."""
    of = dimensions.dimension(user, key)
    from_, to = _pair(session, of, source, into, lock=False)
    followers = session.scalars(select(of.model.id).where(of.model.merged_into_id == from_.id)).all()
    children = 0
    if of.tree:
        children = sum(parent == from_.id for parent in trees.parents(session, of).values())
    return Preview(from_.code, to.code, _lines(session, of, [from_.id, *followers]), len(followers), children)


def merge(session: Session, user: User, key: str, source: str, into: str, *, version: int | None = None) -> int:
    """From now on ``source`` counts as ``into`` everywhere, for all dates; returns the number of the merge, which
    ``undo`` takes. Order lines keep the member that their file named.

    ``version``: that of ``source`` as the person saw it. Raises BadInput for unknown codes, one and the same member
    or one that stands below the other, Conflict for one that is merged already or was changed meanwhile.
    """
    of = dimensions.dimension(user, key)
    if of.tree:
        trees.parents(session, of, lock=True)
    from_, to = _pair(session, of, source, into, lock=True)
    dimensions.check_version(from_, version)
    followers = list(session.scalars(select(of.model.id).where(of.model.merged_into_id == from_.id)))
    entry = MemberMerge(
        dimension=key, from_id=from_.id, into_id=to.id, redirected=json.dumps(followers), merged_by=user.login
    )
    session.add(entry)
    session.flush()
    _follow(session, of)
    audit.record(session, user, "merge", key, from_.code, None, {"into": to.code})
    mark_merged(session, of, {from_.id, to.id, *followers})
    return entry.id


def undo(session: Session, user: User, merge_id: int) -> None:
    """Takes a merge back: both members stand for themselves again, and what was merged into the first one before
    follows it. Raises BadInput for a merge that does not exist, Conflict for one that was undone."""
    entry = session.get(MemberMerge, merge_id, with_for_update=True, populate_existing=True)
    if entry is None:
        user.require("master.manage")
        raise BadInput("unknown_merge", N_("There is no merge {merge}."), merge=merge_id)
    of = dimensions.dimension(user, entry.dimension)
    if entry.undone_at is not None:
        raise Conflict("merge_undone", N_("This merge was undone already."))
    entry.undone_at = now()
    session.flush()
    moved = _follow(session, of) | {entry.from_id}
    names = dimensions.codes(session, of.model, [entry.from_id, entry.into_id])
    audit.record(
        session, user, "undo merge", of.key, names.get(entry.from_id, ""), {"into": names.get(entry.into_id)}, None
    )
    mark_merged(session, of, moved | {entry.into_id})


def merges(session: Session, user: User, key: str | None = None) -> pd.DataFrame:
    """The merges in force, newest first: COLUMNS; ``at`` in UTC. Takes one of the dimension's permissions; without
    ``key`` those of all dimensions that the user may look after."""
    wanted = [dimensions.dimension(user, key)] if key else _mine(user)
    rows = []
    for of in wanted:
        entries = session.scalars(
            select(MemberMerge).where(MemberMerge.dimension == of.key, MemberMerge.undone_at.is_(None))
        ).all()
        ids = [one for entry in entries for one in (entry.from_id, entry.into_id)]
        names = {one.id: one for one in session.scalars(select(of.model).where(of.model.id.in_(ids)))}
        for entry in entries:
            if entry.from_id in names and entry.into_id in names:
                pair = (names[entry.from_id], names[entry.into_id])
                named = [value for one in pair for value in (one.code, one.name)]
                rows.append([entry.id, of.key, *named, entry.merged_at, entry.merged_by])
    listed = pd.DataFrame(rows, columns=COLUMNS)
    return listed.sort_values("merge", ascending=False, ignore_index=True)


def _mine(user: User) -> list[Dimension]:
    user.require("master.manage", "people.manage")
    return [of for of in DIMENSIONS.values() if any(user.may(p) for p in of.permissions)]


def _pair(session: Session, of: Dimension, source: str, into: str, *, lock: bool) -> tuple:
    if source == into:
        raise BadInput("same_member", N_("A member cannot be merged into itself."))
    from_, to = dimensions.members(session, of, [source, into], lock=lock)
    for one in (from_, to):
        if one.merged_into_id is not None:
            raise Conflict("merged_already", N_("{member} was merged already. Undo that first."), member=one.code)
    if of.tree and to.id in trees.below(trees.parents(session, of), from_.id):
        raise BadInput(
            "below_itself", N_("{into} stands below {member}. Move it first."), into=to.code, member=from_.code
        )
    return from_, to


def _follow(session: Session, of: Dimension) -> set[int]:
    """Makes every ``merged_into_id`` say what the merges in force say, chains resolved; returns who changed."""
    in_force = select(MemberMerge.from_id, MemberMerge.into_id).where(
        MemberMerge.dimension == of.key, MemberMerge.undone_at.is_(None)
    )
    edges: dict[int, int] = dict(session.execute(in_force).tuples().all())
    concerned = select(of.model).where(of.model.merged_into_id.is_not(None) | of.model.id.in_(edges))
    changed = set()
    for one in session.scalars(concerned.order_by(of.model.id).with_for_update()):
        into = edges.get(one.id)
        while into is not None and into in edges:
            into = edges[into]
        if one.merged_into_id != into:
            one.merged_into_id = into
            changed.add(one.id)
    session.flush()
    return changed


def _lines(session: Session, of: Dimension, ids: list[int]) -> int:
    """How many lines name one of the members."""
    if of.key == "rep":
        groups = select(CreditShare.group_id).where(CreditShare.person_id.in_(ids))
        condition = OrderLine.credit_id.in_(groups)
    elif of.line_column is not None:
        condition = of.line_column.in_(ids)
    else:
        return 0
    return session.scalar(select(func.count()).select_from(OrderLine).where(condition)) or 0
