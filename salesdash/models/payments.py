"""Payments: what customers paid, as files said it."""

from datetime import date

from sqlalchemy import Date, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from salesdash.models.base import Base, Big


class Payment(Base):
    """One payment. Rows are written when their import is published and go when it is undone, so every row counts.

    It names an order, a customer or both. The order may be unknown so far: it is found by ``order_key`` once it
    comes. Money that goes back to the customer is negative.
    """

    __tablename__ = "payments"

    id: Mapped[int] = mapped_column(Big, primary_key=True)
    batch_id: Mapped[int] = mapped_column(ForeignKey("import_batches.id"), index=True)
    place: Mapped[int] = mapped_column()  # row number in the file
    #: 64-bit hash of what the file said: order, customer, date, amount, currency
    content_key: Mapped[int] = mapped_column(Big, index=True)
    payment_no: Mapped[str | None] = mapped_column(String(200), index=True)
    order_no: Mapped[str | None] = mapped_column(String(200))
    order_key: Mapped[int | None] = mapped_column(Big, index=True)  # as in order_lines
    customer_id: Mapped[int | None] = mapped_column(ForeignKey("customers.id"), index=True)
    paid_on: Mapped[date] = mapped_column(Date, index=True)
    amount: Mapped[int] = mapped_column(Big)  # 1/10,000 of the company's currency
    currency: Mapped[str | None] = mapped_column(String(3))  # NULL: the company's
    original_amount: Mapped[int | None] = mapped_column(Big)  # 1/10,000 of currency, where that is not the company's
    note: Mapped[str | None] = mapped_column(String(400))
