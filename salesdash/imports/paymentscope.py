"""Which payments somebody may bring: those for orders, or else of customers, of whom they may see a line."""

import numpy as np
from sqlalchemy import select, text
from sqlalchemy.orm import Session

from salesdash import db
from salesdash.imports.credits import Credits
from salesdash.imports.inscope import ScopeCheck
from salesdash.imports.keys import NONE, as_days, as_numbers
from salesdash.imports.stage import Stage
from salesdash.models import ImportBatch, OrderLine

_IDS = ("credit_id", "customer_id", "product_id", "product_line_id", "region_id", "country_id", "channel_id")


class PaymentScope:
    """As ``ScopeCheck``, for payments. An order or customer that the database does not know yet is in nobody's scope
    but "all"."""

    def __init__(self, stage: Stage, scope: ScopeCheck, credits: Credits) -> None:
        self._stage, self._scope, self._credits = stage, scope, credits

    @property
    def limited(self) -> bool:
        """Whether any payment can be outside."""
        return self._scope.limited

    def outside(self, orders: np.ndarray, customers: np.ndarray) -> np.ndarray:
        """For each payment, by the key of its order and the id of its customer, whether it is outside."""
        if not self.limited:
            return np.zeros(len(orders), dtype=bool)
        lines = self._stage.stored(np.unique(orders[orders != NONE]))
        live = ~lines["retired"] & (lines["id"] <= self._stage.last_existing_id)
        lines = {name: values[live] for name, values in lines.items()}
        with self._stage.reading() as session:
            seen = self._seen(session, lines)
            known = np.isin(orders, lines["order_key"])
            inside = np.isin(orders, lines["order_key"][seen])
            alone = np.unique(customers[~known & (customers > 0)])
            if len(alone):
                theirs = _lines_of(session, alone)
                inside |= ~known & np.isin(customers, theirs["customer_id"][self._seen(session, theirs)])
        return ~inside

    def _seen(self, session: Session, lines: dict[str, np.ndarray]) -> np.ndarray:
        self._credits.recall(session, lines["credit_id"])
        return ~self._scope.outside(session, self._credits, lines)


def _lines_of(session: Session, customers: np.ndarray) -> dict[str, np.ndarray]:
    """What the lines of customers are placed by, each combination once."""
    columns = [getattr(OrderLine, name) for name in _IDS]
    wanted = (
        select(OrderLine.ordered_on, *columns)
        .join(ImportBatch, ImportBatch.id == OrderLine.batch_id)
        .where(ImportBatch.status == "published", text(f"customer_id IN {db.bound_integers(session, 'customers')}"))
        .distinct()
    )
    rows = session.execute(wanted, {"customers": db.list_value(customers.tolist())}).all()
    values = list(zip(*rows, strict=True)) or [()] * (len(_IDS) + 1)
    return {"ordered_on": as_days(values[0])} | {
        name: as_numbers(column) for name, column in zip(_IDS, values[1:], strict=True)
    }
