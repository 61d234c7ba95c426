"""Taking away rows of batches that do not count: of interrupted imports, and of undone ones.

In short transactions; nothing that is removed here is visible before. Callers hold the lock "import".
"""

from collections.abc import Sequence

from sqlalchemy import delete, func, select, update

from salesdash import db
from salesdash.imports.removal import remove_members
from salesdash.imports.stage import Pace, in_parts
from salesdash.models import Base, ImportBatch, LineRetirement, OrderLine


def clear_away(url: str | None) -> None:
    """Removes what interrupted and undone imports have left behind. A batch that has rows knows its first line id."""
    with db.reading(url) as session:
        left = session.scalars(
            select(ImportBatch.id).where(
                ImportBatch.status.in_(("staging", "undone")), ImportBatch.first_line_id.is_not(None)
            )
        ).all()
    for batch in left:
        remove_rows(url, batch)


def remove_rows(url: str | None, batch_id: int) -> tuple[int, dict[str, int]]:
    """Removes lines, retirements, line numbers and members of a batch that is not published, and the batch itself
    if it never was; gives how many members went, and per dimension how many stayed because something uses them."""
    with db.reading(url) as session:
        batch = session.get_one(ImportBatch, batch_id)
        first = batch.first_line_id or 0
        last = batch.last_line_id or session.scalar(select(func.max(OrderLine.id))) or 0
        unfinished = batch.status == "staging"
        numbered, retired = _numbered(url, batch_id), _retired(url, batch_id)
    pace, lines = Pace(), Base.metadata.tables[OrderLine.__tablename__]
    while first <= last:
        until = min(last, first + pace.rows - 1)
        with pace.timed(until - first + 1), db.writing(url) as session:
            session.execute(delete(lines).where(lines.c.id.between(first, until), lines.c.batch_id == batch_id))
        first = until + 1
    in_parts(url, numbered, "UPDATE order_lines SET line_no = NULL, numbered_by = NULL WHERE id IN")
    in_parts(url, retired, f"DELETE FROM line_retirements WHERE batch_id = {batch_id:d} AND line_id IN")
    removed, kept = remove_members(url, batch_id, last)
    with db.writing(url) as session:
        if unfinished:
            session.execute(delete(ImportBatch).where(ImportBatch.id == batch_id))
        else:
            session.execute(update(ImportBatch).where(ImportBatch.id == batch_id).values(first_line_id=None))
    return removed, kept


def _numbered(url: str | None, batch_id: int) -> Sequence[int]:
    with db.reading(url) as session:
        return session.scalars(select(OrderLine.id).where(OrderLine.numbered_by == batch_id)).all()


def _retired(url: str | None, batch_id: int) -> Sequence[int]:
    with db.reading(url) as session:
        return session.scalars(select(LineRetirement.line_id).where(LineRetirement.batch_id == batch_id)).all()
