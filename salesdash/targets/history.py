"""The versions of a sheet: who changed what and why, what two of them differ in, and taking one back."""

from collections.abc import Collection, Mapping
from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd
from sqlalchemy import select
from sqlalchemy.orm import Session

from salesdash.access.identity import User
from salesdash.analytics.target_sheet import Cell as Coordinates
from salesdash.analytics.target_sheet import Sheet
from salesdash.errors import BadInput, Conflict
from salesdash.locale import N_
from salesdash.models import TargetSheet, TargetVersion
from salesdash.targets import changing, coding, state, storage, trail
from salesdash.targets.changing import Change, Request, Turn
from salesdash.targets.naming import named
from salesdash.targets.plan import Plan, require_reading
from salesdash.targets.scoping import reach

VERSIONS = [
    "version", "at", "by", "approved_by", "reason", "kind", "period", *coding.MEMBERS, "moved", "undoes", "undone_by",
    "batch",
]  # fmt: skip


def versions(session: Session, user: User, plan: Plan) -> pd.DataFrame:
    """The versions of a sheet, newest first: VERSIONS; ``at`` in UTC, ``kind`` set, split, lock, transfer or undo; the
    cell that was changed by its period's label and members' codes (all None where there were several). With a narrow
    scope those that changed something in it, the cell and ``moved`` only where the cell itself lies in it."""
    plan.check()
    require_reading(user, plan.measure)
    row = storage.sheet_of(session, plan)
    found = list(_versions(session, row)) if row else []
    seen = reach(session, user)
    if row and not seen.everything:
        touching = trail.touching(session, row, seen)
        found = [one for one in found if one.number in touching]
    subjects = [changing.subject_of(one.operation) for one in found]
    cells = coding.in_codes(session, plan, subjects)
    open_ = seen.inside(np.array(subjects, np.int64).reshape(-1, len(Coordinates._fields)))
    named_one = [shown and not _several(one.operation) for one, shown in zip(found, open_, strict=True)]
    cells = [words if one else dict.fromkeys(words) for words, one in zip(cells, named_one, strict=True)]
    undone = {one.undoes: one.number for one in found if one.undoes}
    rows = [
        [one.number, one.at, one.by, one.approved_by, one.reason, one.operation["kind"], *cell.values(),
         one.moved if shown else None, one.undoes, undone.get(one.number), one.batch_id]
        for one, cell, shown in zip(found, cells, open_, strict=True)
    ]  # fmt: skip
    return pd.DataFrame(rows, columns=VERSIONS).astype(
        dict.fromkeys(("moved", "undoes", "undone_by", "batch"), "Int64")
    )


def _several(operation: Mapping[str, Any]) -> bool:
    """Whether a change was about more than one cell, or takes one back that says itself what it was about."""
    return operation["kind"] == "undo" or (operation["kind"] == "set" and len(operation["cells"]) > 1)


def _versions(session: Session, row: TargetSheet) -> Collection[TargetVersion]:
    wanted = select(TargetVersion).where(TargetVersion.sheet_id == row.id).order_by(TargetVersion.number.desc())
    return session.scalars(wanted).all()


def difference(session: Session, user: User, plan: Plan, a: int, b: int) -> pd.DataFrame:
    """What changed from version ``a`` to ``b`` (0: before the first), in the person's scope: a row per cell that is
    split no further: period (label), region, product_line, channel, rep (codes, None: not split) with
    ``{dimension}_name``, before, after, change. Raises BadInput for a version that does not exist."""
    plan.check()
    require_reading(user, plan.measure)
    row = storage.sheet_of(session, plan)
    for number in (a, b):
        _check(row, number)
    changed = state.difference(*(state.load(session, plan, row, number) for number in (a, b)))
    seen = reach(session, user).inside(changed.coordinates)
    frame = pd.DataFrame(changed.coordinates[seen], columns=list(Coordinates._fields))
    frame = named(session, plan, frame)
    frame["before"], frame["after"] = changed.before[seen], changed.after[seen]
    frame["change"] = frame["after"] - frame["before"]
    return frame


def _check(row: TargetSheet | None, number: int) -> None:
    if not 0 <= number <= (row.version if row else 0):
        raise BadInput("unknown_version", N_("There is no version {version} of these targets."), version=number)


def undo(session: Session, user: User, plan: Plan, version: int, reason: str = "") -> Change:
    """Takes a version back: amounts, marks and customers that it changed become what they were before; itself a new
    version. Takes targets.set, and what it changes must be within the user's scope.

    Raises BadInput for a version that does not exist, Conflict where a later one changed the same cells (one undone
    already too) or locked what would change.
    """
    at = changing.turn(session, user, plan)
    _check(at.row, version)
    taken_back = session.get(TargetVersion, (at.row.id, version))
    if taken_back is None:
        raise BadInput("unknown_version", N_("There is no version {version} of these targets."), version=version)
    operation = {"kind": "undo", "version": version}
    if taken_back.operation["kind"] == "transfer":
        operation["handed"] = taken_back.operation
    request = Request(
        operation, changing.subject_of(taken_back.operation), reason, undoes=version, moved=taken_back.moved
    )
    return changing.carry_out(session, user, at, request, without(session, at, version))


def without(session: Session, at: Turn, version: int) -> Sheet:
    """The present sheet with what a version changed put back. Raises Conflict, see ``undo``."""
    before, after = (state.load(session, at.plan, at.row, number) for number in (version - 1, version))
    coordinates, was, became, now = state.aligned(before, after, at.sheet)
    changed = was != became
    marks = state.difference(before, after).marks
    if (now[changed] != became[changed]).any() or any(at.sheet.marks.get(c) != new for c, (_, new) in marks.items()):
        raise Conflict(
            "changed_since",
            N_("Version {version} cannot be taken back: a later one changed the same targets."),
            version=version,
        )
    now[changed] = was[changed]
    kept = dict(at.sheet.marks)
    for cell, (old, _) in marks.items():
        kept.pop(cell, None)
        if old is not None:
            kept[cell] = old
    new = replace(at.sheet, coordinates=coordinates[now != 0], amounts=now[now != 0], marks=kept)
    since = [cell for cell, locked in kept.items() if locked and not before.marks.get(cell)]
    amounts, present = new.values(since), at.sheet.values(since)
    for cell in since:
        if amounts[cell] != present[cell]:
            raise Conflict(
                "locked_since",
                N_("{cell} was locked since and would change. Unlock it first."),
                cell=coding.in_words(session, at.plan, cell),
            )
    return new
