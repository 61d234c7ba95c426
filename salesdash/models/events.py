"""The company's own calendar: holidays, promotions, closures and other events that move sales."""

from datetime import date

from sqlalchemy import CheckConstraint, Date, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from salesdash.models.base import Base, Big


class CompanyEvent(Base):
    """Something that happens from ``first_on`` to ``last_on``, everywhere or in one region, line or channel.
    ``kind``: holiday, promotion, closure, event. ``effect``: the change of sales that is expected, a fraction of
    them; NULL: let the history tell."""

    __tablename__ = "company_events"
    __table_args__ = (
        CheckConstraint("last_on >= first_on", name="ends_after_it_begins"),
        Index("ix_company_events_days", "first_on", "last_on"),
    )

    id: Mapped[int] = mapped_column(Big, primary_key=True)
    name: Mapped[str] = mapped_column(String(200))
    kind: Mapped[str] = mapped_column(String(16))
    first_on: Mapped[date] = mapped_column(Date)
    last_on: Mapped[date] = mapped_column(Date)
    region_id: Mapped[int | None] = mapped_column(ForeignKey("regions.id"), index=True)
    product_line_id: Mapped[int | None] = mapped_column(ForeignKey("product_lines.id"), index=True)
    channel_id: Mapped[int | None] = mapped_column(ForeignKey("channels.id"), index=True)
    effect: Mapped[float | None] = mapped_column()
    note: Mapped[str] = mapped_column(String(1000), default="")
    batch_id: Mapped[int | None] = mapped_column(ForeignKey("import_batches.id"), index=True)
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}
