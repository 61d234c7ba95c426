"""Order lines and the imports that brought them."""

from datetime import date, datetime

from sqlalchemy import JSON, Date, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from salesdash.models.base import Base, Big, Instant, now


class ImportBatch(Base):
    """One import. Its rows are staged in short transactions and count only once ``status`` is "published";
    that one update is the switch."""

    __tablename__ = "import_batches"

    id: Mapped[int] = mapped_column(Big, primary_key=True)
    kind: Mapped[str] = mapped_column(String(32))
    file_name: Mapped[str] = mapped_column(String(400))
    status: Mapped[str] = mapped_column(String(16), default="staging")  # staging, published, undone
    created_at: Mapped[datetime] = mapped_column(Instant, default=now)
    created_by: Mapped[str] = mapped_column(String(200))
    published_at: Mapped[datetime | None] = mapped_column(Instant)
    undone_at: Mapped[datetime | None] = mapped_column(Instant)
    on_existing: Mapped[str] = mapped_column(String(8), default="skip")
    rows: Mapped[int] = mapped_column(default=0)
    accepted: Mapped[int] = mapped_column(default=0)
    inserted: Mapped[int] = mapped_column(default=0)
    updated: Mapped[int] = mapped_column(default=0)
    duplicates: Mapped[int] = mapped_column(default=0)
    rejected: Mapped[int] = mapped_column(default=0)
    changed_orders: Mapped[int] = mapped_column(default=0)
    columns: Mapped[dict] = mapped_column(JSON, default=dict)
    dialect: Mapped[dict] = mapped_column(JSON, default=dict)
    #: ids of the lines lie in this range (imports take turns, so ranges never interleave)
    first_line_id: Mapped[int | None] = mapped_column(Big)
    last_line_id: Mapped[int | None] = mapped_column(Big)
    #: what undoing has to restore on other tables: members changed, with their values before
    restores: Mapped[list] = mapped_column(JSON, default=list)


class OrderLine(Base):
    """One product on one order, as the file said it. Members are those that the file named (never what a merge
    or placement made of them); NULL is "(unassigned)". A line counts while its batch is published and no
    published batch retired it."""

    __tablename__ = "order_lines"

    id: Mapped[int] = mapped_column(Big, primary_key=True, autoincrement=False)
    batch_id: Mapped[int] = mapped_column(Big)
    place: Mapped[int] = mapped_column()  # row number in the file
    order_key: Mapped[int] = mapped_column(Big, index=True)  # 63-bit hash of order_no: quick to compare and count
    order_no: Mapped[str] = mapped_column(String(200))
    line_no: Mapped[str | None] = mapped_column(String(200))
    ordered_on: Mapped[date] = mapped_column(Date, index=True)
    customer_id: Mapped[int | None] = mapped_column(Big)
    product_id: Mapped[int | None] = mapped_column(Big)
    product_line_id: Mapped[int | None] = mapped_column(Big)
    region_id: Mapped[int | None] = mapped_column(Big)
    country_id: Mapped[int | None] = mapped_column(Big)
    channel_id: Mapped[int | None] = mapped_column(Big)
    credit_id: Mapped[int | None] = mapped_column(Big)
    quantity: Mapped[int | None] = mapped_column(Big)  # 1/10,000
    unit_price: Mapped[int | None] = mapped_column(Big)  # 1/10,000 of the file's currency
    discount: Mapped[int | None] = mapped_column(Big)  # 1/1,000,000
    net_amount: Mapped[int] = mapped_column(Big)  # 1/10,000 of the company's currency
    cost: Mapped[int | None] = mapped_column(Big)  # 1/10,000 of the company's currency
    currency: Mapped[str | None] = mapped_column(String(3))  # NULL: the company's
    original_amount: Mapped[int | None] = mapped_column(Big)  # 1/10,000 of currency, where that is not the company's
    original_cost: Mapped[int | None] = mapped_column(Big)
    shipped_on: Mapped[date | None] = mapped_column(Date)
    due_on: Mapped[date | None] = mapped_column(Date)
    #: the import that gave this line the line number that its own file did not have
    numbered_by: Mapped[int | None] = mapped_column(Big)


class LineRetirement(Base):
    """A line that a batch replaced; in force while that batch is published."""

    __tablename__ = "line_retirements"

    line_id: Mapped[int] = mapped_column(Big, primary_key=True, autoincrement=False)
    batch_id: Mapped[int] = mapped_column(ForeignKey("import_batches.id"), primary_key=True)


class SavedMapping(Base):
    """How the files of one source are read: what a person corrected once, for the next file with these columns."""

    __tablename__ = "saved_mappings"
    __table_args__ = (UniqueConstraint("kind", "name"),)

    id: Mapped[int] = mapped_column(Big, primary_key=True)
    kind: Mapped[str] = mapped_column(String(32))
    name: Mapped[str] = mapped_column(String(200))
    header_key: Mapped[str] = mapped_column(String(64), index=True)  # of the names of the columns, in any order
    options: Mapped[dict] = mapped_column(JSON, default=dict)
    created_by: Mapped[str] = mapped_column(String(200))
    created_at: Mapped[datetime] = mapped_column(Instant, default=now)


class SpanningOrder(Base):
    """An order that has or had lines in more than one month. The snapshot counts such orders distinct from
    their lines; an entry too many costs a little time and never a wrong figure."""

    __tablename__ = "spanning_orders"

    order_key: Mapped[int] = mapped_column(Big, primary_key=True, autoincrement=False)
