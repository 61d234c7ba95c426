"""The record of an import: begun, published, listed."""

from dataclasses import asdict, dataclass, field
from typing import Any

import pandas as pd
from sqlalchemy import func, select, text
from sqlalchemy.orm import Session

from salesdash import company, db, snapshot
from salesdash.access import audit, scope
from salesdash.access.identity import OPERATOR, User
from salesdash.imports import trail
from salesdash.imports.kinds import PERMISSIONS
from salesdash.imports.reading import FilePlan
from salesdash.models import CompanySetting, ImportBatch, OrderLine
from salesdash.models.base import now

#: columns of ``batches``
COLUMNS = ["batch", "file", "kind", "at", "by", "rows", "accepted", "undone", "sample"]


@dataclass
class Counts:
    """Rows of a file by what became of them."""

    rows: int = 0
    inserted: int = 0
    updated: int = 0
    duplicates: int = 0


@dataclass
class Effects:
    """What else is changed in the moment of publication. ``restores``: what undoing has to put back, see
    ``salesdash.imports.undoing``."""

    months: set[int] = field(default_factory=set)
    all_months: bool = False
    master: bool = False
    restores: list[dict[str, Any]] = field(default_factory=list)


def begin(url: str | None, user: User, plan: FilePlan, file_name: str, on_existing: str) -> int:
    """A new batch, not published; its id."""
    with db.writing(url) as session:
        batch = ImportBatch(
            kind=plan.kind,
            file_name=file_name[:400],
            created_by=user.login,
            on_existing=on_existing,
            # a constant is what the file says, too
            columns=dict.fromkeys(plan.constants, "") | dict(plan.columns),
            dialect=dict(plan.dialect),
            first_line_id=(session.scalar(select(func.max(OrderLine.id))) or 0) + 1,
        )
        session.add(batch)
        session.flush()
        return batch.id


def publish(
    session: Session, user: User, batch: ImportBatch, *, counts: Counts, rejected: int, effects: Effects
) -> None:
    """The switch: from the end of this transaction on, the batch counts."""
    batch.status, batch.published_at = "published", now()
    batch.rows, batch.inserted, batch.updated = counts.rows, counts.inserted, counts.updated
    batch.accepted, batch.duplicates, batch.rejected = counts.inserted + counts.updated, counts.duplicates, rejected
    batch.restores = effects.restores
    if effects.all_months:
        snapshot.mark_all(session)
    if effects.months:
        snapshot.mark_months(session, effects.months)
    if effects.master:
        db.touch(session, "master")
    before, after = trail.changes(session, effects.restores)
    told = {"kind": batch.kind, "file": batch.file_name, "rejected": rejected} | asdict(counts)
    audit.record(session, user, "import", "import", str(batch.id), before or None, told | after)


def add_spanning(session: Session, order_keys: set[int]) -> None:
    """Notes orders that have lines in more than one month."""
    if order_keys:
        insert = text("INSERT INTO spanning_orders (order_key) VALUES (:key) ON CONFLICT DO NOTHING")
        session.execute(insert, [{"key": key} for key in sorted(order_keys)])


def sample_batch(session: Session) -> int | None:
    """The batch that loading the sample company made, None while it is not loaded. It is loaded into an empty
    database, so its batch is the first of its name."""
    as_of = session.scalar(select(CompanySetting.value).where(CompanySetting.key == "sample"))
    named = select(func.min(ImportBatch.id)).where(
        ImportBatch.file_name == f"sample-{as_of}", ImportBatch.created_by == OPERATOR.login
    )
    return None if as_of is None else session.scalar(named)


def sees_all(session: Session, user: User) -> bool:
    """Whether the person has to do with everybody's imports: their row scope is everything. Others have to do with
    their own."""
    seen = scope.of(session, user, company.today(company.settings(session)))
    return seen.everything and seen.regions is None


def batches(session: Session, user: User) -> pd.DataFrame:
    """The imports that were published, newest first: COLUMNS; ``at`` in UTC, ``undone``: taken back since,
    ``sample``: the sample company itself, which is taken out as a whole only. Whose row scope is not everything gets
    their own.

    Takes the permission of any kind.
    """
    user.require(*PERMISSIONS)
    published = select(ImportBatch).where(ImportBatch.published_at.is_not(None)).order_by(ImportBatch.id.desc())
    if not sees_all(session, user):
        published = published.where(ImportBatch.created_by == user.login)
    sample = sample_batch(session)
    rows = [
        [b.id, b.file_name, b.kind, b.published_at, b.created_by, b.rows, b.accepted, b.status == "undone",
         b.id == sample]
        for b in session.scalars(published)
    ]  # fmt: skip
    return pd.DataFrame(rows, columns=COLUMNS)
