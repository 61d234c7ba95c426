"""Taking an import back: exactly what it brought, and what it had replaced counts again."""

from datetime import date
from typing import Any

import numpy as np
from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session, aliased

from salesdash import db, jobs, snapshot
from salesdash.access import audit
from salesdash.access.identity import User
from salesdash.errors import BadInput, Conflict, NotPermitted
from salesdash.imports import eventfile, leftovers
from salesdash.imports.changing import put_back
from salesdash.imports.kinds import KINDS, PERMISSIONS
from salesdash.imports.options import Progress, UndoResult
from salesdash.imports.record import sample_batch, sees_all
from salesdash.imports.refreshing import refresh
from salesdash.imports.touched import month_numbers
from salesdash.locale import N_
from salesdash.models import ExchangeRate, ImportBatch, LineRetirement, OrderLine, Payment, SpanningOrder
from salesdash.models.base import now
from salesdash.targets import uploading

#: code of what could not be taken back → its words
KEPT: dict[str, str] = {
    "replaced_since": N_("Lines that a later import had replaced already"),
    "still_replaced": N_("Replaced lines that a later import has replaced too"),
    "used_since": N_("Members that something else uses by now"),
    "changed_since": N_("Master data that was changed since"),
    "events_changed_since": N_("Events that were changed since"),
    "targets_changed_since": N_("Changes of targets that later ones have changed again"),
    "approval": N_("Changes of targets whose undoing waits for approval"),
}


def undo(url: str | None, user: User, batch_id: int, progress: Progress | None = None) -> UndoResult:
    """Takes back what a published batch brought: its lines and retirements, members that nothing else uses, and
    changes of master data that nobody has changed again since. It takes effect in one short transaction; the rows
    are removed after it. Waits for an import that runs.

    Takes the permission of the batch's kind, and a row scope of everything for what somebody else imported. Raises
    NotPermitted, BadInput for an unknown batch, Conflict for one undone already.
    """
    user.require(*PERMISSIONS)
    tell = progress or (lambda _stage, _share: None)
    with db.exclusive(db.engine(url), "import"):
        with db.reading(url) as session:
            batch = _published(session, user, batch_id)
            months, lines, kept = _effects(session, batch)
            restored, still = _restored(session, batch_id)
        kept += [("still_replaced", "line_retirements", still)] if still else []
        tell("undoing", 0.1)
        leftovers.clear_away(url)
        with db.writing(url) as session:
            batch = _published(session, user, batch_id)
            changed = put_back(session, batch.restores)
            session.execute(delete(ExchangeRate).where(ExchangeRate.batch_id == batch_id))
            lines += _payments(session, batch)
            told, more = _targets(session, user, batch)
            kept += more
            lines += _events(session, batch, kept)
            batch.status, batch.undone_at = "undone", now()
            snapshot.mark_months(session, months)
            if batch.kind not in ("orders", "payments", "targets", "events") or any(
                "category_id" in entry["after"] for entry in batch.restores
            ):
                snapshot.mark_all(session)
            db.touch(session, "master")
            audit.record(session, user, "undo", "import", str(batch_id), {"lines": lines}, None)
        tell("removing", 0.3)
        removed, used = leftovers.remove_rows(url, batch_id)
    kept += [("changed_since", table, count) for table, count in changed.items()]
    kept += [("used_since", dimension, count) for dimension, count in used.items()]
    refresh(url)
    with db.writing(url) as session:
        jobs.after_import(session)
    tell("removing", 1.0)
    return UndoResult(batch_id, lines, restored, removed, kept, told)


