"""What a file of payments sums up to, for the result and the preview."""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

import numpy as np
import pandas as pd
from sqlalchemy import func, select, text
from sqlalchemy.orm import Session

from salesdash import db
from salesdash.imports.keys import NONE
from salesdash.imports.options import TOTALS
from salesdash.imports.tally import total, units
from salesdash.models import Payment

_WORTH = (
    "SELECT l.order_key, sum(l.net_amount) FROM order_lines l JOIN import_batches b ON b.id = l.batch_id "
    "WHERE b.status = 'published' AND l.order_key IN {keys} AND NOT EXISTS (SELECT 1 FROM line_retirements r "
    "JOIN import_batches rb ON rb.id = r.batch_id WHERE r.line_id = l.id AND rb.status = 'published') "
    "GROUP BY l.order_key"
)


@dataclass
class PaymentSums:
    """Whole numbers of 1/10,000, as the file says them: ``read`` of all rows that could be read, ``used`` of those that
    passed every check, ``loaded`` of those that would come in. ``gain``: change of the payments in the company's
    currency; ``differing``: payments that are here and read otherwise in the file; ``unknown_orders``: orders that are
    not here yet; ``prepaid``: what the orders of the file are paid beyond what they are worth, with it."""

    read: int = 0
    used: int = 0
    loaded: int = 0
    gain: int = 0
    differing: int = 0
    unknown_orders: int = 0
    prepaid: int = 0
    first_day: date | None = None
    last_day: date | None = None
    #: order → what it would be paid more
    _paid: dict[int, int] = field(default_factory=dict)

    def use(self, said: np.ndarray, days: np.ndarray) -> None:
        """Adds up rows that can be used."""
        self.used += total(said)
        if len(days):
            first, last = days.min().item(), days.max().item()
            self.first_day = first if self.first_day is None else min(self.first_day, first)
            self.last_day = last if self.last_day is None else max(self.last_day, last)

    def load(self, rows: dict[str, np.ndarray]) -> None:
        """Adds up payments that would come in."""
        self.loaded += total(rows["said"])
        self.gain += total(rows["amount"])
        for order, amount in zip(rows["order_key"].tolist(), rows["amount"].tolist(), strict=True):
            self._pay(order, amount)

    def replace(self, before: int, order: int, rows: dict[str, np.ndarray], at: int) -> None:
        """Takes a payment of ``before`` for ``order`` off, for the row in its place."""
        self.load({name: values[at : at + 1] for name, values in rows.items()})
        self.gain -= before
        self._pay(order, -before)

    def finish(self, session: Session) -> None:
        """Looks up what the orders are worth and what was paid for them before."""
        keys = {"keys": db.list_value(self._paid)}
        among = db.bound_integers(session, "keys")
        worth: dict[int, Any] = dict(session.execute(text(_WORTH.format(keys=among)), keys).tuples().all())
        stored = select(Payment.order_key, func.sum(Payment.amount)).where(text(f"order_key IN {among}"))
        before: dict[Any, Any] = dict(session.execute(stored.group_by(Payment.order_key), keys).tuples().all())
        self.unknown_orders = len(self._paid.keys() - worth.keys())
        for order, more in self._paid.items():
            if order in worth:
                self.prepaid += max(0, int(before.get(order, 0)) + more - max(0, int(worth[order])))

    def totals(self) -> pd.DataFrame:
        """As ``Tally.totals``."""
        amounts: tuple[Decimal, ...] = tuple(
            units(value) for value in (self.read, self.loaded, self.used - self.loaded, self.read - self.used)
        )
        return pd.DataFrame([("amount", *amounts)], columns=TOTALS)

    def _pay(self, order: int, amount: int) -> None:
        if order != NONE:
            self._paid[order] = self._paid.get(order, 0) + amount
