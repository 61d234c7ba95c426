"""The numbers of orders, as files wrote them."""

from collections.abc import Sequence

import pandas as pd
from sqlalchemy import text
from sqlalchemy.orm import Session

from salesdash import db


def order_numbers(session: Session, keys: Sequence[int | None]) -> list[str]:
    """The numbers of orders by their keys; "" for what belongs to no order."""
    wanted = db.bound_integers(session, "keys")
    asked = " UNION ALL ".join(
        f"SELECT order_key, order_no FROM {table} WHERE order_key IN {wanted}" for table in ("order_lines", "payments")
    )
    known = {"keys": db.list_value(int(key) for key in keys if not pd.isna(key))}
    rows = session.execute(text(f"SELECT order_key, min(order_no) FROM ({asked}) n GROUP BY order_key"), known)
    numbers = {int(key): str(number) for key, number in rows}
    return ["" if pd.isna(key) else numbers[int(key)] for key in keys]
