"""Targets: sheets of amounts with all their versions, and the changes that wait for approval.

Cells and marks are kept by versions: a row holds from the version ``since`` on and before the version ``until``
(NULL: still). So every earlier state is there, and differences and undoing need no second record. Members are those
that were named then; merges are followed on reading. 0 stands for "not split in this dimension"; it is no foreign
key, as 144,000 rows are written at once. Ids of a sheet's rows lie together (``ROWS_OF_A_SHEET``).
"""

from datetime import datetime

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from salesdash.models.base import Base, Big, Instant, now

#: the ids of sheet n's cells (and marks) are n times this and the following
ROWS_OF_A_SHEET = 1 << 32


class TargetSheet(Base):
    """The targets of one fiscal year, measure and level. Whoever changes them locks this row first. ``token`` is
    random and new with every version; ``rows`` counts the rows of cells and of marks that were ever written."""

    __tablename__ = "target_sheets"
    __table_args__ = (UniqueConstraint("year", "measure", "level"),)

    id: Mapped[int] = mapped_column(Big, primary_key=True)
    year: Mapped[int] = mapped_column()
    measure: Mapped[str] = mapped_column(String(32))
    level: Mapped[str] = mapped_column(String(16))
    version: Mapped[int] = mapped_column(default=0)
    token: Mapped[str] = mapped_column(String(32), default="")
    rows: Mapped[int] = mapped_column(Big, default=0)


class _Held:
    """A cell's coordinates, and the versions in which the row holds. Periods: 0 the year, 101 to 104 a quarter, 1 to 12
    a month, counted from the first of the fiscal year."""

    id: Mapped[int] = mapped_column(Big, primary_key=True, autoincrement=False)
    sheet_id: Mapped[int] = mapped_column(Big)
    since: Mapped[int] = mapped_column()
    until: Mapped[int | None] = mapped_column()
    period: Mapped[int] = mapped_column()
    region_id: Mapped[int] = mapped_column(Big)
    product_line_id: Mapped[int] = mapped_column(Big)
    channel_id: Mapped[int] = mapped_column(Big)
    person_id: Mapped[int] = mapped_column(Big)


def _in_force(name: str) -> Index:
    return Index(name, "sheet_id", sqlite_where=text("until IS NULL"), postgresql_where=text("until IS NULL"))


class TargetCell(_Held, Base):
    """An amount: 1/10,000 of currency or quantity, counts whole."""

    __tablename__ = "target_cells"
    __table_args__ = (_in_force("ix_target_cells_in_force"),)

    amount: Mapped[int] = mapped_column(Big)


class TargetMark(_Held, Base):
    """A cell that somebody set; ``locked``: changes elsewhere leave it alone."""

    __tablename__ = "target_marks"
    __table_args__ = (_in_force("ix_target_marks_in_force"),)

    locked: Mapped[bool] = mapped_column()


class TargetVersion(Base):
    """One change of a sheet: who, when, why, and what was asked for (``operation``, in ids)."""

    __tablename__ = "target_versions"

    sheet_id: Mapped[int] = mapped_column(ForeignKey("target_sheets.id"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    at: Mapped[datetime] = mapped_column(Instant, default=now)
    by: Mapped[str] = mapped_column(String(200))
    reason: Mapped[str] = mapped_column(String(1000), default="")
    operation: Mapped[dict] = mapped_column(JSON)
    moved: Mapped[int] = mapped_column(Big)
    approved_by: Mapped[str | None] = mapped_column(String(200))
    #: the version that this one takes back
    undoes: Mapped[int | None] = mapped_column()
    batch_id: Mapped[int | None] = mapped_column(ForeignKey("import_batches.id"), index=True)


class TargetProposal(Base):
    """A change above the authority of who asked for it. ``status``: waiting, approved, rejected, withdrawn. Nobody
    decides on their own: the database does not take it."""

    __tablename__ = "target_proposals"
    __table_args__ = (
        CheckConstraint(
            "status NOT IN ('approved', 'rejected') OR decided_by IS NULL OR decided_by <> proposed_by",
            name="decided_by_somebody_else",
        ),
    )

    id: Mapped[int] = mapped_column(Big, primary_key=True)
    sheet_id: Mapped[int] = mapped_column(ForeignKey("target_sheets.id"), index=True)
    base_version: Mapped[int] = mapped_column()
    operation: Mapped[dict] = mapped_column(JSON)
    moved: Mapped[int] = mapped_column(Big)
    reason: Mapped[str] = mapped_column(String(1000), default="")
    proposed_by: Mapped[int] = mapped_column(ForeignKey("accounts.id"))
    at: Mapped[datetime] = mapped_column(Instant, default=now)
    status: Mapped[str] = mapped_column(String(16), default="waiting")
    decided_by: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"))  # NULL: the operator of the machine
    decided_at: Mapped[datetime | None] = mapped_column(Instant)
    note: Mapped[str] = mapped_column(String(1000), default="")
    batch_id: Mapped[int | None] = mapped_column(ForeignKey("import_batches.id"))
    #: the version that it became
    version: Mapped[int | None] = mapped_column()
