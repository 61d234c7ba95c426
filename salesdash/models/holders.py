"""Who held a customer when."""

from datetime import date, datetime

from sqlalchemy import Date, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from salesdash.models.base import Base, Big, Instant, now


class CustomerHolder(Base):
    """The representative who holds a customer from a date on: the row with the latest ``valid_from`` up to a day holds
    on that day. A customer without a row is held by whoever the customer's last order line is credited to.

    Receipts go by it: whoever writes a row renews the version "holders" (``db.touch``) in the same transaction.
    """

    __tablename__ = "customer_holders"
    __table_args__ = (UniqueConstraint("customer_id", "valid_from"),)

    id: Mapped[int] = mapped_column(Big, primary_key=True)
    customer_id: Mapped[int] = mapped_column(ForeignKey("customers.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    valid_from: Mapped[date] = mapped_column(Date)
    set_by: Mapped[str] = mapped_column(String(200))
    at: Mapped[datetime] = mapped_column(Instant, default=now)