def _published(session: Session, user: User, batch_id: int) -> ImportBatch:
    batch = session.get(ImportBatch, batch_id)
    if batch is None or batch.status == "staging":
        raise BadInput("unknown_batch", N_("There is no import {batch}."), batch=batch_id)
    user.require(KINDS[batch.kind].permission if batch.kind in KINDS else "facts.import")
    if batch.created_by != user.login and not sees_all(session, user):
        raise NotPermitted(
            "not_your_import", N_("Only who made this import, or somebody who may see all rows, can undo it.")
        )
    if batch.status != "published":
        raise Conflict("already_undone", N_("Import {batch} was undone already."), batch=batch_id)
    if batch_id == sample_batch(session):
        raise Conflict(
            "sample_batch",
            N_(
                "This is the sample company itself. It is taken out as a whole: sample remove, or the button on a page."
            ),
        )
    return batch


def _payments(session: Session, batch: ImportBatch) -> int:
    """Removes the payments of the batch; gives how many."""
    if batch.kind != "payments":
        return 0
    db.touch(session, "payments")
    gone = session.execute(delete(Payment).where(Payment.batch_id == batch.id))
    return gone.rowcount  # type: ignore[attr-defined, no-any-return]


def _events(session: Session, batch: ImportBatch, kept: list[tuple[str, str, int]]) -> int:
    """Takes the events of the batch away; gives how many, and adds to ``kept`` those that were changed since."""
    if batch.kind != "events":
        return 0
    gone, stayed = eventfile.take_back(session, batch.id)
    kept += [("events_changed_since", "company_events", stayed)] if stayed else []
    return gone


def _targets(session: Session, user: User, batch: ImportBatch) -> tuple[dict[str, int], list[tuple[str, str, int]]]:
    """Takes back the changes of targets that the batch made; gives how many, and what could not be."""
    if batch.kind != "targets":
        return {}, []
    undone, changed, waiting = uploading.take_back(session, user, batch.id, batch.file_name)
    kept = [("targets_changed_since", changed), ("approval", waiting)]
    return {"changes": undone}, [(code, "target_versions", count) for code, count in kept if count]


def _effects(session: Session, batch: ImportBatch) -> tuple[set[int], int, list[tuple[str, str, int]]]:
    """The months whose figures change, how many lines go, and those of them that did not count any more."""
    if batch.last_line_id is None:
        return set(), 0, []
    own = OrderLine.id.between(batch.first_line_id, batch.last_line_id) & (OrderLine.batch_id == batch.id)
    lines = session.scalar(select(func.count()).select_from(OrderLine).where(own)) or 0
    days = set(session.scalars(select(OrderLine.ordered_on).where(own).distinct()))
    replaced = select(OrderLine.ordered_on).join(LineRetirement, LineRetirement.line_id == OrderLine.id)
    days |= set(session.scalars(replaced.where(LineRetirement.batch_id == batch.id).distinct()))
    other = aliased(OrderLine)
    spanning = select(OrderLine.order_key).join(SpanningOrder, SpanningOrder.order_key == OrderLine.order_key)
    days |= set(session.scalars(select(other.ordered_on).where(other.order_key.in_(spanning.where(own))).distinct()))
    gone = select(func.count(OrderLine.id.distinct())).join(LineRetirement, LineRetirement.line_id == OrderLine.id)
    replaced_since = session.scalar(gone.where(own)) or 0
    kept = [("replaced_since", "order_lines", replaced_since)] if replaced_since else []
    return _months(days), lines, kept


def _restored(session: Session, batch_id: int) -> tuple[int, int]:
    """How many lines that the batch replaced count again without it, and how many others have replaced too."""
    others = aliased(LineRetirement)
    mine = select(func.count()).select_from(LineRetirement).where(LineRetirement.batch_id == batch_id)
    still = mine.where(
        select(others.line_id).where(others.line_id == LineRetirement.line_id, others.batch_id != batch_id).exists()
    )
    remaining = session.scalar(still) or 0
    return (session.scalar(mine) or 0) - remaining, remaining


def _months(days: set[Any]) -> set[int]:
    plain: list[date] = sorted(days)
    return set(month_numbers(np.array(plain, dtype="datetime64[D]")).tolist())
